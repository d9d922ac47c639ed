"""Sheets on their way: what is done at once while a clerk waits, and by the worker for long ones, in the same steps.

Each step takes the job from one state to the next by a claim that only one process can win, and whatever happens
leaves a state on which a clerk can act. The queue stores the path of a task: what waits while the program is renewed
must find it here afterwards.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import translation
from django_tasks import task

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.checks import reports
from zoneportal.spreadsheets.files.reading import ChooseSheet
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.importing.stored import report_of
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.running import journal
from zoneportal.spreadsheets.running.progress import Cancelled, Progress, TooLong
from zoneportal.spreadsheets.undo import undoing

FAULT = N_(
    "The portal could not finish this because of a fault of its own. Nothing was written. "
    "Tell whoever runs the portal the number of this import: %(job)s."
)
RIGHT_GONE = N_("The sender may not import this sheet any more. Nothing was written.")
NOT_AS_CHECKED = N_("Nothing was written. Look at the errors and conflicts below.")


@task()
def check_sheet(job: int, language: str) -> None:
    with translation.override(language):
        check(job)


@task()
def write_sheet(job: int, language: str) -> None:
    with translation.override(language):
        write(job)


@task()
def undo_import(job: int, language: str) -> None:
    with translation.override(language):
        undo(job)


def check(key: int, most_rows: int | None = None) -> None:
    """A waiting sheet becomes CHECKED or UNREADABLE; nothing happens where another process has taken it.

    Errors: TooLong, with the sheet waiting again.
    """
    if not move(key, JobState.QUEUED, JobState.CHECKING, failure={}):
        return
    job = ImportJob.objects.select_related("user").get(pk=key)
    try:
        with Progress.of(job, most_rows) as progress:
            actions.check(job=job, progress=progress)
    except ChooseSheet as choose:
        reports.store_choice(report_of(job), choose.names)
    except Refused as refused:
        move(key, JobState.CHECKING, JobState.UNREADABLE, failure=as_failure(refused.message, refused.params))
    except Cancelled:
        return
    except TooLong:
        move(key, JobState.CHECKING, JobState.QUEUED)
        raise
    except Exception as error:
        journal.note(key, error)
        move(key, JobState.CHECKING, JobState.UNREADABLE, failure=as_failure(FAULT, {"job": key}))
    move(key, JobState.CHECKING, JobState.CHECKED)


def write(key: int) -> None:
    """A confirmed sheet becomes WRITTEN, or CHECKED again with the reason why nothing was written."""
    job = ImportJob.objects.select_related("user").get(pk=key)
    if job.state != JobState.CONFIRMED:
        return
    try:
        with Progress.of(job) as progress:
            outcome = actions.confirm(
                job=job,
                by=job.user,
                good_rows_only=job.options["good_rows_only"],
                check_number=job.options["check"],
                progress=progress,
            )
    except PermissionDenied:
        failure = as_failure(RIGHT_GONE)
    except Cancelled:
        return
    except Exception as error:
        journal.note(key, error)
        failure = as_failure(FAULT, {"job": key})
    else:
        finding = outcome.finding
        failure = as_failure(finding.message, finding.params) if finding else as_failure(NOT_AS_CHECKED)
    move(key, JobState.CONFIRMED, JobState.CHECKED, failure=failure)


def undo(key: int) -> None:
    """A waiting undo becomes WRITTEN, or CANCELLED with the reason why nothing was changed."""
    job = ImportJob.objects.select_related("user").get(pk=key)
    if job.state != JobState.CONFIRMED:
        return
    whole = ImportJob.objects.get(pk=job.undoes_id)
    try:
        with Progress.of(job) as progress:
            force = job.options["force"]
            outcome = undoing.undo(job=whole, by=job.user, force=force, reason=job.reason, progress=progress)
    except PermissionDenied:
        failure = as_failure(RIGHT_GONE)
    except Cancelled:
        return
    except Exception as error:
        journal.note(key, error)
        failure = as_failure(FAULT, {"job": key})
    else:
        failure = as_failure(outcome.finding.message, outcome.finding.params) if outcome.finding else {}
    move(key, JobState.CONFIRMED, JobState.CANCELLED, failure=failure)


def move(key: int, before: JobState, after: JobState, **fields: Any) -> bool:
    """Whether the job was in the state `before`; only one process can take it from there."""
    return bool(ImportJob.objects.filter(pk=key, state=before).update(state=after, **fields))


def as_failure(message: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """A sentence for the clerk, in the language in which it will be read."""
    return {"message": message, "params": params or {}}
