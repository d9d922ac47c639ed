from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stats.models import Figure, SurveyYear, Vintage


class CompileForm(forms.Form):
    """Which year, and as what: a later vintage supersedes an earlier one and stands beside it."""

    survey = forms.ModelChoiceField(SurveyYear.objects.order_by("-year"), label=_("survey year"), empty_label=None)
    vintage = forms.TypedChoiceField(label=_("vintage"), choices=Vintage.choices, coerce=int, initial=Vintage.ANNUAL)

    def __init__(self, data: QueryDict) -> None:
        """An address that names the year alone means the annual vintage: shown as it will be compiled."""
        if data and "vintage" not in data:
            data = data.copy()
            data["vintage"] = str(Vintage.ANNUAL.value)
        super().__init__(data or None)


class ConfirmCompileForm(forms.Form):
    """`seen` says which plan stood on the page that was confirmed."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("reason of the revisions"),
        max_length=Figure._meta.get_field("reason").max_length,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Released figures would change: the reason is published with their revisions. Name no enterprise."),
    )

    def fill(self, seen: str, *, has_revisions: bool) -> None:
        """Shows the plan of now, and asks for a reason only where one is needed."""
        if self.is_bound:
            self.data["seen"] = seen
        self.initial["seen"] = seen
        if not has_revisions:
            del self.fields["reason"]
