"""What the processes of the fault tests do, each by the portal's own functions. All answers are plain words."""

import resource
import signal
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection

from zoneportal.accounts.models import User
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.sheets.resources import Options
from zoneportal.spreadsheets.undo import undoing


def confirm(job: int, user: int, good_rows_only: bool = False, before: str = "") -> str:
    """The result of the confirmation; `before` names something that narrows this process first."""
    if before:
        NARROWED[before]()
    outcome = actions.confirm(job=_job(job), by=User.objects.get(pk=user), good_rows_only=good_rows_only)
    return outcome.result


def check(job: int, before: str = "") -> str:
    if before:
        NARROWED[before]()
    actions.check(job=_job(job))
    return _job(job).state


def cancel(job: int) -> bool:
    return actions.cancel(job=_job(job))


def undo(job: int, user: int) -> str:
    return undoing.undo(job=_job(job), by=User.objects.get(pk=user)).result


def work() -> str:
    """What waits in the queue, as a worker that is started does it; it ends when nothing waits."""
    call_command("db_worker", batch=True, interval=0.1, verbosity=0)
    return "idle"


def receive(content: bytes, user: int, before: str = "") -> int:
    """The number of the job; the file is checked too."""
    if before:
        NARROWED[before]()
    job = actions.receive(
        sheet="enterprises", content=content, filename="x.csv", by=User.objects.get(pk=user), options=Options()
    )
    starting.check(job=job)
    return job.pk


def _job(key: int) -> ImportJob:
    return ImportJob.objects.get(pk=key)


# What narrows a process


def no_room_in_the_database() -> None:
    """SQLite answers as on a full disk once its file would grow."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # it would use pages that are empty
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")


def no_room_for_files() -> None:
    """Every file ends at 4 KB: what is written beyond fails, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))


def little_patience() -> None:
    """Waits a moment for locks, not ten seconds."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 300")
        else:
            cursor.execute("SET lock_timeout = '300ms'")


NARROWED: dict[str, Callable[[], None]] = {
    "no room in the database": no_room_in_the_database,
    "no room for files": no_room_for_files,
    "little patience": little_patience,
}
TASKS: dict[str, Callable[..., Any]] = {each.__name__: each for each in (confirm, check, cancel, undo, work, receive)}
