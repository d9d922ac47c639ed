"""Enterprises as they were frozen for a year: to look up, and to correct what the register does not say."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.models.industry import IndustryScheme
from stats.admin.return_filters import SurveyFilter
from stats.freezing import settle_returns
from stats.models import EnterpriseYear
from stats.queries.main_industries import WITHOUT_MAIN_INDUSTRY
from zoneportal.publishing.admin import RecordAdmin, ScopedRelatedFilter


class SurveyOfEntryFilter(SurveyFilter):
    path = "survey__year"


class MainIndustryFilter(admin.SimpleListFilter):
    title, parameter_name = _("main industry"), "main"

    def lookups(self, request, model_admin):
        return [("none", _("asked, and without one"))]

    def queryset(self, request, queryset):
        return queryset.filter(WITHOUT_MAIN_INDUSTRY) if self.value() == "none" else queryset


@admin.register(EnterpriseYear)
class EnterpriseYearAdmin(RecordAdmin):
    """Made by freezing. The park is the register's: correct the registration there and freeze again."""

    allow_revert = False
    list_display = ["enterprise", "year_column", "park", "main_industry", "holding", "is_above_scale", "size_class"]
    list_filter = [
        SurveyOfEntryFilter,
        ("park", ScopedRelatedFilter),
        MainIndustryFilter,
        "is_industrial",
        "is_above_scale",
        "size_class",
    ]
    list_select_related = ["enterprise", "survey", "park", "main_industry", "holding"]
    search_fields = ["enterprise__name_zh", "enterprise__number", "enterprise__credit_code"]
    show_facets = admin.ShowFacets.NEVER
    fieldsets = [
        (
            _("From the register"),
            {
                "description": _("To correct these, correct the register and have the year compared with it again."),
                "fields": [
                    ("enterprise", "survey"),
                    ("park", "industry_class"),
                    ("holding", "legal_status"),
                    "is_industrial",
                ],
            },
        ),
        (_("To be corrected here"), {"fields": ["main_industry", ("is_above_scale", "size_class")]}),
    ]
    readonly_fields = ["enterprise", "survey", "park", "industry_class", "holding", "legal_status", "is_industrial"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def choices_of(self, db_field, request):
        rows = super().choices_of(db_field, request)
        return rows.filter(scheme=IndustryScheme.LEADING) if db_field.name == "main_industry" else rows

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """A status that changes may change who is asked."""
        super().save_related(request, form, formsets, change)
        settle_returns(survey=form.instance.survey, by=request.user)

    @admin.display(description=_("year"), ordering="survey__year")
    def year_column(self, entry: EnterpriseYear) -> int:
        return entry.survey.year
