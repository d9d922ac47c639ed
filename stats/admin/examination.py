"""What checks and reconciling go by: thresholds, and the totals of other sources."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from stats.finding_words import rule_in_words
from stats.models import CheckThreshold, ReportedTotal
from stats.plausibility.thresholds import RULES
from zoneportal.numbers import decimals_of, display
from zoneportal.publishing.admin import RecordAdmin, ScopedRelatedFilter


class CheckThresholdForm(forms.ModelForm):
    rule = forms.ChoiceField(label=_("check"), choices=[(code, _(meaning)) for code, meaning in RULES.items()])


@admin.register(CheckThreshold)
class CheckThresholdAdmin(RecordAdmin):
    """A new number is a new row with its year: years that were judged keep theirs."""

    form = CheckThresholdForm
    list_display = ["rule_column", "number_column", "valid_from_year", "document_number"]
    fields = ["rule", "number", "valid_from_year", "document_number"]
    fixed_after_adding = ("rule",)

    @admin.display(description=_("check"), ordering="rule")
    def rule_column(self, row: CheckThreshold) -> str:
        return rule_in_words(row.rule)

    @admin.display(description=_("number"), ordering="number")
    def number_column(self, row: CheckThreshold) -> str:
        return display(row.number, decimals_of(row.number))


@admin.register(ReportedTotal)
class ReportedTotalAdmin(RecordAdmin):
    list_display = ["indicator", "year", "park", "industry", "value_column", "unit", "source"]
    list_filter = ["year", "source", ("indicator", ScopedRelatedFilter)]
    list_select_related = ["indicator", "park", "industry"]
    search_fields = ["indicator__name_zh", "indicator__name_en", "indicator__code", "source"]
    autocomplete_fields = ["indicator"]
    show_facets = admin.ShowFacets.NEVER
    fieldsets = [
        (
            _("What the total is about"),
            {
                "description": _("Park and industry left empty: the total of the whole zone."),
                "fields": ["indicator", "year", ("park", "industry")],
            },
        ),
        (_("Value"), {"fields": [("value", "unit", "decimals"), "source", "document_number"]}),
    ]

    @admin.display(description=_("value"), ordering="value")
    def value_column(self, total: ReportedTotal) -> str:
        return display(total.value, decimals_of(total.value))
