"""What a reader can ask the register for. An address that asks for something unknown is refused, not guessed at."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from enterprises.models.registration import LegalStatus
from enterprises.queries import Options

LONGEST_TEXT = 160  # as long as the longest name
UNKNOWN = {"invalid_choice": _("“%(value)s” is not among the choices of this list. Choose again.")}
NO_CHOICE = ("", _("all"))


class RegisterForm(forms.Form):
    q = forms.CharField(
        label=_("Name, credit code or zone number"),
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={"max_length": _("A search text has at most 160 characters. Shorten it.")},
    )
    park = forms.ChoiceField(label=_("Park"), required=False, error_messages=UNKNOWN)
    industry = forms.ChoiceField(label=_("Industry (GB/T 4754)"), required=False, error_messages=UNKNOWN)
    tag = forms.ChoiceField(label=_("Industry of the zone"), required=False, error_messages=UNKNOWN)
    qualification = forms.ChoiceField(label=_("Qualification held today"), required=False, error_messages=UNKNOWN)
    status = forms.ChoiceField(
        label=_("Legal status"), required=False, error_messages=UNKNOWN, choices=[NO_CHOICE, *LegalStatus.choices]
    )

    def __init__(self, data, *, options: Options):
        super().__init__(data)
        self.offer("park", ((park.code, park.name) for park in options.parks))
        self.offer("industry", options.industries)
        self.offer("tag", options.tags)
        self.offer("qualification", options.kinds)

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [NO_CHOICE, *choices]

    def asked(self) -> dict[str, str]:
        """What was asked for, by field, without what was left open."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def lists(self) -> list[dict]:
        """The drop-down lists. As widgets, or by loops in a template, they would take most of the page's time."""
        return [
            {
                "name": name,
                "label": self.fields[name].label,
                "errors": self.errors.get(name, ()),
                "options": self.options(name),
            }
            for name in self.fields
            if name != "q"
        ]

    def options(self, name: str) -> SafeString:
        chosen = self.data.get(name, "")
        choices = self.fields[name].choices
        marks = ((value, SafeString(" selected") if value == chosen else "", label) for value, label in choices)
        return format_html_join("", '<option value="{}"{}>{}</option>', marks)
