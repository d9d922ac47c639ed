"""The button on the page of the survey year."""

import tempfile
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stats.admin.handover.book import write_book
from stats.admin.handover.contents import sheets_of
from stats.models import Compilation, SurveyYear
from zoneportal.rights import has_right

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HandoverDoor:
    """Goes before RecordAdmin, in an admin whose `steps_of(survey, user)` gives the guided path."""

    def record_pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return super().record_pages() | {"handover": self.handover_view}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and may_hand_over(request.user):
            context["handover_url"] = self._url("handover", obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def handover_view(self, request: HttpRequest, object_id: str) -> FileResponse:
        survey = self.visible_or_404(request, object_id)
        if not may_hand_over(request.user):
            raise PermissionDenied(_("The handover pack is for the statistics office of the zone."))
        name = file_name(survey)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        sheets = sheets_of(survey, self.steps_of(survey, request.user), request.user, timezone.now())
        write_book(sheets, file, name)
        file.seek(0)
        self.log_change(request, survey, _("Handover pack written"))
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def may_hand_over(user: Any) -> bool:
    """Whoever may see how figures were compiled: the zone's office, no clerk of a park."""
    return has_right(user, Compilation, "view")


def file_name(survey: SurveyYear) -> str:
    return f"{_('Handover pack')} {survey.year}"
