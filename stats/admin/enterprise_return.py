"""Returns of enterprises (企业报表): who is where, and the page of each with its findings. Confidential."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from stats.admin.return_checks import ReturnChecks
from stats.admin.return_filters import OpenFindingFilter, ParkOfReturnFilter, SurveyFilter
from stats.models import EnterpriseReturn, ReturnFinding
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.spreadsheets.admin import SheetAdmin


@admin.register(EnterpriseReturn)
class EnterpriseReturnAdmin(ReturnChecks, SheetAdmin, RecordAdmin):
    """Returns are made by freezing a year and never deleted here; values come by sheet or are corrected one by one."""

    allow_revert = False
    list_display = ["enterprise_column", "year_column", "park_column", "state_column", "findings_column"]
    list_filter = [SurveyFilter, "status", ParkOfReturnFilter, OpenFindingFilter]
    list_select_related = ["entry__enterprise", "entry__survey", "entry__park"]
    search_fields = ["entry__enterprise__name_zh", "entry__enterprise__number", "entry__enterprise__credit_code"]
    search_help_text = gettext_lazy("Part of the name, the zone number or the credit code.")
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        waiting = ReturnFinding.objects.unexplained().filter(enterprise_return=OuterRef("pk"))
        counted = waiting.order_by().values("enterprise_return").annotate(count=Count("pk")).values("count")
        rows = super().get_queryset(request).select_related("entry__enterprise", "entry__survey", "entry__park")
        return rows.annotate(open_findings=Subquery(counted))

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def is_public(self, obj: EnterpriseReturn) -> bool:
        return False

    @admin.display(description=gettext_lazy("enterprise"), ordering="entry__enterprise__name_zh")
    def enterprise_column(self, report: EnterpriseReturn) -> str:
        return str(report.entry.enterprise)

    @admin.display(description=gettext_lazy("year"), ordering="entry__survey__year")
    def year_column(self, report: EnterpriseReturn) -> int:
        return report.entry.survey.year

    @admin.display(description=gettext_lazy("park"), ordering="entry__park")
    def park_column(self, report: EnterpriseReturn) -> str:
        return str(report.entry.park)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state_column(self, report: EnterpriseReturn) -> str:
        state = "published" if report.status == "accepted" else "note"
        return format_html('<span class="state state-{}">{}</span>', state, report.get_status_display())

    @admin.display(description=gettext_lazy("findings"))
    def findings_column(self, report: EnterpriseReturn) -> str:
        if not report.open_findings:
            return ""
        words = ngettext("%(count)s open", "%(count)s open", report.open_findings) % {"count": report.open_findings}
        return format_html('<span class="badge badge-incomplete">{}</span>', words)
