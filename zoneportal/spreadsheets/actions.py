"""A sheet's way in: received, checked, confirmed. Each step starts from the stored bytes, not from a browser."""

import hashlib
import logging
from dataclasses import dataclass
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from zoneportal.constraints import sentence_for
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets import checking, handing_back, registry, reports
from zoneportal.spreadsheets.models import ImportJob, JobState, upload_name
from zoneportal.spreadsheets.progress import CHECKING, WRITING, Progress
from zoneportal.spreadsheets.progress import seen as progress_of
from zoneportal.spreadsheets.reading import read
from zoneportal.spreadsheets.resources import Options
from zoneportal.spreadsheets.room import told_when_full
from zoneportal.spreadsheets.rows import CHANGED, NEW, Finding, Row, of_file
from zoneportal.spreadsheets.writing import write

logger = logging.getLogger(__name__)

ALREADY = N_("This import was confirmed before. Nothing was written a second time.")
ANOTHER_CHECK = N_("The sheet was checked again with other choices since you looked. Look at the new result first.")
FILE_CHANGED = N_("The stored file is not the one that was checked. Send the sheet again.")
TOUCHED_SINCE = N_("Somebody changed this record after your check.")
CHANGED_SINCE = N_("The record now says “%(theirs)s”, your sheet says “%(mine)s”.")
CREATED_SINCE = N_("Somebody entered this record after your check.")
REMOVED_SINCE = N_("Somebody deleted this record after your check.")
WRONG_AT_CHECK = N_("This row was wrong when the sheet was checked. Check the sheet again.")
NOT_WRITTEN = N_(
    "The database did not take these rows, most likely because somebody entered the same records "
    "at the same moment. Nothing was written. Check the sheet again."
)
RULE_BROKEN = N_("The database did not take these rows: %(rule)s Nothing was written. Check the sheet again.")
BUSY = N_("The database was busy or not to be reached. Nothing was written. Try again.")

OPEN = (JobState.QUEUED, JobState.CHECKING, JobState.CHECKED, JobState.CONFIRMED)
WRITTEN, BLOCKED, REPEATED = "written", "blocked", "repeated"


@dataclass
class Outcome:
    """What came of a confirmation: WRITTEN, BLOCKED (nothing was written) or REPEATED (nothing more was written)."""

    result: str
    checked: checking.Checked | None = None
    finding: Finding | None = None  # of the file as a whole


class _Blocked(Exception):  # noqa: N818
    """Rolls the transaction back."""

    def __init__(self, finding: Finding | None = None, result: str = BLOCKED) -> None:
        self.finding = finding
        self.result = result


def examine(resource: Any, content: bytes, progress: Progress | None = None) -> checking.Checked:
    """Reads and checks a file; writes nothing. Errors: Refused when it cannot be read, Cancelled, TooLong."""
    sheet = read(content, resource.options.sheet)
    if progress:
        progress.tell(CHECKING, 0, len(sheet.rows))
    checked = checking.read_rows(resource, sheet)
    if not checked.errors:
        checking.compare(resource, checked)
    return checked


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
    """Checks the stored file and stores the report. Errors: Refused when it cannot be read, Cancelled, TooLong."""
    number = job.options.get("check", 0) + 1
    options = options or options_of(job)
    job.options = as_json(options) | {"check": number}
    job.reason = options.reason
    resource = _resource(job, job.user)
    with told_when_full():
        checked = examine(resource, _content(job), progress)
        reports.store(report_of(job), checked, resource)
    job.counts = checked.counts()
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
    if check_number is not None and check_number != job.options.get("check"):
        return Outcome(BLOCKED, finding=of_file(ANOTHER_CHECK))
    resource = _resource(job, user)
    checked = None
    try:
        with told_when_full():
            checked = checking.read_rows(resource, read(_content(job), resource.options.sheet))
            if progress:
                progress.tell(WRITING, 0, len(checked.rows))
            with transaction.atomic():
                _write_once(job, resource, checked, good_rows_only)
    except _Blocked as blocked:
        return Outcome(blocked.result, checked, blocked.finding)
    except Refused as refused:
        return Outcome(BLOCKED, checked, of_file(refused.message, **refused.params))
    except IntegrityError as error:
        return Outcome(BLOCKED, checked, _told(error))
    except DatabaseError:
        logger.exception("import %s was not written", job.pk)
        return Outcome(BLOCKED, checked, of_file(BUSY))
    job.refresh_from_db()
    return Outcome(WRITTEN, checked)


def cancel(*, job: ImportJob) -> bool:
    """Whether it was still open: not once it is being written. Its file and report are kept as evidence."""
    seen = progress_of(job)
    if seen and seen.phase == WRITING:
        return False
    open_jobs = ImportJob.objects.filter(pk=job.pk, state__in=OPEN)
    try:
        with transaction.atomic():  # whoever writes it holds its row
            is_open = open_jobs.select_for_update(skip_locked=True).exists()
            return is_open and bool(open_jobs.update(state=JobState.CANCELLED))
    except OperationalError:  # on SQLite whoever writes it holds everything
        return False


def discard(*, job: ImportJob) -> None:
    """Forgets a file that could not be read."""
    report_of(job).delete()
    job.file.delete(save=False)
    job.delete()


def rejected(*, job: ImportJob, file: IO[bytes], ending: str = ".xlsx") -> None:
    """Writes the rows that were refused, each with the reasons (.xlsx or .csv). Errors: Refused."""
    findings = map(reports.finding_of_line, report_of(job).page("errors"))
    content, resource = _content(job), _resource(job, job.user)
    handing_back.rejected_rows(content=content, resource=resource, findings=findings, file=file, ending=ending)


def annotated(*, job: ImportJob, file: IO[bytes]) -> handing_back.Returned:
    """Writes the clerk's own workbook with the errors in it, else a fresh one of the wrong rows. Errors: Refused."""
    findings = map(reports.finding_of_line, report_of(job).page("errors"))
    content, resource = _content(job), _resource(job, job.user)
    return handing_back.annotated_copy(content=content, resource=resource, findings=findings, file=file)


def report_of(job: ImportJob) -> reports.Report:
    return reports.Report(job.file.storage, job.file.name or "")


def options_of(job: ImportJob) -> Options:
    stored = job.options
    return Options(
        sheet=stored.get("sheet"),
        ignored=frozenset(stored.get("ignored", ())),
        blank_clears=stored.get("blank_clears", False),
        mine_wins=stored.get("mine_wins", False),
        reason=job.reason,
    )


def as_json(options: Options) -> dict[str, Any]:
    return {
        "sheet": options.sheet,
        "ignored": sorted(options.ignored),
        "blank_clears": options.blank_clears,
        "mine_wins": options.mine_wins,
    }


def _resource(job: ImportJob, user: Any) -> Any:
    return registry.of_name(job.sheet)(user=user, options=options_of(job))


def _content(job: ImportJob) -> bytes:
    with job.file.open("rb") as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != job.sha256:
        raise Refused(FILE_CHANGED)
    return content


def _write_once(job: ImportJob, resource: Any, checked: checking.Checked, good_rows_only: bool) -> None:
    # One confirmation of a kind of record at a time, also where no unique key guards it (names without a code).
    ContentType.objects.select_for_update(no_key=True).get(pk=ContentType.objects.get_for_model(resource.model).pk)
    now = timezone.now()
    claimed = ImportJob.objects.filter(pk=job.pk, state__in=(JobState.CHECKED, JobState.CONFIRMED))
    if not claimed.update(state=JobState.WRITTEN, written_at=now):
        raise _Blocked(of_file(ALREADY), REPEATED)
    if checked.errors:
        raise _Blocked
    resource.locks = True
    checking.compare(resource, checked)
    _find_conflicts(checked.rows, report_of(job).page("prints")[0])
    rows = [row for row in checked.rows if row.state in (NEW, CHANGED)]
    counts = checked.counts()
    refused = counts["error"] + counts["conflict"]
    if refused and not (good_rows_only and refused < len(checked.rows)):
        reports.store_outcome(report_of(job), checked)
        raise _Blocked
    reason = gettext("Import %(job)s: %(file)s") % {"job": job.pk, "file": job.filename}
    written = write(resource, rows, job=job, by=resource.user, reason=f"{reason} {job.reason}".strip())
    reports.store_outcome(report_of(job), checked, written)
    ImportJob.objects.filter(pk=job.pk).update(counts=counts)


def _find_conflicts(rows: list[Row], prints: dict[str, str]) -> None:
    """Compares each row that would write with what the check saw."""
    for row in rows:
        if row.state not in (NEW, CHANGED):
            continue
        seen = prints.get(str(row.number))
        if seen is None:
            row.refuse("", WRONG_AT_CHECK)
        elif row.main.is_new and seen:
            _conflict(row, REMOVED_SINCE)
        elif not row.main.is_new and not seen:
            _conflict(row, CREATED_SINCE)
        elif seen and seen != reports.fingerprint(row):
            _conflict(row, TOUCHED_SINCE)
            for change in row.changes:
                sides = {"theirs": change.old, "mine": change.new}
                row.errors.append(Finding(row.number, change.column, change.new, CHANGED_SINCE, sides))


def _conflict(row: Row, message: str) -> None:
    row.refuse("", message)
    row.is_conflict = True


def _told(error: IntegrityError) -> Finding:
    sentence = sentence_for(error)
    return of_file(RULE_BROKEN, rule=sentence) if sentence else of_file(NOT_WRITTEN)
