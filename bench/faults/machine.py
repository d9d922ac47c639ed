"""The database stopped in the middle, and a disk that is full: a small file system of its own, filled more and more."""

import os
import shlex
import subprocess
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from bench.faults.rounds import EVERYTHING, NOTHING, Score, Setting, played
from tests.faults.processes import Acting, answered, nothing_left_of
from tests.postgres_cluster import binaries, unprivileged
from zoneportal.spreadsheets.importing import actions

NO_SERVER = "OperationalError"
FREE = (64, 128, 256, 512, 1024, 2048, 3072, 4096, 6144, 8192)  # KB that are left on the disk, round by round


def stops(setting: Setting, number: int) -> Score:
    """PostgreSQL is stopped at once, as when the power fails, and started again."""
    took = setting.confirmed(setting.send())

    def one(_turn: int) -> str:
        sheet = setting.send()
        acting = Acting("confirm", job=sheet.job.pk, user=setting.boss.pk)
        time.sleep(setting.dice.uniform(0.1, took))
        server("-m", "immediate", "stop")
        said = acting.answer()
        begun_again()
        was_written = sheet.is_written()
        # Without its database the portal answers as it does on every page then.
        assert said == actions.WRITTEN if was_written else said in (actions.BLOCKED, None) or NO_SERVER in said, said
        assert nothing_left_of(acting.pid)
        setting.went_on(sheet)
        return EVERYTHING if was_written else NOTHING

    learn_the_server()
    return played(f"the database stopped while {setting.rows:,} rows are confirmed", number, one)


_known: dict[str, str] = {}


def learn_the_server() -> None:
    """Where it lives and how it was started, while it can still be asked."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        _known["data"] = cursor.fetchone()[0]
    _program, _word, _data, *words = shlex.split((Path(_known["data"]) / "postmaster.opts").read_text())
    _known["options"] = shlex.join(words)


def server(*words: str) -> None:
    user = unprivileged()
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    command = [f"{binaries()}/pg_ctl", "-D", _known["data"], "-w", *words]
    subprocess.run(command, cwd=_known["data"], check=True, stdout=subprocess.DEVNULL, **as_user)


def begun_again() -> None:
    """The server runs, whatever became of it."""
    connection.close()
    if not _answers():
        server("-l", f"{_known['data']}.log", "-o", _known["options"], "start")
    assert _answers()


def _answers() -> bool:
    for _attempt in range(30):
        try:
            connection.ensure_connection()
        except DatabaseError:
            if not (Path(_known["data"]) / "postmaster.pid").exists():
                return False
            time.sleep(0.1)
        else:
            return True
    return False


def full_disk(setting: Setting, number: int) -> Score:
    """The folder of the portal (on SQLite with its database) has less and less room."""
    ballast = Path(settings.DATA_DIR) / "ballast"
    if connection.vendor == "postgresql":
        learn_the_server()

    def one(turn: int) -> str:
        sheet = setting.send()
        fill(ballast, FREE[turn * len(FREE) // number])
        try:
            said = answered("confirm", job=sheet.job.pk, user=setting.boss.pk)
        finally:
            ballast.unlink()
        if connection.vendor == "postgresql":
            begun_again()  # it gives up where it has no room for its log
        was_written = sheet.is_written()
        assert said == (actions.WRITTEN if was_written else actions.BLOCKED), said
        setting.went_on(sheet)
        return EVERYTHING if was_written else NOTHING

    return played("a disk with little room left", number, one)


def fill(file: Path, leave: int) -> None:
    """Until only so many KB are free."""
    free = os.statvfs(file.parent)
    size = free.f_bavail * free.f_frsize - leave * 1024
    with file.open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, max(size, 1))
