"""The imports: the list of them, and the page of each."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from zoneportal.spreadsheets.admin import pages
from zoneportal.spreadsheets.admin.deciding import Deciding
from zoneportal.spreadsheets.admin.doors import may_import, sheet_title
from zoneportal.spreadsheets.admin.downloads import Downloads
from zoneportal.spreadsheets.admin.filters import OF_JOB, SenderFilter, SheetFilter
from zoneportal.spreadsheets.admin.sheets import SheetAdmin, admin_of
from zoneportal.spreadsheets.admin.undo import Undoing, may_be_undone
from zoneportal.spreadsheets.admin.waiting import Queued
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.records import queries


@admin.register(ImportJob)
class ImportJobAdmin(Deciding, Queued, Undoing, Downloads):
    change_list_template = "spreadsheets/jobs.html"
    list_display = ("name", "short_kind", "sheet_title", "user", "sent_at", "shown_state", "rows")
    list_display_links = ("name",)
    list_filter = ("kind", "state", SheetFilter, SenderFilter)
    search_fields = ("filename", "sha256", "reason")
    search_help_text = _("Looks in file names, reasons and SHA-256.")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    name = admin.display(description=_("file"), ordering="filename")(lambda self, job: job.name)
    short_kind = admin.display(description=_("kind"), ordering="kind")(lambda self, job: pages.KINDS[job.kind])
    sheet_title = admin.display(description=_("sheet"), ordering="sheet")(lambda self, job: sheet_title(job))
    shown_state = admin.display(description=_("state"), ordering="state")(lambda self, job: pages.badge(job))

    @admin.display(description=_("sent at"), ordering="created_at")
    def sent_at(self, job: ImportJob) -> str:
        return f"{localtime(job.created_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("rows"))
    def rows(self, job: ImportJob) -> str:
        return " · ".join(f"{tile.label} {tile.shown}" for tile in pages.tiles(job) if tile.number)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """With the lists whose sheets the user may send: an import begins there."""
        doors = [
            (each.resource.title, each.address("import"))
            for each in self.admin_site._registry.values()
            if isinstance(each, SheetAdmin) and each.resource.may(request.user, "import")
        ]
        return super().changelist_view(
            request, {"sheets": doors, "title": capfirst(self.opts.verbose_name_plural)} | (extra_context or {})
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The page of an import, for everybody who may see it; its buttons for the one who sent the file."""
        job = self.seen(request, object_id)
        is_mine = job.user_id == request.user.pk and may_import(request.user, job)
        is_open = is_mine and job.state == JobState.CHECKED
        page = pages.JobPage(job)
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": job.name,
            "subtitle": None,
            "opts": self.opts,
            "job": job,
            "sheet_title": sheet_title(job),
            "page": page,
            "is_mine": is_mine,
            "is_open": is_open,
            "form": self.choices_form(job, page.summary) if is_open else None,
            "may_be_undone": is_mine and may_be_undone(job, request.user),
            "offer": page.offer() if is_open else None,
            "records": self._records(request, job),
            "again_url": self._again(job) if is_mine else "",
            **page.findings(request.GET),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "spreadsheets/job.html", context)

    def _again(self, job: ImportJob) -> str:
        """Where the next file of this kind is sent."""
        found = admin_of(self.admin_site, job.sheet)
        return found.address("import") if found else ""

    def _records(self, request: HttpRequest, job: ImportJob) -> list[pages.Records]:
        """What the import wrote, with links to these records where the user may see a list of them."""
        found = []
        for written in queries.written_by(job) if job.state in pages.DONE else []:
            each = self.admin_site._registry.get(written.model)
            has_list = isinstance(each, SheetAdmin) and each.has_view_permission(request)
            is_there = has_list and (written.created or written.changed)
            url = f"{each.address('changelist')}?{OF_JOB}={job.pk}" if is_there else ""
            found.append(pages.Records.of(written, url))
        return found
