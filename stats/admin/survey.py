"""The survey year: its form, and the guided path through the year on top of its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stats import collecting, forming, freezing
from stats.admin.handover import HandoverDoor
from stats.admin.survey_doors import SurveyDoors
from stats.freezing import settle_returns
from stats.models import FormLine, SurveyYear
from stats.queries import compile_state
from stats.queries.later_steps import accept_step, check_step, release_steps
from stats.year_path import Step, with_one_next
from zoneportal.publishing.admin import RecordAdmin, StackedRecordInline

STEPS: tuple[Callable[[SurveyYear, Any], Step], ...] = (
    forming.step, freezing.step, collecting.step, check_step, accept_step, compile_state.step,
)  # fmt: skip


def path_of(survey: SurveyYear, user: Any) -> list[Step]:
    return with_one_next([*(step(survey, user) for step in STEPS), *release_steps(survey, user)])


class FormLineInline(StackedRecordInline):
    model = FormLine
    autocomplete_fields = ["indicator"]
    fields = [
        ("indicator", "unit", "position"),
        ("asked_of", "park", "may_be_negative"),
        ("part_of", "role"),
        ("hint_zh", "hint_en"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator", "survey", "park")

    def get_formset(self, request, obj=None, **kwargs):
        self.survey = obj
        return super().get_formset(request, obj, **kwargs)

    def choices_of(self, db_field, request):
        """A line is a part of another line of its own form."""
        rows = super().choices_of(db_field, request)
        return rows.filter(survey=self.survey).select_related("indicator") if db_field.name == "part_of" else rows


@admin.register(SurveyYear)
class SurveyYearAdmin(HandoverDoor, SurveyDoors, RecordAdmin):
    list_display = ["year", "title_column", "due_on", "frozen_at"]
    search_fields = ["title_zh", "title_en", "year"]
    fixed_after_adding = ("year",)
    inlines = [FormLineInline]
    fieldsets = [(None, {"fields": [("year", "due_on"), ("title_zh", "title_en"), "document_number"]})]

    def is_public(self, obj: SurveyYear) -> bool:
        return False

    def get_inlines(self, request, obj):
        """A form of a year that is not stored yet has no lines: they could be no parts of each other."""
        return [] if obj is None else self.inlines

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.frozen_at is None)

    def steps_of(self, survey: SurveyYear, user: Any) -> list[Step]:
        return path_of(survey, user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        if obj is not None:
            context["steps"] = path_of(obj, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request: HttpRequest, obj, post_url_continue=None) -> HttpResponse:
        """The path begins on the page of the year."""
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """Whom the form asks may be others now."""
        super().save_related(request, form, formsets, change)
        settle_returns(survey=form.instance, by=request.user)

    @admin.display(description=_("title of the form"), ordering="title_zh")
    def title_column(self, survey: SurveyYear) -> str:
        return survey.title


@admin.register(FormLine)
class FormLineAdmin(RecordAdmin):
    """Edited in the form of its year; the page of its own is for the history and stands in no menu."""

    list_display = ["survey", "indicator", "unit", "asked_of"]
    list_select_related = ["survey", "indicator"]
    search_fields = ["indicator__name_zh", "indicator__code"]
    autocomplete_fields = ["indicator"]
    fixed_after_adding = ("survey", "indicator", "unit")
    fields = [
        "survey", ("indicator", "unit", "position"), ("asked_of", "park", "may_be_negative"), "role",
        ("hint_zh", "hint_en"),
    ]  # fmt: skip

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
