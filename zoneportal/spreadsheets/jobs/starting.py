"""The one door through which screens begin something with a sheet: at once when it is short, else by the worker."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from zoneportal.messages import N_
from zoneportal.spreadsheets import tasks
from zoneportal.spreadsheets.files import archives
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.importing.actions import Outcome
from zoneportal.spreadsheets.importing.confirming import ALREADY, ANOTHER_CHECK, BLOCKED, REPEATED
from zoneportal.spreadsheets.importing.stored import as_json
from zoneportal.spreadsheets.jobs import recovery
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.records.queries import Written, written_by
from zoneportal.spreadsheets.running.progress import TooLong
from zoneportal.spreadsheets.sheets.resources import Options
from zoneportal.spreadsheets.undo import undoing
from zoneportal.spreadsheets.values.rows import CHANGED, NEW, of_file

QUEUED = "queued"  # the result of a confirmation that the worker will carry out

WAITS = N_("This import waits to be written. You do not have to confirm it again.")
UNDO_WAITS = N_("This import waits to be undone. You do not have to ask for it again.")

CHECKABLE = (JobState.QUEUED, JobState.CHECKED, JobState.UNREADABLE)


def check(*, job: ImportJob, options: Options | None = None) -> None:
    """Checks the stored file, with other choices where they are given. Afterwards `job.state` tells how it ended:
    CHECKED, UNREADABLE (why: `job.failure`), or QUEUED where the worker will do it.
    """
    with transaction.atomic():
        stored = ImportJob.objects.select_for_update().get(pk=job.pk)
        if stored.state not in CHECKABLE:
            job.refresh_from_db()
            return
        stored.state = JobState.QUEUED
        if options:
            stored.options |= as_json(options)
            stored.reason = options.reason
        stored.save(update_fields=["state", "options", "reason"])
    try:
        if not _is_light(job):
            raise TooLong
        tasks.check(job.pk, settings.SHEET_ROWS_AT_ONCE)
    except TooLong:
        recovery.enqueue(stored)
    job.refresh_from_db()


def _is_light(job: ImportJob) -> bool:
    """Whether a clerk may wait for it, and a process that answers readers be held by it."""
    if job.file.size > settings.SHEET_BYTES_AT_ONCE:
        return False
    with job.file.open("rb") as file:
        return archives.claimed_size(file) <= settings.SHEET_UNPACKED_BYTES_AT_ONCE


def confirm(*, job: ImportJob, by: Any, good_rows_only: bool, check_number: int) -> Outcome:
    """What `actions.confirm` does, with the result QUEUED where the worker will write. Errors: PermissionDenied."""
    if job.user_id != by.pk:
        raise PermissionDenied
    if job.counts.get(NEW, 0) + job.counts.get(CHANGED, 0) <= settings.SHEET_ROWS_AT_ONCE:
        return actions.confirm(job=job, by=by, good_rows_only=good_rows_only, check_number=check_number)
    with transaction.atomic():
        stored = ImportJob.objects.select_for_update().get(pk=job.pk)
        if stored.state == JobState.CONFIRMED:
            return Outcome(REPEATED, finding=of_file(WAITS))
        if stored.state != JobState.CHECKED:
            return Outcome(REPEATED, finding=of_file(ALREADY))
        if stored.options.get("check") != check_number:
            return Outcome(BLOCKED, finding=of_file(ANOTHER_CHECK))
        stored.state = JobState.CONFIRMED
        stored.options["good_rows_only"] = good_rows_only
        stored.failure = {}
        stored.save(update_fields=["state", "options", "failure"])
        recovery.enqueue(stored)
    job.refresh_from_db()
    return Outcome(QUEUED)


def undo(*, job: ImportJob, by: Any, force: bool = False, reason: str = "") -> undoing.Outcome:
    """What `undoing.undo` does, with the result QUEUED where the worker will do it. Errors: PermissionDenied."""
    if job.state != JobState.WRITTEN or not is_long(written_by(job)):
        return undoing.undo(job=job, by=by, force=force, reason=reason)
    if not ImportJob.objects.visible_to(by).filter(pk=job.pk).exists():
        raise PermissionDenied
    with transaction.atomic():
        refusal = undoing.refusal_of(ImportJob.objects.select_for_update().get(pk=job.pk), by)
        if refusal:
            result = undoing.REPEATED if refusal.message == undoing.ALREADY else undoing.REFUSED
            return undoing.Outcome(result, refusal)
        own = ImportJob.objects.filter(undoes=job).first() or ImportJob(undoes=job, kind=JobKind.UNDO)
        if own.state == JobState.CONFIRMED:
            return undoing.Outcome(undoing.REPEATED, of_file(UNDO_WAITS), own)
        own.state, own.failure, own.options = JobState.CONFIRMED, {}, {"force": force}
        own.sheet, own.user, own.reason = job.sheet, by, reason
        own.save()
        recovery.enqueue(own)
    return undoing.Outcome(QUEUED, job=own)


def is_long(written: list[Written]) -> bool:
    """Whether so many records are left to the worker when they are undone."""
    return sum(each.created + each.changed + each.removed for each in written) > settings.SHEET_ROWS_AT_ONCE
