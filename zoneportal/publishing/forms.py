from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    """The decision behind a move of the public pointer: which version was looked at, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("note"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Kept in the publication trail, for example who agreed."),
    )


class PlanForm(MoveForm):
    at = forms.DateTimeField(
        label=_("publish at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Day and time in Beijing time. Until then the public sees what it sees now."),
    )
    field_order = ["at", "note", "version"]

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("This moment has passed. Choose a later one, or publish now."))
        return at
