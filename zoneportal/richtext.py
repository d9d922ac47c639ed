"""Rich text: one list of what an editor may use, and the server cleans by the same list."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField, create_sanitizer

# Cleaning grows with the square of nesting: 500 KB of nested <div> took over a minute. Both limits stop that first.
MAX_CHARACTERS = 60_000
MAX_OPEN_TAGS = 6_000

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Subscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}

_sanitize = create_sanitizer(EXTENSIONS)


def checked(html: str) -> str:
    """The cleaned text. Errors: ValidationError when it is too long or has too many elements to be cleaned safely."""
    if len(html) > MAX_CHARACTERS:
        raise ValidationError(
            _("This text has %(size)s characters; at most %(limit)s fit. Split it, or attach the long part as a file."),
            params={"size": len(html), "limit": MAX_CHARACTERS},
        )
    if len(re.findall(r"<[a-zA-Z]", html)) > MAX_OPEN_TAGS:
        raise ValidationError(_("This text has too many elements. Paste it again as plain text."))
    return _sanitize(html)


class RichTextField(ProseEditorField):
    """HTML that is cleaned whenever the field is cleaned: in forms and in sheets."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", checked)
        super().__init__(*args, **kwargs)

    def clean(self, value, instance):
        """What holds nothing but mark-up (the editor's empty paragraph, a script) is blank, and refused as such."""
        text = super().clean(value, instance)
        if not text and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return text
