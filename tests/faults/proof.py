"""What must hold of an import whatever happened to the process that worked on it: all or nothing, once, and said so."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from enterprises.models import Enterprise, Registration
from enterprises.models.line import RegisterLine
from tests.faults.processes import temporary_folder
from zoneportal.spreadsheets.checks.reports import FRESH, PARTS
from zoneportal.spreadsheets.models import WITH_MOMENT, ImportJob


@dataclass(frozen=True)
class Register:
    """How many there are, before something happens."""

    enterprises: int
    registrations: int

    @classmethod
    def now(cls) -> "Register":
        return cls(Enterprise.objects.count(), Registration.objects.count())


def entries(job: ImportJob, model: Any, sign: str) -> set[int]:
    return set(model.history.filter(import_job=job, history_type=sign).values_list("id", flat=True))


def all_or_nothing(job: ImportJob, before: Register, mark: str) -> bool:
    """Whether everything was written; an AssertionError where neither everything nor nothing was.

    `mark`: with what every row of the sheet lets the address begin, and nothing else does.
    """
    job.refresh_from_db()
    created, changed = entries(job, Enterprise, "+"), entries(job, Enterprise, "~")
    stays = entries(job, Registration, "+")
    marked = set(Enterprise.objects.filter(address__startswith=mark).values_list("pk", flat=True))
    assert Register.now() == Register(before.enterprises + len(created), before.registrations + len(stays))
    assert RegisterLine.objects.count() == before.enterprises + len(created)
    assert created | changed == marked
    if job.state not in WITH_MOMENT:
        assert (marked, stays, job.written_at) == (set(), set(), None)
        return False
    assert (len(created), len(changed), len(stays)) == (job.counts["new"], job.counts["changed"], job.counts["new"])
    assert Enterprise.history.filter(import_job=job).count() == len(marked)
    return True


def sound() -> None:
    """The database is whole and nobody holds anything in it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
            return
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        )
        assert cursor.fetchone() == (0,)


def uploads() -> Path:
    return Path(settings.UPLOAD_ROOT) / "sheets"


def tidy() -> None:
    """Every stored file belongs to an import, and nothing lies in the folder for temporary files."""
    names = {name for name in ImportJob.objects.values_list("file", flat=True) if name}
    stored = {file.name for file in uploads().iterdir()} if uploads().exists() else set()
    known = {f"sheets/{name.partition('.')[0]}" for name in stored}
    assert known <= names
    assert {name.partition(".")[2] for name in stored} <= {"", *PARTS, FRESH}
    assert list(temporary_folder().iterdir()) == []
