"""Compiling in the office: what will be compiled and what would change, then the compilation and what it read."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats.admin.compilation_forms import CompileForm, ConfirmCompileForm
from stats.admin.compilation_lines import SHOWN, counts_of, lines_of_changes
from stats.admin.figure import lines_of
from stats.compile_actions import compile_year, recompute, require_compiler
from stats.compiling import lines_in
from stats.models import Compilation, CompilationInput, EnterpriseReturn, Figure, Indicator, WithheldValue
from stats.models.indicator import UNIT_CHOICES
from stats.queries import main_industries
from stats.queries.compile_plan import REVISED, WRITTEN, plan
from stats.queries.compile_state import by_park
from zoneportal.publishing.admin.trail import ReadOnlyAdmin
from zoneportal.rights import has_right


@admin.register(Compilation)
class CompilationAdmin(ReadOnlyAdmin):
    """A compilation is made on its own page and never changed. Its input is for those who may see returns."""

    list_display = ["survey", "vintage", "compiled_at", "compiled_by", "return_count", "figure_count"]
    list_display_links = ["survey", "compiled_at"]
    list_filter = ["vintage"]
    list_select_related = ["survey", "compiled_by"]
    fieldsets = [
        (None, {"fields": [("survey", "vintage"), ("compiled_at", "compiled_by"), ("return_count", "figure_count")]}),
        (gettext_lazy("So that it can be made again"), {"fields": ["code_version", "inputs_sha256", "figures_sha256"]}),
    ]

    def has_add_permission(self, request) -> bool:
        try:
            require_compiler(request.user)
        except PermissionDenied:
            return False
        return True

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/inputs/", wrap(self.inputs_view), name="stats_compilation_inputs"),
            path("<path:object_id>/again/", wrap(self.again_view), name="stats_compilation_again"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url="", extra_context=None) -> HttpResponse:
        """Which year and vintage, then what would change, then the confirmation: one page."""
        if not self.has_add_permission(request):
            raise PermissionDenied(_("A compilation is about all parks. Ask the statistician of the zone."))
        data = request.POST if request.method == "POST" else request.GET
        choice = CompileForm(data)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Compile a year"),
            "opts": self.opts,
            "media": self.media,
            "choice": choice,
            "change_url": reverse("admin:stats_compilation_changelist"),
        }
        if choice.is_valid():
            done = self._plan_or_compile(request, choice.cleaned_data, context)
            if done:
                return done
        return TemplateResponse(request, "admin/stats/compilation/compile.html", context)

    def _plan_or_compile(self, request, chosen: dict, context: dict) -> HttpResponse | None:
        """The answer to a confirmation that went through; otherwise the context is filled."""
        survey, vintage = chosen["survey"], chosen["vintage"]
        form = ConfirmCompileForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                outcome = compile_year(survey=survey, vintage=vintage, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
            else:
                return self._told(request, outcome)
        context["parks"] = by_park(survey, request.user)
        context["without"] = main_industries.frozen(survey, request.user)
        try:
            found = plan(survey, vintage)
        except ValidationError as error:
            context["obstacles"] = error.messages
            return None
        if form.is_bound:
            form.data = form.data.copy()
        form.fill(found.seen, has_revisions=bool(found.of(REVISED)))
        written, with_withheld = found.of(*WRITTEN), has_right(request.user, WithheldValue, "view")
        context |= {
            "plan": found,
            "form": form,
            "counts": counts_of(found),
            "lines": lines_of_changes(written, with_withheld=with_withheld),
            "more": max(0, len(written) - SHOWN),
            "left_alone": lines_of_changes(found.left_alone, with_withheld=with_withheld),
        }
        return None

    def _told(self, request, outcome) -> HttpResponse:
        compilation = outcome.compilation
        if outcome.is_new:
            self.log_addition(request, compilation, [{"added": {}}])
            count = len(outcome.plan.of(*WRITTEN))
            sentence = ngettext("Compiled: %(count)s figure changed.", "Compiled: %(count)s figures changed.", count)
            messages.success(request, sentence % {"count": count})
        else:
            messages.info(request, _("Nothing new: the returns are those of this compilation, and so are the figures."))
        if left := len(outcome.plan.left_alone):
            sentence = ngettext(
                "%(count)s figure was left alone. The page of compiling says why.",
                "%(count)s figures were left alone. The page of compiling says why.",
                left,
            )
            messages.warning(request, sentence % {"count": left})
        return HttpResponseRedirect(reverse("admin:stats_compilation_change", args=[compilation.pk]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        figures = Figure.objects.filter(compiled__compilation=obj).visible_to(request.user)
        context |= {
            "rules": rules_of(obj),
            "lines": lines_of(figures.order_by("indicator__code", "scope_key", "pk")[:SHOWN]),
            "figure_count": figures.count(),
            "again_url": reverse("admin:stats_compilation_again", args=[obj.pk]),
            "inputs_url": reverse("admin:stats_compilation_inputs", args=[obj.pk]) if may_read(request.user) else "",
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Makes the figures again from the stored input and says whether they are the same. Writes nothing."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        compilation = self._viewed_or_404(request, object_id)
        found = recompute(compilation)
        if found.is_same:
            messages.success(request, _("Reproducible: the stored input gives the stored figures again, to the digit."))
        elif found.same_input and found.same_figures:
            moved = {f"{figure.indicator} {figure.scope_key}" for figure in found.moved}
            sentence = _("These figures no longer hold what was compiled: %(figures)s")
            messages.error(request, sentence % {"figures": "; ".join(sorted(moved))})
        else:
            messages.error(request, _("NOT reproducible: the stored input or the arithmetic is another one by now."))
        return HttpResponseRedirect(reverse("admin:stats_compilation_change", args=[compilation.pk]))

    def inputs_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        compilation = self._viewed_or_404(request, object_id)
        if not may_read(request.user):
            raise PermissionDenied(_("Returns of enterprises are not among your rights."))
        rows = compilation.inputs.visible_to(request.user).select_related("entry__enterprise", "entry__park")
        page = Paginator(rows.order_by("entry__enterprise__number", "pk"), 50).get_page(request.GET.get("p"))
        rules = rules_of(compilation)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Input of the compilation %s") % compilation,
            "opts": self.opts,
            "compilation": compilation,
            "rules": rules,
            "page_obj": page,
            "rows": [(row, [row.values.get(rule["code"], "") for rule in rules]) for row in page],
        }
        return TemplateResponse(request, "admin/stats/compilation/inputs.html", context)

    def _viewed_or_404(self, request: HttpRequest, object_id: str) -> Compilation:
        compilation = self.get_object(request, unquote(object_id))
        if compilation is None or not self.has_view_permission(request, compilation):
            raise Http404
        return compilation


def may_read(user) -> bool:
    return has_right(user, CompilationInput, "view") and has_right(user, EnterpriseReturn, "view")


def rules_of(compilation: Compilation) -> list[dict]:
    """The lines as they were then: indicator, unit asked, unit published. One query."""
    lines, words = lines_in(compilation.rules), dict(UNIT_CHOICES)
    names = {each.code: each.name for each in Indicator.objects.filter(code__in=[line.indicator for line in lines])}
    return [
        {
            "code": line.indicator,
            "name": names.get(line.indicator, line.indicator),
            "unit": words[line.unit],
            "published_unit": words[line.published_unit],
        }
        for line in lines
    ]
