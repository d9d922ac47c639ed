"""What a confirmation does within its transaction: claims the job, holds the tables, compares the mark, writes.

Where nothing has moved since the check its plan is exact. Where anything has, the sheet is checked again on the spot,
and rows whose records moved are conflicts.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.checks import checking, reports, since_preview
from zoneportal.spreadsheets.checks.reports import Report
from zoneportal.spreadsheets.files.reading import read
from zoneportal.spreadsheets.importing.stored import FILE_CHANGED, content_of, report_of, resource_of
from zoneportal.spreadsheets.importing.writing import write
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.records import marks
from zoneportal.spreadsheets.values.rows import CONFLICT, ERROR, Finding, of_file

ALREADY = N_("This import was confirmed before. Nothing was written a second time.")
ANOTHER_CHECK = N_("The sheet was checked again with other choices since you looked. Look at the new result first.")

MORE_LEFT_OUT = N_(
    "Somebody changed records since you looked: %(after)s rows would be left out now, not %(before)s. "
    "Nothing was written. Look at the new result below."
)

BLOCKED, REPEATED = "blocked", "repeated"
CONFIRMABLE = (JobState.CHECKED, JobState.CONFIRMED)

Tell = Callable[[int], None]


class Blocked(Exception):  # noqa: N818
    """Rolls the transaction back."""

    def __init__(self, finding: Finding | None = None, result: str = BLOCKED) -> None:
        self.finding = finding
        self.result = result


class Confirmation:
    """One attempt to write a job. `checked`, where the sheet had to be checked again."""

    def __init__(self, key: int, user: Any, *, good_rows_only: bool, check_number: int | None) -> None:
        self.key, self.user = key, user
        self.good_rows_only, self.check_number = good_rows_only, check_number
        self.checked: checking.Checked | None = None
        self._is_shown = False  # whether the job's report tells of `checked`

    def write(self, tell: Tell) -> None:
        """The caller holds the transaction. Errors: Blocked, Refused, DatabaseError; each of them undoes it."""
        job = self._claim()
        resource, report, content = resource_of(job, self.user), report_of(job), content_of(job)
        if not report.summary().get("is_whole"):
            raise Blocked
        mark = job.options.get("mark", {})
        tables = [model._meta.db_table for model in resource.models_written]
        marks.hold(list(dict.fromkeys([*tables, *marks.tables_of(mark)])))
        if mark == marks.mark_of(marks.tables_of(mark), self.user):
            self._require(job, report, "plan")
            self._write(job, resource, report, job.counts, tell)
        else:
            self._check_again(job, resource, report, content, tell)

    def _claim(self) -> ImportJob:
        """The job as it is stored now; a second confirmation waits here for the first one and finds it done."""
        claimed = ImportJob.objects.filter(pk=self.key, state__in=CONFIRMABLE)
        if not claimed.update(state=JobState.WRITTEN, written_at=timezone.now()):
            raise Blocked(of_file(ALREADY), REPEATED)
        job = ImportJob.objects.get(pk=self.key)
        if self.check_number is not None and self.check_number != job.options.get("check"):
            raise Blocked(of_file(ANOTHER_CHECK))
        return job

    def _require(self, job: ImportJob, report: Report, part: str) -> None:
        """What lies beside the file must be what the check put there."""
        if report.digest(part) != job.options.get("digests", {}).get(part):
            raise Refused(FILE_CHANGED)

    def _check_again(self, job: ImportJob, resource: Any, report: Report, content: bytes, tell: Tell) -> None:
        self._require(job, report, "prints")
        sheet = read(content, resource.options.sheet)
        scratch = reports.Scratch()
        self.checked = checking.check(resource, sheet, scratch, prints=since_preview.prints_of(report))
        if self.checked.errors:
            raise Blocked(self.checked.errors[0])
        report.take(scratch)
        self._is_shown = True
        self._require_consent(job.counts, self.checked.counts())
        self._write(job, resource, scratch, self.checked.counts(), tell)

    def keep_what_was_found(self) -> None:
        """After a confirmation that wrote nothing because the sheet was checked again: its page tells that result.

        The plan of the check is never trusted any more, and a page opened before is told that there is a newer one.
        """
        if self.checked is None or not self._is_shown:
            return
        with transaction.atomic():
            job = ImportJob.objects.select_for_update().get(pk=self.key)
            if job.state in CONFIRMABLE:
                mark = dict.fromkeys(job.options["mark"], "")
                job.options |= {"check": job.options["check"] + 1, "mark": mark}
                job.counts = self.checked.counts()
                job.save(update_fields=["options", "counts"])

    def _require_consent(self, seen: dict[str, int], now: dict[str, int]) -> None:
        """Who agreed to leave out some rows did not agree to leave out more."""
        before, after = (counts.get(ERROR, 0) + counts.get(CONFLICT, 0) for counts in (seen, now))
        if self.good_rows_only and after > before:
            raise Blocked(of_file(MORE_LEFT_OUT, before=before, after=after))

    def _write(self, job: ImportJob, resource: Any, plan: Report, counts: dict[str, int], tell: Tell) -> None:
        is_partial = bool(counts[ERROR] or counts[CONFLICT])
        if is_partial and not (self.good_rows_only and counts[ERROR] + counts[CONFLICT] < sum(counts.values())):
            raise Blocked
        reason = gettext("Import %(job)s: %(file)s") % {"job": job.pk, "file": job.filename}
        reason = f"{reason} {job.reason}".strip()
        write(resource, lambda: plan.texts("plan"), job=job, by=self.user, reason=reason, tell=tell)
        ImportJob.objects.filter(pk=job.pk).update(counts=counts)
