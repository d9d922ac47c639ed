"""Differences of releases: reconciling a release, explaining and signing each.

Their numbers may give away what is withheld, so they are shown to those alone who may see withheld values.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats import reconciling
from stats.admin.difference_lines import amount, numbers_of, tolerance_of
from stats.models import Difference, DifferenceKind, Release, ReleaseStatus, WithheldValue
from stats.queries.compile_state import scope_names
from stats.queries.reconciling import contradictions
from stats.reconciliation import AGREES_AT, ROUNDED_APART
from zoneportal.publishing.admin import RecordAdmin, ScopedRelatedFilter
from zoneportal.rights import has_right


class SignForm(forms.Form):
    explanation = forms.CharField(
        label=gettext_lazy("explanation"),
        max_length=reconciling.LONGEST["explanation"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Where the difference comes from. It is kept with your name and the time."),
    )
    residual = forms.CharField(
        label=gettext_lazy("name of the residual"),
        max_length=reconciling.LONGEST["residual"],
        required=False,
        help_text=gettext_lazy("The line that takes the difference up, for example: not assigned to a park."),
    )


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
class DifferenceAdmin(RecordAdmin):
    """Rows come from reconciling alone; the page of one is where it is explained and signed."""

    allow_revert = False
    list_display = ["indicator", "year", "kind", "scope_column", "difference_column", "state_column", "release"]
    list_filter = [ExplainedFilter, ("release", ScopedRelatedFilter), "kind"]
    list_select_related = ["indicator", "release"]
    search_fields = ["indicator__name_zh", "indicator__name_en", "indicator__code"]
    show_facets = admin.ShowFacets.NEVER
    actions = None

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

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        row = self.visible_or_404(request, object_id)
        may_sign = self._may_sign(request, row)
        form = SignForm(request.POST or None, initial={"explanation": row.explanation, "residual": row.residual})
        if request.method == "POST":
            if not may_sign:
                raise PermissionDenied(_("Signing differences is not among your rights, or the release is decided."))
            if "unsign" in request.POST or form.is_valid():
                return self._signed(request, row, form)
        context = self._history_context(request, row) | {
            "title": _("Explain a difference"),
            "facts": facts_of(row, with_numbers=may_see_numbers(request.user)),
            "form": form if may_sign else None,
            "may_sign": may_sign,
            "is_signed": bool(row.explanation),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/stats/difference/sign.html", context)

    def _may_sign(self, request: HttpRequest, row: Difference) -> bool:
        undecided = row.release.status != ReleaseStatus.RELEASED
        return undecided and self.has_change_permission(request, row) and may_see_numbers(request.user)

    def _signed(self, request: HttpRequest, row: Difference, form: SignForm) -> HttpResponse:
        if "unsign" in request.POST:
            reconciling.unsign(difference=row, by=request.user)
            self.log_change(request, row, _("Explanation taken back"))
            messages.warning(request, _("The explanation is taken back: the difference blocks its release again."))
        else:
            reconciling.sign(difference=row, by=request.user, **form.cleaned_data)
            self.log_change(request, row, _("Difference explained and signed"))
            messages.success(request, _("The difference is explained and signed."))
        return HttpResponseRedirect(self._list_of(row.release))

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
            "list_url": self._list_of(row),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/stats/difference/reconcile.html", context)

    def _reconciled(self, request: HttpRequest, release: Release) -> HttpResponse:
        try:
            count = reconciling.reconcile(release=release, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self._list_of(release))
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
        return HttpResponseRedirect(self._list_of(release))

    def _list_of(self, release: Release) -> str:
        return f"{reverse('admin:stats_difference_changelist')}?release__id__exact={release.pk}"

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


def may_see_numbers(user) -> bool:
    return has_right(user, WithheldValue, "view")


def facts_of(row: Difference, *, with_numbers: bool) -> list[tuple[str, str]]:
    """What the page of a difference tells, as name and value."""
    scope, is_hidden = scope_names([row.scope_key])[row.scope_key], not with_numbers
    tolerance = (_("tolerance from rounding"), tolerance_of(row, is_hidden=is_hidden))
    numbers = [*numbers_of(row, scope, is_hidden=is_hidden), tolerance]
    signed_on = timezone.localdate(row.signed_at) if row.signed_at else ""
    return [
        (capfirst(_("release")), str(row.release)),
        (capfirst(_("indicator")), f"{row.indicator} {row.year}"),
        (capfirst(_("what is compared")), row.get_kind_display()),
        (capfirst(_("scope")), scope),
        *([(capfirst(_("other source")), row.against)] if row.against else []),
        *((capfirst(name), value) for name, value in numbers),
        *([(capfirst(_("signed by")), f"{row.signed_by} {signed_on}")] if row.signed_at else []),
    ]


def notes_of(release: Release) -> list[dict[str, str]]:
    """Printed numbers that seem to contradict each other because each is rounded."""
    notes = contradictions(release)
    names = scope_names([note.scope_key for note in notes])
    found = []
    for note in notes:
        sentence = _(ROUNDED_APART) % note.contradiction.params()
        if note.contradiction.agrees_at is not None:
            sentence = f"{sentence} {_(AGREES_AT) % {'decimals': note.contradiction.agrees_at}}"
        about = f"{note.indicator} {note.year} · {names[note.scope_key]} · {DifferenceKind(note.kind).label}"
        found.append({"about": about, "sentence": sentence})
    return found
