"""Words of others in our catalogue: those of the editor, which has no Chinese, and those that read badly in Chinese."""

from django.utils.translation import gettext, gettext_noop, ngettext_lazy
from django.views.i18n import JavaScriptCatalog

SCRIPT_WORDS = (
    gettext_noop("Row"),
    gettext_noop("(click to clear)"),
    gettext_noop('Choose %s by selecting them and then select the "Choose" arrow button.'),
    gettext_noop("Choose all %s"),
    gettext_noop("Choose selected %s"),
    gettext_noop('Remove %s by selecting them and then select the "Remove" arrow button.'),
    gettext_noop("Remove all %s"),
    gettext_noop("Remove selected %s"),
    gettext_noop("paragraph"),
    gettext_noop("heading 2"),
    gettext_noop("heading 3"),
    gettext_noop("unordered list"),
    gettext_noop("ordered list"),
    gettext_noop("blockquote"),
    gettext_noop("horizontal rule"),
    gettext_noop("bold"),
    gettext_noop("italic"),
    gettext_noop("subscript"),
    gettext_noop("superscript"),
    gettext_noop("insert link"),
    gettext_noop("remove link"),
    gettext_noop("Insert table"),
    gettext_noop("Add column"),
    gettext_noop("Add row"),
    gettext_noop("Delete column"),
    gettext_noop("Delete row"),
    gettext_noop("Delete table"),
    gettext_noop("Merge cells"),
    gettext_noop("Split cell"),
    gettext_noop("Toggle header cell"),
    gettext_noop("undo"),
    gettext_noop("redo"),
    gettext_noop("Heading 2"),
    gettext_noop("Heading 3"),
    gettext_noop("Paragraph"),
    gettext_noop("Bullets"),
    gettext_noop("Cancel"),
    gettext_noop("Columns"),
    gettext_noop("Decimal numbers"),
    gettext_noop("Edit Link"),
    gettext_noop("Include header row"),
    gettext_noop("Insert"),
    gettext_noop("Insert Table"),
    gettext_noop("List properties"),
    gettext_noop("List type"),
    gettext_noop("Lowercase Roman numerals"),
    gettext_noop("Lowercase letters"),
    gettext_noop("Rows"),
    gettext_noop("Start at"),
    gettext_noop("Table Properties"),
    gettext_noop("Title"),
    gettext_noop("URL"),
    gettext_noop("Update"),
    gettext_noop("Uppercase Roman numerals"),
    gettext_noop("Uppercase letters"),
)


# Django has no Chinese for the first ones, and puts blanks around the name of the record in the others.
OTHERS_WORDS = (
    gettext_noop("Error:"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    gettext_noop("You may edit it again below."),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
    gettext_noop("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    gettext_noop(" By %(filter_title)s "),
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Select %s"),
    gettext_noop(":"),  # behind the name of a field
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(verbose_name)s"),
)


class OfficeWords(JavaScriptCatalog):
    def get_catalog(self) -> dict:
        return super().get_catalog() | {word: gettext(word) for word in SCRIPT_WORDS}
