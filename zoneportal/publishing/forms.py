from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RecordForm(forms.ModelForm):
    """Puts the sentence of a broken constraint at the field that mends it: the last one the constraint is about."""

    judged_elsewhere: tuple[str, ...] = ()  # names of constraints

    def validate_constraints(self) -> None:
        exclude = self._get_validation_exclusions()
        for constraint in self.instance._meta.constraints:
            if constraint.name in self.judged_elsewhere:
                continue
            try:
                constraint.validate(type(self.instance), self.instance, exclude=exclude)
            except ValidationError as error:
                self.add_error(self._place_of(constraint), ValidationError(error.messages))

    def _place_of(self, constraint: models.BaseConstraint) -> str | None:
        """The field's name, or None (above the form) when none of the fields is on the page."""
        if isinstance(constraint, models.UniqueConstraint):
            names = set(constraint.fields)
        else:
            names = constraint.condition.referenced_base_fields
        places = [name for name in self.fields if name in names and not self.fields[name].widget.is_hidden]
        return places[-1] if places else None


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
    at = forms.SplitDateTimeField(
        label=_("publish at"),
        widget=AdminSplitDateTime,
        help_text=_("Day and time in Beijing time. Until then the public sees what it sees now."),
    )
    field_order = ["at", "note", "version"]

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("This moment has passed. Choose a later one, or publish now."))
        return at
