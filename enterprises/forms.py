"""Forms of the register: what people paste is read as the register reads it, and every sentence stands at its field."""

from itertools import combinations

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises import credit_code
from enterprises.models.registration import ONE_OPEN, OVERLAP
from parks.models import Park
from parks.scope import covers_all_parks
from zoneportal.numbers import without_empty_decimals

UNKNOWN = frozenset(credit_code.normalise(word) for word in credit_code.UNKNOWN_WORDS)
CODE_TAKEN = _(
    "This credit code is in the register already. If the enterprise is in another park, "
    "ask the zone office to move it instead of entering it again."
)
NEEDS_OWN_PARK = _(
    "A new enterprise needs its registration in one of your parks: fill in the park and, if known, the day of entry."
)


class CreditCodeField(forms.CharField):
    """Takes a code as it is pasted: full width, small letters, spaces. 无 and the like mean that it is not known."""

    def __init__(self, *, max_length=None, **kwargs):
        # A limit in the browser would cut a pasted code with spaces; the validator tells the wrong length.
        super().__init__(**kwargs)

    def to_python(self, value):
        text = credit_code.normalise(super().to_python(value) or "")
        return self.empty_value if text in UNKNOWN else text


class EnterpriseForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("capital_wan") is not None:
            self.initial["capital_wan"] = without_empty_decimals(self.initial["capital_wan"])

    class Meta:
        field_classes = {"credit_code": CreditCodeField}
        error_messages = {"credit_code": {"unique": CODE_TAKEN}}


class RegistrationForm(forms.ModelForm):
    """A row beneath its enterprise."""

    def has_changed(self) -> bool:
        if self.instance.pk:
            return super().has_changed()
        # A new row counts when it names a park, also the one park that was filled in for the clerk.
        return bool({*self.changed_data} - {"park"} or self.data.get(self.add_prefix("park")))

    def _get_validation_exclusions(self) -> set[str]:
        # What must be unique among the stays of the enterprise is judged by the formset.
        return super()._get_validation_exclusions() | {"enterprise"}


class RegistrationFormSet(BaseInlineFormSet):
    """The stays of one enterprise, judged together, so that one save may close a stay and open the next."""

    user = None  # set by the inline

    def full_clean(self) -> None:
        together = frozenset(form.instance.pk for form in self.forms if form.instance.pk)
        for form in self.forms:
            form.instance.judged_together = together
        super().full_clean()

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        stays = [form for form in kept if form.instance.pk or form.has_changed()]
        if any(form.errors for form in stays):
            return
        for earlier, later in combinations(stays, 2):
            if not earlier.instance.shares_a_day_with(later.instance):
                continue
            if earlier.instance.end_on is None and later.instance.end_on is None:
                later.add_error("end_on", ONE_OPEN)
            else:
                later.add_error("start_on", OVERLAP)
        if self.instance._state.adding and not stays and not covers_all_parks(self.user):
            raise ValidationError(NEEDS_OWN_PARK)


class MoveForm(forms.Form):
    """Where to and when: the second page of the action that moves enterprises."""

    to_park = forms.ModelChoiceField(Park.objects.none(), label=_("move to the park"))
    on = forms.DateField(
        label=_("day of the move"),
        widget=AdminDateWidget,
        initial=timezone.localdate,
        help_text=_("The stay so far ends on this day and the new one begins."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_park"].queryset = Park.objects.editable_by(user)
