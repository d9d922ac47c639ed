"""A sheet's way in: received, checked, confirmed. Each step starts from the stored bytes, not from a browser."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from zoneportal.constraints import sentence_for
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.checks import checking, reports
from zoneportal.spreadsheets.corrections import handing_back
from zoneportal.spreadsheets.files.reading import read
from zoneportal.spreadsheets.importing.confirming import BLOCKED, Blocked, Confirmation
from zoneportal.spreadsheets.importing.confirming import REPEATED as REPEATED
from zoneportal.spreadsheets.importing.stored import as_json, content_of, options_of, report_of, resource_of
from zoneportal.spreadsheets.models import ImportJob, JobState, upload_name
from zoneportal.spreadsheets.records import marks
from zoneportal.spreadsheets.running import journal
from zoneportal.spreadsheets.running.collecting import rare_collections
from zoneportal.spreadsheets.running.progress import CHECKING, WRITING, Progress, stop
from zoneportal.spreadsheets.running.progress import seen as progress_of
from zoneportal.spreadsheets.running.room import told_when_full
from zoneportal.spreadsheets.sheets import registry
from zoneportal.spreadsheets.sheets.resources import Options
from zoneportal.spreadsheets.values.rows import CHANGED, NEW, Finding, of_file

NOT_WRITTEN = N_(
    "The database did not take these rows, most likely because somebody entered the same records "
    "at the same moment. Nothing was written. Check the sheet again."
)
RULE_BROKEN = N_("The database did not take these rows: %(rule)s Nothing was written. Check the sheet again.")
BUSY = N_("The database was busy or not to be reached. Nothing was written. Try again.")

OPEN = (JobState.QUEUED, JobState.CHECKING, JobState.CHECKED, JobState.CONFIRMED)
WRITTEN = "written"


@dataclass
class Outcome:
    """What came of a confirmation: WRITTEN, BLOCKED (nothing was written) or REPEATED (nothing more was written).

    `checked` where the sheet had to be checked again, because something had moved since its check.
    """

    result: str
    checked: checking.Checked | None = None
    finding: Finding | None = None  # of the file as a whole


def examine(resource: Any, content: bytes, progress: Progress | None = None) -> checking.Checked:
    """Reads and checks a file; writes nothing. Errors: Refused when it cannot be read, Cancelled, TooLong."""
    sheet = read(content, resource.options.sheet)
    with marks.one_state(), told_when_full(), rare_collections():
        return checking.check(resource, sheet, reports.Scratch(), tell=_telling(progress, CHECKING, len(sheet.rows)))


def receive(*, sheet: str, content: bytes, filename: str, by: Any, options: Options) -> ImportJob:
    """Keeps the file and who sent it. Errors: Refused where there is no room for the file."""
    job = ImportJob(sheet=sheet, filename=filename[-200:], sha256=hashlib.sha256(content).hexdigest(), user=by)
    job.options = as_json(options)
    job.reason = options.reason
    job.file.name = upload_name(job, filename)
    try:
        with told_when_full():
            job.file.storage.save(job.file.name, ContentFile(content))
    except Refused:
        job.file.storage.delete(job.file.name)  # what went in before
        raise
    job.save()
    return job


def check(*, job: ImportJob, options: Options | None = None, progress: Progress | None = None) -> checking.Checked:
    """Checks the stored file; stores its report, its plan and the mark of the world that it saw.

    Errors: Refused when it cannot be read, Cancelled, TooLong.
    """
    options = options or options_of(job)
    sheet = read(content_of(job), options.sheet)
    tell = _telling(progress, CHECKING, len(sheet.rows))
    with told_when_full(), rare_collections(), marks.one_state(), marks.noted_reading() as reading:
        user = get_user_model().objects.get(pk=job.user_id)
        resource = registry.of_name(job.sheet)(user=user, options=options)
        checked = checking.check(resource, sheet, report_of(job), tell=tell)
        tables = reading.tables.union(model._meta.db_table for model in resource.models_written)
        mark = marks.mark_of(tables, user)
    number = job.options.get("check", 0) + 1
    job.options = as_json(options) | {"check": number, "digests": checked.digests, "mark": mark}
    job.reason, job.counts = options.reason, checked.counts()
    job.save(update_fields=["options", "reason", "counts"])
    return checked


def confirm(
    *,
    job: ImportJob,
    by: Any,
    good_rows_only: bool = False,
    check_number: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Writes what the check promised, once: records, history and the state of the job in one transaction.

    Rows that somebody touched since the check are conflicts and left alone. Errors: PermissionDenied, Cancelled.
    """
    user = get_user_model().objects.filter(pk=by.pk, is_active=True).first()  # with the rights of this moment
    if user is None or job.user_id != user.pk:
        raise PermissionDenied
    confirmation = Confirmation(job.pk, user, good_rows_only=good_rows_only, check_number=check_number)
    try:
        with told_when_full(), rare_collections():
            tell = _telling(progress, WRITING, job.counts.get(NEW, 0) + job.counts.get(CHANGED, 0))
            with transaction.atomic():
                confirmation.write(tell)
    except (Blocked, Refused, IntegrityError) as error:
        confirmation.keep_what_was_found()
        result = error.result if isinstance(error, Blocked) else BLOCKED
        return Outcome(result, confirmation.checked, _finding_of(error))
    except DatabaseError as error:
        journal.note(job.pk, error)
        return Outcome(BLOCKED, confirmation.checked, of_file(BUSY))
    job.refresh_from_db()
    return Outcome(WRITTEN, confirmation.checked)


def _telling(progress: Progress | None, phase: str, total: int) -> Callable[[int], None]:
    """Says that the phase begins. What it returns hears how many rows are done."""
    if progress is None:
        return lambda done: None
    progress.tell(phase, 0, total)
    return lambda done: progress.tell(phase, min(done, total), total)


def cancel(*, job: ImportJob) -> bool:
    """Whether it was still open: not once it is being written. Its file and report are kept as evidence."""
    seen = progress_of(job)
    if seen and seen.phase == WRITING:
        return False
    open_jobs = ImportJob.objects.filter(pk=job.pk, state__in=OPEN)
    try:
        with transaction.atomic():  # whoever writes it holds its row
            is_open = open_jobs.select_for_update(skip_locked=True).exists()
            is_open = is_open and bool(open_jobs.update(state=JobState.CANCELLED))
    except OperationalError:  # on SQLite whoever writes it holds everything
        return False
    if is_open:
        stop(job)
    return is_open


def discard(*, job: ImportJob) -> None:
    """Forgets a file that could not be read."""
    report_of(job).delete()
    job.file.delete(save=False)
    job.delete()


def rejected(*, job: ImportJob, file: IO[bytes], ending: str = ".xlsx") -> None:
    """Writes the rows that were refused, each with the reasons (.xlsx or .csv). Errors: Refused."""
    findings = report_of(job).findings("errors")
    content, resource = content_of(job), resource_of(job, job.user)
    handing_back.rejected_rows(content=content, resource=resource, findings=findings, file=file, ending=ending)


def annotated(*, job: ImportJob, file: IO[bytes]) -> handing_back.Returned:
    """Writes the clerk's own workbook with the errors in it, else a fresh one of the wrong rows. Errors: Refused."""
    findings = report_of(job).findings("errors")
    content, resource = content_of(job), resource_of(job, job.user)
    return handing_back.annotated_copy(content=content, resource=resource, findings=findings, file=file)


def _finding_of(error: Blocked | Refused | IntegrityError) -> Finding | None:
    if isinstance(error, Blocked):
        return error.finding
    if isinstance(error, Refused):
        return of_file(error.message, **error.params)
    sentence = sentence_for(error)
    return of_file(RULE_BROKEN, rule=sentence) if sentence else of_file(NOT_WRITTEN)
