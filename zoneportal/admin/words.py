"""Words that scripts say in the office: Django's own catalogue, and those of the editor, which ships no Chinese."""

from django.utils.translation import gettext, gettext_noop
from django.views.i18n import JavaScriptCatalog

EDITOR_WORDS = (
    gettext_noop("Update"),
    gettext_noop("Cancel"),
)


class OfficeWords(JavaScriptCatalog):
    def get_catalog(self) -> dict:
        return super().get_catalog() | {word: gettext(word) for word in EDITOR_WORDS}
