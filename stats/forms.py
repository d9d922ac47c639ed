"""Forms of the statistics office. Each value stands beside its unit: the natural slip is one of 10 or 1,000."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stats.models import Figure, Release
from stats.models.figure import MARK_CHOICES, Vintage
from stats.models.release import ReleaseStatus
from stats.releasing import REASON_LIMIT
from zoneportal.fields import PlainNumber
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
    """What the released figure should have said and why it does not; or the next, more final vintage of it."""

    vintage = forms.TypedChoiceField(
        label=_("vintage"),
        choices=Vintage.choices,
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("The same vintage corrects the figure; a later one supersedes it."),
    )
    value = PlainNumber(label=_("value"), max_digits=15, decimal_places=4, required=False)
    mark = forms.ChoiceField(
        label=_("mark"), choices=[("", "---------"), *MARK_CHOICES], required=False, help_text=_("Instead of a value.")
    )
    reason = forms.CharField(
        label=_("reason of the revision"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_(
            "Published with the revision: what was wrong, and by which document it is corrected. Name no enterprise."
        ),
    )
    is_by_hand = forms.BooleanField(
        label=_("Type this revision by hand all the same"),
        help_text=_("No compilation changes this figure any more, also when its returns are corrected later."),
        error_messages={"required": _("Tick to confirm.")},
    )

    def __init__(self, *args, figure: Figure, **kwargs):
        super().__init__(*args, initial={"vintage": figure.vintage}, **kwargs)
        self.fields["value"].help_text = _("In %(unit)s.") % {"unit": figure.definition.get_unit_display()}
        if not hasattr(figure, "compiled"):
            del self.fields["is_by_hand"]
        self.fields["vintage"].choices = [each for each in Vintage.choices if each[0] >= figure.vintage]

    def clean(self):
        given = super().clean()
        if not self.errors and (given.get("value") is None) == (not given.get("mark")):
            self.add_error("value", _("A figure has either a value or a mark: fill in one of them, not both."))
        return given


class IntoReleaseForm(forms.Form):
    """Starts with nothing chosen, so that nobody takes figures out by pressing the button."""

    release = forms.ModelChoiceField(
        Release.objects.filter(status=ReleaseStatus.DRAFT).order_by("-pk"),
        label=_("release in preparation"),
        required=False,
        help_text=_("The figures stay internal until this release is public."),
    )
    take_out = forms.BooleanField(label=_("No release: take them out of the one they stand in"), required=False)

    def clean(self):
        given = super().clean()
        if not self.errors and (given.get("release") is None) != given.get("take_out"):
            self.add_error("release", _("Choose a release, or tick that the figures are taken out: one of the two."))
        return given


class ApprovalForm(forms.Form):
    """`seen` is the hash of what stood on the page that was confirmed."""

    seen = forms.CharField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_(
            "Published with every figure of this release that supersedes a released one and has no reason yet. "
            "Name no enterprise."
        ),
    )


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=REASON_LIMIT,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("What is to be changed. It stays in the history of the release."),
    )
