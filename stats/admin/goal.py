from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from stats.models import Goal
from zoneportal.publishing.admin import ContentAdmin
from zoneportal.spreadsheets.admin import SheetAdmin


@admin.register(Goal)
class GoalAdmin(SheetAdmin, ContentAdmin):
    list_display = ["title_column", "indicator", "baseline_year", "target_value", "window", "position", "state_column"]
    list_select_related = ["indicator"]
    search_fields = ["title_zh", "title_en", "slug"]
    autocomplete_fields = ["indicator"]
    fixed_after_adding = ["slug"]
    fieldsets = [
        (
            _("Wording"),
            {
                "description": _("Write the Chinese first. Where the English is empty, the English pages show it."),
                "fields": [("title_zh", "title_en"), ("wording_zh", "wording_en"), ("slug", "position")],
            },
        ),
        (
            _("Measure"),
            {
                "description": _("Baseline and target are written in the unit of the indicator."),
                "fields": [
                    "indicator",
                    ("baseline_year", "baseline_value"),
                    ("first_target_year", "last_target_year", "target_value"),
                    ("choice_note_zh", "choice_note_en"),
                ],
            },
        ),
    ]

    @admin.display(description=_("title"), ordering="title_zh")
    def title_column(self, goal: Goal) -> str:
        return goal.title

    @admin.display(description=_("window"), ordering="last_target_year")
    def window(self, goal: Goal) -> str:
        return f"{goal.first_target_year}–{goal.last_target_year}"
