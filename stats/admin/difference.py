"""Differences of releases: reconciling a release, explaining and signing each.

Their numbers may give away what is withheld: the list shows them to those alone who may see withheld values, the page
of one also to others where the rule of stats.queries.open_differences says so.
"""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats import reconciling
from stats.admin.difference_lines import amount, may_see_numbers
from stats.admin.difference_signing import DifferenceSigning, list_of
from stats.models import Difference, DifferenceKind, Release, ReleaseStatus
from stats.queries.compile_state import scope_names
from stats.queries.reconciling import contradictions
from stats.reconciliation import AGREES_AT, ROUNDED_APART
from zoneportal.messages import in_a_row
from zoneportal.publishing.admin import ScopedRelatedFilter
from zoneportal.rights import has_right


class ExplainedFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        return [("open", _("not explained")), ("signed", _("explained and signed"))]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.filter(explanation="")
            case "signed":
                return queryset.exclude(explanation="")
        return queryset


class DifferenceChangeList(ChangeList):
    """Names the scopes of the page at once."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        names = scope_names([row.scope_key for row in self.result_list])
        for row in self.result_list:
            row.scope_name = names[row.scope_key]


@admin.register(Difference)
class DifferenceAdmin(DifferenceSigning):
    """Rows come from reconciling alone; the page of one is where it is explained and signed."""

    allow_revert = False
    list_display = ["indicator", "year", "kind", "scope_column", "difference_column", "state_column", "release"]
    list_filter = [ExplainedFilter, ("release", ScopedRelatedFilter), "kind"]
    list_select_related = ["indicator", "release"]
    search_fields = ["indicator__name_zh", "indicator__name_en", "indicator__code"]
    show_facets = admin.ShowFacets.NEVER
    actions = ["sign_selected"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.reconcile_view)
        return [path("reconcile/<int:release>/", view, name="stats_difference_reconcile"), *super().get_urls()]

    def get_changelist(self, request, **kwargs):
        return DifferenceChangeList

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        key = request.GET.get("release__id__exact", "")
        may = has_right(request.user, Difference, "change") and key.isascii() and key.isdigit() and len(key) < 19
        url = reverse("admin:stats_difference_reconcile", args=[key]) if may else ""
        return super().changelist_view(request, {"reconcile_url": url, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Who may not see the numbers cannot find them out by asking which are greater, either."""
        if lookup.partition("__")[0] in reconciling.NUMBERS and not may_see_numbers(request.user):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_list_display(self, request):
        if may_see_numbers(request.user):
            return self.list_display
        return [name for name in self.list_display if name != "difference_column"]

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        self._require_numbers(request)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None) -> HttpResponse:
        self._require_numbers(request)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _require_numbers(self, request: HttpRequest) -> None:
        if not may_see_numbers(request.user):
            raise Http404

    def reconcile_view(self, request: HttpRequest, release: int) -> HttpResponse:
        row = get_object_or_404(Release.objects.visible_to(request.user), pk=release)
        if not (has_right(request.user, Difference, "change") and may_see_numbers(request.user)):
            raise PermissionDenied(_("Reconciling is not among your rights."))
        if request.method == "POST":
            return self._reconciled(request, row)
        context = self.admin_site.each_context(request) | {
            "title": _("Reconcile: %s") % row,
            "opts": self.opts,
            "release": row,
            "is_decided": row.status == ReleaseStatus.RELEASED,
            "kinds": DifferenceKind.labels,
            "notes": notes_of(row),
            "list_url": list_of(row),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/stats/difference/reconcile.html", context)

    def _reconciled(self, request: HttpRequest, release: Release) -> HttpResponse:
        try:
            count = reconciling.reconcile(release=release, by=request.user)
        except ValidationError as error:
            messages.error(request, in_a_row(error.messages))
            return HttpResponseRedirect(list_of(release))
        self.log_change(request, release, _("Reconciled"))
        if count:
            sentence = ngettext(
                "%(count)s difference is not explained. It blocks the release.",
                "%(count)s differences are not explained. They block the release.",
                count,
            )
            messages.warning(request, sentence % {"count": count})
        else:
            messages.success(request, _("Nothing is left to explain: what differs is explained or within rounding."))
        return HttpResponseRedirect(list_of(release))

    @admin.display(description=gettext_lazy("scope"))
    def scope_column(self, row: Difference) -> str:
        return f"{row.scope_name} · {row.against}" if row.against else row.scope_name

    @admin.display(description=gettext_lazy("difference"))
    def difference_column(self, row: Difference) -> str:
        return amount(row.theirs - row.ours, row)

    @admin.display(description=gettext_lazy("state"))
    def state_column(self, row: Difference) -> str:
        if row.explanation:
            return _("explained and signed")
        return format_html('<span class="badge badge-incomplete">{}</span>', _("not explained"))


def notes_of(release: Release) -> list[dict[str, str]]:
    """Printed numbers that seem to contradict each other because each is rounded."""
    notes = contradictions(release)
    names = scope_names([note.scope_key for note in notes])
    found = []
    for note in notes:
        sentence = _(ROUNDED_APART) % note.contradiction.params()
        if note.contradiction.agrees_at is not None:
            sentence = in_a_row([sentence, _(AGREES_AT) % {"decimals": note.contradiction.agrees_at}])
        about = f"{note.indicator} {note.year} · {names[note.scope_key]} · {DifferenceKind(note.kind).label}"
        found.append({"about": about, "sentence": sentence})
    return found
