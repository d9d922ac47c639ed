from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from stats.admin.indicator_card import CardDoor
from stats.models import Indicator, IndicatorDefinition
from zoneportal.publishing.admin import RecordAdmin, StackedRecordInline
from zoneportal.spreadsheets.admin import SheetAdmin

DEFINITION_FIELDS = [
    ("valid_from_year", "unit", "is_comparable"),
    ("definition_zh", "definition_en"),
    ("source_zh", "source_en"),
]


class DefinitionInline(StackedRecordInline):
    model = IndicatorDefinition
    fields = DEFINITION_FIELDS
    show_change_link = True

    def get_extra(self, request, obj=None, **kwargs) -> int:
        return 1 if obj is None else 0


class IndicatorList(ChangeList):
    def get_queryset(self, request, **kwargs):
        """The unit in force comes with one query for all rows."""
        newest_first = IndicatorDefinition.objects.order_by("-valid_from_year")
        return (
            super()
            .get_queryset(request, **kwargs)
            .prefetch_related(Prefetch("definitions", newest_first, to_attr="newest_definitions"))
        )


@admin.register(Indicator)
class IndicatorAdmin(SheetAdmin, CardDoor):
    sheet = "indicators"
    list_display = ["name_column", "code", "theme", "unit", "is_headline", "position", "card_column"]
    list_filter = ["theme", "is_headline"]
    search_fields = ["name_zh", "name_en", "code"]
    fixed_after_adding = ("code",)
    autocomplete_fields = ["computed_from"]
    inlines = [DefinitionInline]
    fieldsets = [
        (None, {"fields": ["code", ("name_zh", "name_en"), "theme", "direction", "computed_from"]}),
        (_("On the pages"), {"fields": [("decimals", "position", "is_headline")]}),
    ]

    def get_changelist(self, request, **kwargs):
        return IndicatorList

    def is_public(self, obj: Indicator) -> bool:
        return obj.figures.released(timezone.now()).exists()

    @admin.display(description=_("name"), ordering="name_zh")
    def name_column(self, indicator: Indicator) -> str:
        return indicator.name

    @admin.display(description=_("unit"))
    def unit(self, indicator: Indicator) -> str:
        if not indicator.newest_definitions:
            return format_html('<span class="badge badge-incomplete">{}</span>', _("no definition yet"))
        return indicator.newest_definitions[0].get_unit_display()


@admin.register(IndicatorDefinition)
class IndicatorDefinitionAdmin(RecordAdmin):
    """Edited in the form of the indicator; the page of its own is for the history and stands in no menu."""

    list_display = ["indicator", "valid_from_year", "unit", "is_comparable"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__name_zh", "indicator__code"]
    fields = ["indicator", *DEFINITION_FIELDS]
    autocomplete_fields = ["indicator"]
    fixed_after_adding = ("indicator",)

    def has_module_permission(self, request) -> bool:
        return False
