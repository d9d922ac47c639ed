"""What the sender of a sheet can do with it: check it again with other choices, confirm it, cancel it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext, ngettext

from zoneportal.spreadsheets.admin.doors import JobDoors
from zoneportal.spreadsheets.admin.forms import CheckAgainForm
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.importing.stored import report_of
from zoneportal.spreadsheets.jobs import recovery, starting
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.sheets import registry
from zoneportal.spreadsheets.values.rows import CONFLICT


class Deciding(JobDoors):
    def doors(self) -> dict[str, Callable]:
        views = {"check": self.check_view, "confirm": self.confirm_view, "cancel": self.cancel_view}
        views["restart"] = self.restart_view
        return super().doors() | views

    def choices_form(self, job: ImportJob, summary: dict, data: Any = None) -> CheckAgainForm:
        chosen = {"sheet": summary.get("sheet"), "reason": job.reason}
        chosen |= {name: job.options.get(name) for name in ("ignored", "blank_clears", "mine_wins")}
        return CheckAgainForm(
            data,
            initial=chosen,
            sheets=summary.get("sheets", []),
            unknown=summary.get("unknown", []),
            needs_reason=registry.of_name(job.sheet).needs_reason,
            has_conflicts=bool(job.counts.get(CONFLICT) or job.options.get("mine_wins")),
        )

    def check_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self.own(request, key)
        summary = report_of(job).summary()
        form = self.choices_form(job, summary, request.POST)
        if job.state != JobState.CHECKED:
            messages.info(request, gettext("This import is closed."))
        elif form.is_valid():
            starting.check(job=job, options=form.chosen())
        else:
            messages.error(request, gettext("These choices are not possible: %(why)s") % {"why": form.errors.as_text()})
        return self.back(job)

    def confirm_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self.own(request, key)
        number = request.POST.get("check", "")
        outcome = starting.confirm(
            job=job,
            by=request.user,
            good_rows_only=request.POST.get("good_rows_only") == "yes",
            check_number=int(number) if number.isdecimal() and len(number) < 9 else 0,
        )
        job.refresh_from_db()
        self._tell(request, job, outcome)
        return self.back(job)

    def _tell(self, request: HttpRequest, job: ImportJob, outcome: actions.Outcome) -> None:
        """What the database says after the commit."""
        if outcome.finding:
            level = messages.INFO if outcome.result == actions.REPEATED else messages.ERROR
            messages.add_message(request, level, outcome.finding.sentence())
        elif outcome.result == starting.QUEUED:
            messages.info(request, gettext("Confirmed. The rows are written as soon as it is this sheet’s turn."))
        elif outcome.result == actions.WRITTEN:
            number = job.counts["new"] + job.counts["changed"]
            sentence = ngettext("Written: %(number)s row.", "Written: %(number)s rows.", number)
            messages.success(request, sentence % {"number": f"{number:,}"})
        else:
            messages.error(request, gettext("Nothing was written. Look at the errors and conflicts below."))

    def cancel_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self.own(request, key)
        if actions.cancel(job=job):
            messages.success(request, gettext("The import was cancelled. Nothing was written."))
        else:
            messages.info(request, gettext("This import is closed."))
        return self.back(job)

    def restart_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Begins again what was interrupted. The page then shows how far it is."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self.own(request, key)
        if recovery.restart(job=job):
            messages.success(request, gettext("The work on this sheet begins again."))
        else:
            messages.info(request, gettext("This sheet was not interrupted: look at where it stands now."))
        return self.back(job)
