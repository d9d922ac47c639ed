"""Forms of the statistics office. Each value stands beside its unit: the natural slip is one of 10 or 1,000."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stats.models import Figure, Release
from stats.models.figure import MARK_CHOICES
from stats.models.release import ReleaseStatus
from zoneportal.numbers import without_empty_decimals


class FigureForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("value") is not None:
            self.initial["value"] = without_empty_decimals(self.initial["value"])
        if "value" in self.fields and self.instance.definition_id:
            self.fields["value"].help_text = _("In %(unit)s.") % {"unit": self.instance.definition.get_unit_display()}

    def _get_validation_exclusions(self) -> set[str]:
        # The key of a figure has parts that the program fills in; without them nobody would ask whether it is taken.
        return super()._get_validation_exclusions() - {"scope_key", "revision"}


class RevisionForm(forms.Form):
    """What the released figure should have said, and why it does not."""

    value = forms.DecimalField(label=_("value"), max_digits=15, decimal_places=4, required=False)
    mark = forms.ChoiceField(
        label=_("mark"), choices=[("", "---------"), *MARK_CHOICES], required=False, help_text=_("Instead of a value.")
    )
    reason = forms.CharField(
        label=_("reason of the revision"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Published with the revision: what was wrong, and by which document it is corrected."),
    )

    def __init__(self, *args, figure: Figure, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _("In %(unit)s.") % {"unit": figure.definition.get_unit_display()}

    def clean(self):
        given = super().clean()
        if not self.errors and (given.get("value") is None) == (not given.get("mark")):
            self.add_error("value", _("A figure has either a value or a mark: fill in one of them, not both."))
        return given


class IntoReleaseForm(forms.Form):
    release = forms.ModelChoiceField(
        Release.objects.filter(status=ReleaseStatus.DRAFT).order_by("-pk"),
        label=_("release in preparation"),
        required=False,
        empty_label=_("(none: take them out of their release)"),
        help_text=_("The figures stay internal until this release is public."),
    )


class ReleaseMomentForm(forms.Form):
    """`seen` says which figures stood on the page that was confirmed."""

    seen = forms.CharField(widget=forms.HiddenInput)
    at = forms.SplitDateTimeField(
        label=_("public from"),
        widget=AdminSplitDateTime,
        required=False,
        help_text=_("Day and time in Beijing time. Leave empty to release now."),
    )

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at is not None and at <= timezone.now():
            raise ValidationError(_("This moment has passed. Choose a later one, or leave it empty to release now."))
        return at
