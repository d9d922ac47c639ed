"""All findings of the user's parks in one list: the way to each is the page of its return."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats.admin.return_filters import (
    CheckFilter,
    FindingStateFilter,
    ParkOfFindingFilter,
    SurveyOfFindingFilter,
)
from stats.finding_words import check_name, codes_in, sentence_of
from stats.models import EnterpriseReturn, Indicator, ReturnFinding
from zoneportal.publishing.admin import RecordAdmin


class FindingChangeList(ChangeList):
    """Fetches the names of all lines of the page at once."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        codes = {code for finding in self.result_list for code in codes_in(finding)}
        names = {each.code: each.name for each in Indicator.objects.filter(code__in=codes)}
        for finding in self.result_list:
            finding.sentence = sentence_of(finding, names)


@admin.register(ReturnFinding)
class ReturnFindingAdmin(RecordAdmin):
    """Read only: a finding is explained, and its number corrected, on the page of the return."""

    allow_revert = False
    list_display = ["return_column", "park_column", "check_column", "sentence_column", "state_column"]
    list_filter = [FindingStateFilter, SurveyOfFindingFilter, ParkOfFindingFilter, CheckFilter]
    search_fields = ["enterprise_return__entry__enterprise__name_zh", "enterprise_return__entry__enterprise__number"]
    search_help_text = gettext_lazy("Part of the name or the zone number.")
    show_facets = admin.ShowFacets.NEVER
    actions = None
    list_display_links = None

    def get_queryset(self, request):
        related = ("enterprise", "survey", "park")
        return super().get_queryset(request).select_related(*(f"enterprise_return__entry__{each}" for each in related))

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        """The page of its return."""
        finding = self.visible_or_404(request, object_id)
        returns = self.admin_site.get_model_admin(EnterpriseReturn)
        return returns.change_view(request, str(finding.enterprise_return_id))

    def get_changelist(self, request, **kwargs):
        return FindingChangeList

    @admin.display(
        description=gettext_lazy("enterprise return"), ordering="enterprise_return__entry__enterprise__name_zh"
    )
    def return_column(self, finding: ReturnFinding) -> str:
        page = reverse("admin:stats_enterprisereturn_change", args=[finding.enterprise_return_id])
        return format_html('<a href="{}#finding-{}">{}</a>', page, finding.pk, finding.enterprise_return)

    @admin.display(description=gettext_lazy("park"), ordering="enterprise_return__entry__park")
    def park_column(self, finding: ReturnFinding) -> str:
        return str(finding.enterprise_return.entry.park)

    @admin.display(description=gettext_lazy("check"), ordering="code")
    def check_column(self, finding: ReturnFinding) -> str:
        return check_name(finding.code)

    @admin.display(description=gettext_lazy("finding"))
    def sentence_column(self, finding: ReturnFinding) -> str:
        return finding.sentence

    @admin.display(description=gettext_lazy("state"))
    def state_column(self, finding: ReturnFinding) -> str:
        if finding.closed_at:
            return _("settled")
        if finding.explanation:
            return _("explained")
        return format_html('<span class="badge badge-incomplete">{}</span>', _("open"))
