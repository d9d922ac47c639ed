"""Processes killed with SIGKILL at random moments of their work on a long sheet."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import caches
from django.db.models import F
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from bench.faults.rounds import EVERYTHING, NOTHING, Score, Setting, played
from tests import sheets
from tests.faults import proof
from tests.faults.processes import Acting, answered, nothing_left_of
from tests.faults.sheets_of_marks import Sent, table
from tests.faults.web import ROOT, served
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.sheets.resources import Options

AS_LONG = override_settings(SHEET_ROWS_AT_ONCE=10)  # the worker gets every sheet


@dataclass(frozen=True)
class Rehearsal:
    """How long something takes that is not disturbed, and through how many moments it passes."""

    name: str
    seconds: float
    moments: int

    @classmethod
    def of(cls, name: str, end: str, **words: int) -> "Rehearsal":
        start, acting = time.perf_counter(), Acting(name, **words)
        said = acting.answer()
        assert said == end, said
        return cls(name, time.perf_counter() - start, len(acting.moments))

    def killed(self, turn: int, dice: random.Random, **words: int) -> None:
        """In turns from outside after a random time, and at a random statement, commit or file, up to the very last."""
        if turn % 2:
            acting = Acting(self.name, at=dice.randrange(self.moments), **words)
            acting.answer()
        else:
            acting = Acting(self.name, **words)
            acting.process.join(dice.uniform(0, self.seconds * 1.2))
        acting.kill()
        assert nothing_left_of(acting.pid), "the child that reads the file lives on"


def confirmations(setting: Setting, number: int) -> Score:
    rehearsal = Rehearsal.of("confirm", actions.WRITTEN, job=setting.send().job.pk, user=setting.boss.pk)

    def one(turn: int) -> str:
        sheet = setting.send()
        rehearsal.killed(turn, setting.dice, job=sheet.job.pk, user=setting.boss.pk)
        return setting.went_on(sheet)

    return played(f"SIGKILL while {setting.rows:,} rows are confirmed", number, one)


def undos(setting: Setting, number: int) -> Score:
    sheet = setting.send(changed=0)
    setting.confirmed(sheet)
    rehearsal = Rehearsal.of("undo", "undone", job=sheet.job.pk, user=setting.boss.pk)

    def one(turn: int) -> str:
        sheet = setting.send(changed=0)
        setting.confirmed(sheet)
        rehearsal.killed(turn, setting.dice, job=sheet.job.pk, user=setting.boss.pk)
        was_undone = is_undone(sheet)
        answered("undo", job=sheet.job.pk, user=setting.boss.pk)
        assert is_undone(sheet)
        return "everything undone" if was_undone else "nothing undone"

    return played(f"SIGKILL while {setting.rows // 2:,} new rows are undone", number, one)


def is_undone(sheet: Sent) -> bool:
    sheet.job.refresh_from_db()
    undone = sheet.job.state == JobState.UNDONE
    assert proof.Register.now() == sheet.before if undone else sheet.is_written()
    assert ImportJob.objects.filter(undoes=sheet.job).count() == int(undone)
    return undone


def workers(setting: Setting, number: int) -> Score:
    """The real worker, first while it checks, then while it writes."""

    def one(turn: int) -> str:
        sheet = waiting(setting, f"排队{turn}")
        worker_killed(setting.dice.uniform(0, 6))
        a_minute_passes()
        assert answered("work") == "idle"
        sheet.job.refresh_from_db()
        assert sheet.job.state == JobState.CHECKED, sheet.job.state
        choice = {"good_rows_only": False, "check_number": sheet.job.options["check"]}
        with AS_LONG:
            assert starting.confirm(job=sheet.job, by=setting.boss, **choice).result == starting.QUEUED
        worker_killed(setting.dice.uniform(1, 6))
        was_written = sheet.is_written()
        a_minute_passes()
        assert answered("work") == "idle"
        assert sheet.is_written()
        return EVERYTHING if was_written else NOTHING

    return played(f"SIGKILL of the worker with {setting.rows:,} rows", number, one)


def waiting(setting: Setting, mark: str) -> Sent:
    rows = table(setting.park, mark, setting.rows // 2, setting.stored)
    before = proof.Register.now()
    file = {"content": sheets.as_csv(rows), "filename": "x.csv"}
    job = actions.receive(sheet="enterprises", by=setting.boss, options=Options(), **file)
    with AS_LONG:
        starting.check(job=job)
    assert job.state == JobState.QUEUED, job.state
    return Sent(job, mark, before)


def worker_killed(seconds: float) -> None:
    command = [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--verbosity", "0"]
    worker = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    time.sleep(seconds)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert nothing_left_of(worker.pid), "the child that reads the file lives on"


def a_minute_passes() -> None:
    """The silence after which a process counts as dead."""
    caches["progress"].clear()
    DBTaskResult.objects.update(started_at=F("started_at") - timedelta(minutes=2))


def web_processes(setting: Setting, number: int) -> Score:
    """The process of gunicorn that answers, while a clerk waits for it; the short sheet that it writes itself."""
    some = 1_800

    def one(_turn: int) -> str:
        sheet = setting.send(new=some // 2, changed=some // 2)
        confirm = f"/admin/spreadsheets/importjob/{sheet.job.pk}/confirm/"
        asking = threading.Thread(target=web.ask, args=("POST", confirm), kwargs={"check": "1"})
        asking.start()
        time.sleep(setting.dice.uniform(0.05, 3))
        web.kill_worker()
        asking.join()
        was_written = sheet.is_written()
        web.wait()
        assert web.ask("POST", confirm, check="1") == 302
        assert sheet.is_written()
        return EVERYTHING if was_written else NOTHING

    with served(setting.boss) as web:
        return played(f"SIGKILL of the process that answers pages with {some:,} rows", number, one)
