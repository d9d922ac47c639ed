"""Files of an import: what was sent, and what goes back to the sender. Always as attachments."""

import tempfile
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.spreadsheets import actions, exporting
from zoneportal.spreadsheets.admin.doors import JobDoors
from zoneportal.spreadsheets.admin.pages import JobPage

ANY_FILE = "application/octet-stream"


class Downloads(JobDoors):
    def doors(self) -> dict[str, Callable]:
        return super().doors() | {"file": self.file_view, "rejects": self.rejects_view}

    def file_view(self, request: HttpRequest, key: int) -> Any:
        """The file as it was sent, for everybody who sees the import: it is the evidence."""
        job = self.seen(request, key)
        if not JobPage(job).is_kept:
            raise Http404
        return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.filename, content_type=ANY_FILE)

    def rejects_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The refused rows as a workbook, in the layout in which they came."""
        job = self.seen(request, key)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            actions.rejected(job=job, file=file)
        except Refused as refused:
            messages.error(request, gettext(refused.message) % refused.params)
            return self.back(job)
        file.seek(0)
        name = f"rejected-{job.pk}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=exporting.FORMATS["xlsx"])
