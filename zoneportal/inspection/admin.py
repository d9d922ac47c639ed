from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zoneportal.inspection.models import Deadline, deadlines_on
from zoneportal.inspection.running import inspect
from zoneportal.publishing.admin import RecordAdmin

SECONDS = 3.0  # for asking pages of our own while somebody waits for this one


@admin.register(Deadline)
class DeadlineAdmin(RecordAdmin):
    """The list is the self-check, with the deadlines beneath: they exist for nothing else."""

    list_display = ["column", "days", "valid_from", "document"]
    fields = ["column", ("days", "valid_from"), "document"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """The menu leads to the self-check; what is added there is a deadline, and has its link on that page."""
        return super().get_model_perms(request) | {"add": False}

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)  # which refuses
        if request.GET:  # there is no list to search or to filter
            return HttpResponseRedirect(request.path)
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Self-check of the site"),
            "opts": self.opts,
            "report": inspect(now, seconds=SECONDS).visible_to(request.user),
            "deadlines": sorted(deadlines_on(timezone.localdate(now)).values(), key=lambda each: each.column),
            "may_change": self.has_change_permission(request),
            "may_add": self.has_add_permission(request),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/inspection/report.html", context)
