"""The imports: what was sent, what a check found, and the buttons to confirm, check again or cancel."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zoneportal.messages import Refused
from zoneportal.spreadsheets import actions, exporting, registry
from zoneportal.spreadsheets.admin import pages
from zoneportal.spreadsheets.forms import CheckAgainForm
from zoneportal.spreadsheets.models import ImportJob, JobState


def sheet_title(job: ImportJob) -> str:
    try:
        return str(registry.of_name(job.sheet).title)
    except KeyError:  # a sheet of an earlier version of the portal
        return job.sheet


@admin.register(ImportJob)
class ImportJobAdmin(admin.ModelAdmin):
    list_display = ("filename", "sheet_title", "user", "created_at", "state", "rows")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("filename",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    sheet_title = admin.display(description=_("sheet"))(lambda self, job: sheet_title(job))

    @admin.display(description=_("rows"))
    def rows(self, job: ImportJob) -> str:
        return " · ".join(f"{label} {number}" for _state, label, number in pages.counted(job.counts) if number)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user)

    def get_urls(self) -> list:
        doors = {"confirm": self.confirm_view, "check": self.check_view, "cancel": self.cancel_view}
        doors["rejects"] = self.rejects_view
        return [
            path(f"<int:key>/{word}/", self.admin_site.admin_view(view), name=f"spreadsheets_importjob_{word}")
            for word, view in doors.items()
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The job's page, for everybody who may see it; its buttons for the one who sent the file."""
        job = self._seen(request, object_id)
        summary = (actions.report_of(job).page("summary") or [{}])[0]
        is_open = job.state == JobState.CHECKED and job.user_id == request.user.pk
        context = self.admin_site.each_context(request) | {
            "title": job.filename,
            "subtitle": None,
            "opts": self.opts,
            "job": job,
            "sheet_title": sheet_title(job),
            "summary": summary,
            "counts": pages.counted(job.counts),
            "is_open": is_open,
            "form": self._form(job, summary) if is_open else None,
            "offer": pages.offer(job, summary) if is_open else None,
            **pages.findings(job, request.GET),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "spreadsheets/job.html", context)

    def _seen(self, request: HttpRequest, key: Any) -> ImportJob:
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = self.get_object(request, str(key))
        if job is None:
            raise Http404
        return job

    def _own(self, request: HttpRequest, key: int) -> ImportJob:
        """The job in order to act on it: only the one who sent the file may."""
        job = self._seen(request, key)
        if job.user_id != request.user.pk:
            raise PermissionDenied
        return job

    def _form(self, job: ImportJob, summary: dict, data: Any = None) -> CheckAgainForm:
        initial = {"blank_clears": job.options.get("blank_clears"), "reason": job.reason}
        initial |= {"sheet": summary.get("sheet"), "ignored": job.options.get("ignored", [])}
        return CheckAgainForm(
            data, initial=initial, sheets=summary.get("sheets", []), unknown=summary.get("unknown", [])
        )

    def _back(self, job: ImportJob) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:spreadsheets_importjob_change", args=[job.pk]))

    def check_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self._own(request, key)
        summary = (actions.report_of(job).page("summary") or [{}])[0]
        form = self._form(job, summary, request.POST)
        if job.state != JobState.CHECKED:
            messages.info(request, gettext("This import is closed."))
        elif form.is_valid():
            try:
                actions.check(job=job, options=form.chosen())
            except Refused as refused:
                messages.error(request, gettext(refused.message) % refused.params)
        else:
            messages.error(request, gettext("These choices are not possible: %(why)s") % {"why": form.errors.as_text()})
        return self._back(job)

    def confirm_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self._own(request, key)
        number = request.POST.get("check", "")
        outcome = actions.confirm(
            job=job,
            by=request.user,
            good_rows_only=request.POST.get("good_rows_only") == "yes",
            check_number=int(number) if number.isdecimal() else 0,
        )
        job.refresh_from_db()
        self._tell(request, job, outcome)
        return self._back(job)

    def _tell(self, request: HttpRequest, job: ImportJob, outcome: actions.Outcome) -> None:
        """What the database says after the commit."""
        if outcome.finding:
            level = messages.INFO if outcome.result == actions.REPEATED else messages.ERROR
            messages.add_message(request, level, outcome.finding.sentence())
        elif outcome.result == actions.WRITTEN:
            number = job.counts["new"] + job.counts["changed"]
            sentence = ngettext("Written: %(number)s row.", "Written: %(number)s rows.", number)
            messages.success(request, sentence % {"number": number})
        else:
            messages.error(request, gettext("Nothing was written. Look at the errors and conflicts below."))

    def cancel_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self._own(request, key)
        if actions.cancel(job=job):
            messages.success(request, gettext("The import was cancelled. Nothing was written."))
        else:
            messages.info(request, gettext("This import is closed."))
        return self._back(job)

    def rejects_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The refused rows as a workbook, in the layout in which they came."""
        job = self._own(request, key)
        try:
            content = actions.rejected(job=job)
        except Refused as refused:
            messages.error(request, gettext(refused.message) % refused.params)
            return self._back(job)
        response = HttpResponse(content, content_type=exporting.FORMATS["xlsx"])
        response.headers["Content-Disposition"] = f'attachment; filename="rejected-{job.pk}.xlsx"'
        return response
