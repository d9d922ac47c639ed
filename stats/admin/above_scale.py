"""Thresholds of above designated size, and what follows from them: the proposals of a year and the watch-list."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats.above_scale import BELOW
from stats.admin.above_scale_forms import SeenForm, WatchForm, YearForm
from stats.downloads.watch_list import HEADERS, Row, as_workbook, rows_of
from stats.models import AboveScaleThreshold, EnterpriseReturn
from stats.queries.scale_standings import by_park, standings
from stats.scale_actions import apply_proposals, proposals, require_setter
from zoneportal.messages import in_a_row
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.rights import has_right

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 500


@admin.register(AboveScaleThreshold)
class AboveScaleThresholdAdmin(RecordAdmin):
    list_display = ["industries", "indicator", "line_column", "valid_from_year", "valid_to_year", "document_number"]
    list_select_related = ["indicator"]
    search_fields = ["industries", "indicator__name_zh", "document_number"]
    autocomplete_fields = ["indicator"]
    fieldsets = [
        (None, {"fields": ["industries", "indicator", ("minimum", "unit")]}),
        (gettext_lazy("In force"), {"fields": [("valid_from_year", "valid_to_year"), "document_number"]}),
    ]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("standing/", wrap(self.standing_view), name="stats_abovescalethreshold_standing"),
            path("watch-list/", wrap(self.watch_view), name="stats_abovescalethreshold_watch"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        links = {"watch_url": reverse("admin:stats_abovescalethreshold_watch")} if may_watch(request.user) else {}
        if may_set(request.user):
            links["standing_url"] = reverse("admin:stats_abovescalethreshold_standing")
        return super().changelist_view(request, links | (extra_context or {}))

    def standing_view(self, request: HttpRequest) -> HttpResponse:
        """Who would be above scale and of which size, old beside new; sets it when that was confirmed."""
        require_setter(request.user)
        year = YearForm(request.POST if request.method == "POST" else request.GET or None)
        context = self._context(request, _("Above scale and size classes")) | {"choice": year}
        if year.is_valid():
            survey, form = year.cleaned_data["survey"], SeenForm(request.POST or None)
            if request.method == "POST" and form.is_valid():
                try:
                    count = apply_proposals(survey=survey, by=request.user, **form.cleaned_data)
                except ValidationError as error:
                    messages.error(request, in_a_row(error.messages))
                else:
                    said = ngettext("%(count)s enterprise was set.", "%(count)s enterprises were set.", count)
                    messages.success(request, said % {"count": count})
                address = reverse("admin:stats_abovescalethreshold_standing")
                return HttpResponseRedirect(f"{address}?survey={survey.pk}")
            context |= self._proposed(request, survey)
        return TemplateResponse(request, "admin/stats/abovescalethreshold/standing.html", context)

    def _proposed(self, request: HttpRequest, survey) -> dict:
        try:
            found = proposals(survey=survey, by=request.user)
        except ValidationError as error:
            return {"obstacles": error.messages}
        return {
            "survey": survey,
            "proposals": found,
            "changed": found.changed[:SHOWN],
            "more": max(0, len(found.changed) - SHOWN),
            "unknown": found.unknown[:SHOWN],
            "form": SeenForm(initial={"seen": found.seen}),
        }

    def watch_view(self, request: HttpRequest) -> HttpResponse:
        """Who is near the line, above it and below it, per park; the same list as a workbook."""
        if not may_watch(request.user):
            raise PermissionDenied(_("Returns of enterprises are not among your rights."))
        choice = WatchForm(request.GET or None)
        context = self._context(request, _("Watch-list")) | {"choice": choice, "headers": [_(each) for each in HEADERS]}
        if choice.is_valid():
            survey, near = choice.cleaned_data["survey"], choice.cleaned_data["near"]
            found = standings(survey, request.user)
            if "xlsx" in request.GET:
                answer = HttpResponse(as_workbook(found, near), content_type=XLSX)
                answer["Content-Disposition"] = f'attachment; filename="watch-list-{survey.year}.xlsx"'
                return answer
            context |= {
                "survey": survey,
                "parks": [(park, *shown_of(rows_of(each, near))) for park, each in by_park(found).items()],
            }
        return TemplateResponse(request, "admin/stats/abovescalethreshold/watch.html", context)

    def _context(self, request: HttpRequest, title: str) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "list_url": self._list_url(request),
        }

    def _list_url(self, request: HttpRequest) -> str:
        """Empty for those who may see the list of enterprises and not the table of thresholds."""
        may = self.has_view_permission(request)
        return reverse("admin:stats_abovescalethreshold_changelist") if may else ""

    @admin.display(description=gettext_lazy("from"), ordering="minimum")
    def line_column(self, threshold: AboveScaleThreshold) -> str:
        return f"{threshold.minimum.normalize():f} {threshold.get_unit_display()}"


def shown_of(rows: list[Row]) -> tuple[list[Row], int]:
    """The page leaves those well below the line to the workbook, and only counts them: they are nearly all."""
    shown = [row for row in rows if row.place != BELOW]
    return shown, len(rows) - len(shown)


def may_watch(user) -> bool:
    return has_right(user, EnterpriseReturn, "view")


def may_set(user) -> bool:
    try:
        require_setter(user)
    except PermissionDenied:
        return False
    return True
