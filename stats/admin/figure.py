from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats import actions
from stats.admin import wording
from stats.admin.filters import ParkFilter, ReleasedFilter, YearFilter
from stats.admin.withheld import WithheldAdmin
from stats.forms import FigureForm, IntoReleaseForm, RevisionForm
from stats.models import Compilation, CompiledFigure, EnterpriseReturn, Figure, Release, ReleaseStatus
from zoneportal.messages import in_a_row
from zoneportal.publishing.admin import ScopedRelatedFilter
from zoneportal.rights import has_right
from zoneportal.spreadsheets.admin import SheetAdmin

DECIDED = "decided"
SHOWN = 200


@admin.register(Figure)
class FigureAdmin(SheetAdmin, WithheldAdmin):
    """A released figure is read only: it is superseded by a revision, never changed, and no history brings it back."""

    form = FigureForm
    allow_revert = False
    list_display = ["indicator", "year", "scope_column", "value_column", "vintage_column", "state_column"]
    list_filter = [
        ReleasedFilter,
        "vintage",
        ("indicator", ScopedRelatedFilter),
        YearFilter,
        ParkFilter,
    ]
    list_select_related = ["indicator", "definition", "park", "industry", "release"]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["indicator__name_zh", "indicator__name_en", "indicator__code"]
    search_help_text = gettext_lazy("Part of the indicator's name, or its code.")
    autocomplete_fields = ["indicator"]
    fixed_after_adding = ("indicator", "year", "park", "industry", "size_class", "vintage")
    actions = ["put_into_release"]

    def get_fieldsets(self, request, obj=None):
        place = ["indicator", "year", ("park", "industry", "size_class"), "vintage"]
        amount = [("value", "mark", "qualifier"), ("note_zh", "note_en"), "release"]
        if obj is None:
            hint = _("The unit follows from the indicator's definition of that year. Check it before you save.")
            return [
                (_("What the figure is about"), {"fields": place, "description": _("Cannot be changed later.")}),
                (_("Value"), {"fields": amount, "description": hint}),
            ]
        revision = [("revision", "reason")] if obj.revision else []
        if not self.has_change_permission(request, obj):
            amount[0] = "value_column"  # with its unit
        elif hasattr(obj, "compiled"):
            amount[0] = ("value_column", "qualifier")
        return [
            (_("What the figure is about"), {"fields": [*place, "definition", *revision]}),
            (_("Value"), {"fields": amount}),
            *self.withheld_fieldsets(request, obj),
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "definition", "revision", "value_column"]

    def choices_of(self, db_field, request):
        rows = super().choices_of(db_field, request)
        return rows.filter(status=ReleaseStatus.DRAFT) if db_field.name == "release" else rows

    def is_public(self, obj: Figure) -> bool:
        return False  # a figure has no page of its own

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.why_locked())

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.why_locked())

    def may_revise(self, request: HttpRequest, figure: Figure) -> bool:
        return has_right(request.user, Figure, "add") and figure.is_final()

    def record_pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"revise": self.revise_view}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and self.may_revise(request, obj):
            context["revise_url"] = self._url("revise", obj)
        elif obj is not None:
            context["why_locked"] = obj.why_locked()
        if obj is not None:
            context |= made_from(obj, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def revise_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        figure = self.visible_or_404(request, object_id)
        if not self.may_revise(request, figure):
            raise PermissionDenied(_("Only a released figure is revised. Change this one in its form."))
        form = RevisionForm(request.POST or None, figure=figure)
        if request.method == "POST" and form.is_valid():
            try:
                revision = actions.revise_figure(figure=figure, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
            else:
                self.log_addition(request, revision, [{"added": {}}])
                messages.success(request, _("The revision is stored. It stays internal until its release is public."))
                return HttpResponseRedirect(self._url("change", revision))
        context = self._history_context(request, figure) | {
            "title": _("Revise: %s") % figure,
            "figure": figure,
            "value": wording.value_of(figure),
            "scope": wording.scope_of(figure),
            "form": form,
            "returns_url": returns_of(figure, request.user),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/stats/figure/revise.html", context)

    @admin.action(description=gettext_lazy("Put into a release"), permissions=["change"])
    def put_into_release(self, request: HttpRequest, queryset) -> HttpResponse | None:
        form = IntoReleaseForm(request.POST if DECIDED in request.POST else None)
        if form.is_valid():
            release = form.cleaned_data["release"]
            rows = Figure.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
            try:
                done = actions.put_into_release(figures=rows, release=release, by=request.user)
            except ValidationError as error:  # the release was decided in the meantime
                self.message_user(request, in_a_row(error.messages), messages.ERROR)
                return None
            sentence = ngettext("%(count)s figure was moved.", "%(count)s figures were moved.", done)
            self.message_user(request, sentence % {"count": done}, messages.SUCCESS)
            return None
        rows = queryset.exclude(release__in=Release.objects.locked())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Put into a release"),
            "opts": self.opts,
            "form": form,
            "media": self.media,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "lines": lines_of(rows[:SHOWN]),
            "count": rows.count(),
            "final": queryset.count() - rows.count(),
            "may_add_release": has_right(request.user, Release, "add"),
        }
        return TemplateResponse(request, "admin/stats/figure/put_into_release.html", context)

    @admin.display(description=gettext_lazy("scope"), ordering="scope_key")
    def scope_column(self, figure: Figure) -> str:
        return wording.scope_of(figure)

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def value_column(self, figure: Figure) -> str:
        return wording.value_of(figure)

    @admin.display(description=gettext_lazy("vintage"), ordering="vintage")
    def vintage_column(self, figure: Figure) -> str:
        vintage = figure.get_vintage_display()
        if not figure.revision:
            return vintage
        return f"{vintage} · {_('revision %(number)s') % {'number': figure.revision}}"

    @admin.display(description=gettext_lazy("public"))
    def state_column(self, figure: Figure) -> str:
        badge = '<span class="state state-{}">{}</span>'
        if figure.release is None or figure.release.status == ReleaseStatus.DRAFT:
            return format_html(badge, "draft", _("internal"))
        if figure.release.status == ReleaseStatus.IN_REVIEW:
            return format_html(badge, "scheduled", _("in review"))
        if figure.release.released_at > timezone.now():
            return format_html(badge, "scheduled", _("planned"))
        return format_html(badge, "published", _("released"))


def made_from(figure: Figure, user) -> dict:
    """The compilation of a compiled figure, and from how many returns, for those who have the right. One query."""
    made = CompiledFigure.objects.filter(figure=figure).select_related("compilation__survey").first()
    if made is None:
        return {}
    return {
        "compilation": made.compilation if has_right(user, Compilation, "view") else None,
        "contributors": made.contributors if has_right(user, EnterpriseReturn, "view") else None,
    }


def returns_of(figure: Figure, user) -> str:
    """Where the returns of a compiled figure's year are corrected, for those who may; else blank."""
    if not hasattr(figure, "compiled") or not has_right(user, EnterpriseReturn, "change"):
        return ""
    return f"{reverse('admin:stats_enterprisereturn_changelist')}?year={figure.year}"


def lines_of(figures) -> list[dict]:
    """What a page of confirmation says of each figure."""
    rows = figures.select_related("indicator", "definition", "park", "industry")
    return [
        {
            "pk": figure.pk,
            "indicator": figure.indicator.name,
            "year": figure.year,
            "scope": wording.scope_of(figure),
            "value": wording.value_of(figure),
            "vintage": figure.get_vintage_display(),
            "revision": figure.revision,
            "reason": figure.reason,
        }
        for figure in rows
    ]
