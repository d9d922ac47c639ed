from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from stats.models import SurveyYear

NEAR = (("0.1", "10%"), ("0.2", "20%"), ("0.3", "30%"), ("0.5", "50%"))


class YearForm(forms.Form):
    survey = forms.ModelChoiceField(SurveyYear.objects.order_by("-year"), label=_("survey year"), empty_label=None)


class WatchForm(YearForm):
    near = forms.TypedChoiceField(
        label=_("near the line"),
        choices=NEAR,
        coerce=Decimal,
        initial="0.2",
        required=False,
        help_text=_("How far from the line an enterprise is watched, as a share of it."),
    )

    def clean_near(self) -> Decimal:
        return self.cleaned_data["near"] or Decimal("0.2")


class SeenForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
