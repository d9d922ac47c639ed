"""Files of an import: what was sent, and what goes back to the sender. Always as attachments."""

import tempfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.spreadsheets.admin.doors import JobDoors
from zoneportal.spreadsheets.admin.pages import JobPage
from zoneportal.spreadsheets.handing_out import exporting
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import retention

ANY_FILE = "application/octet-stream"


class Downloads(JobDoors):
    def doors(self) -> dict[str, Callable]:
        views = {"file": self.file_view, "rejects": self.rejects_view, "annotated": self.annotated_view}
        return super().doors() | views

    def file_view(self, request: HttpRequest, key: int) -> Any:
        """The file as it was sent, for everybody who sees the import: it is the evidence."""
        job = self.seen(request, key)
        if not retention.is_kept(job):
            raise Http404
        return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.filename, content_type=ANY_FILE)

    def rejects_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The refused rows as a workbook, in the layout in which they came."""
        return self._handed_back(request, key, gettext("wrong rows"), actions.rejected)

    def annotated_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The sender's own workbook with every error marked at its cell."""
        return self._handed_back(request, key, gettext("with remarks"), actions.annotated)

    def _handed_back(self, request: HttpRequest, key: int, word: str, write: Callable) -> HttpResponse:
        job = self.seen(request, key)
        if not retention.is_kept(job):
            messages.error(request, JobPage(job).removal)
            return self.back(job)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            write(job=job, file=file)
        except Refused as refused:
            file.close()
            messages.error(request, gettext(refused.message) % refused.params)
            return self.back(job)
        file.seek(0)
        name = f"{PurePath(job.filename).stem}-{word}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=exporting.FORMATS["xlsx"])
