"""Forms of the register: what people paste is read as the register reads it, and every sentence stands at its field."""

from itertools import combinations
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises import credit_code
from enterprises.merging import GOES, STAYS, Choices, Comparison, Conflict, Value
from enterprises.models import Enterprise
from enterprises.models.registration import ONE_OPEN, OVERLAP
from parks.models import Park
from parks.scope import covers_all_parks
from zoneportal.numbers import without_empty_decimals
from zoneportal.publishing.admin.differences import shown

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


class DistinctForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=200,
        help_text=_("How you know that they are two enterprises. Whoever looks at the two later reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(forms.Form):
    """The choices of a merge: one for each value in which the two records differ, one for each conflict."""

    mark = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, comparison: Comparison, **kwargs):
        super().__init__(*args, **kwargs)
        self.comparison = comparison
        self.initial["mark"] = comparison.mark
        for value in comparison.values:
            if not value.is_same:
                sides = [(side, said_by(comparison.side(side), value)) for side in (STAYS, GOES)]
                label = capfirst(Enterprise._meta.get_field(value.name).verbose_name)
                self.fields[value.name] = Choice(label, sides, value.proposed)
                self.fields[value.name].widget.attrs["aria-describedby"] = f"label-{value.name}"
        for conflict in comparison.conflicts:
            label = _("Only one of these can stay")
            self.fields[conflict.key] = Choice(label, _sides_of(comparison, conflict))
        if comparison.mains:
            self.fields["main"] = Choice(_("Main industry"), [(str(each.pk), str(each)) for each in comparison.mains])
        if comparison.have_two_names:
            self.fields["keeps_name"] = forms.BooleanField(
                label=_("The other name becomes a former name"), required=False, initial=True
            )
            self.fields["name_until"] = forms.DateField(
                label=_("used until"), required=False, widget=AdminDateWidget, help_text=_("Leave empty if not known.")
            )
        if comparison.is_public:
            self.fields["is_public"] = forms.BooleanField(
                label=_("Public after the merge"),
                required=False,
                initial=True,
                help_text=_("All that is listed here can then be seen by everybody."),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), required=False, max_length=300, help_text=_("Kept in the history of both records.")
        )

    @property
    def last_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("keeps_name", "name_until", "is_public", "reason") if name in self.fields]

    def choices(self) -> Choices:
        given = self.cleaned_data
        main = given.get("main")
        return Choices(
            mark=given["mark"],
            values={each.name: given[each.name] for each in self.comparison.values if not each.is_same},
            conflicts={each.key: given[each.key] for each in self.comparison.conflicts},
            main=int(main) if main else None,
            keeps_name=given.get("keeps_name", False),
            name_until=given.get("name_until"),
            is_public=given.get("is_public", False),
            reason=given["reason"].strip(),
        )

    def take(self, error: ValidationError) -> None:
        """The reasons of a merge that could not be, at their fields where they have one.

        What the page shows then is how things stand now.
        """
        self.data = self.data.copy()
        self.data["mark"] = self.comparison.mark
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class Choice(forms.ChoiceField):
    """One of few, all of them to be seen."""

    def __init__(self, label: Any, choices: list[tuple[str, str]], proposed: str = "") -> None:
        required = {"required": _("Choose which of the two stays.")}
        super().__init__(
            label=label, choices=choices, widget=forms.RadioSelect, initial=proposed or None, error_messages=required
        )


def _sides_of(comparison: Comparison, conflict: Conflict) -> list[tuple[str, str]]:
    sides = ((STAYS, conflict.stays), (GOES, conflict.goes))
    return [
        (side, _labelled(comparison.side(side).number, "; ".join(in_words(row) for row in rows)))
        for side, rows in sides
    ]


def _labelled(label: str, value: str) -> str:
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def said_by(record: Enterprise, value: Value) -> str:
    """What a record says, as a clerk reads it."""
    if value.name == "capital_wan" and record.capital_wan is not None:
        return f"{without_empty_decimals(record.capital_wan)} {record.get_capital_currency_display()}"
    return shown(record, Enterprise._meta.get_field(value.name))


def in_words(row: Any) -> str:
    """A record that belongs to an enterprise, without the enterprise: “Park: … · From: 2020-01-01”."""
    fields = [each for each in row._meta.concrete_fields if not each.primary_key and each.name != "enterprise"]
    return " · ".join(
        _labelled(capfirst(field.verbose_name), shown(row, field))
        for field in fields
        if getattr(row, field.attname) not in (None, "")
    )
