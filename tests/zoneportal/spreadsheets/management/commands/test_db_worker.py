"""The worker as a process of its own, on the database of the test."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from parks.models import Park
from tests import factories, sheets
from tests.faults.processes import database_url
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import recovery, retention, starting
from zoneportal.spreadsheets.management.commands import db_worker
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.sheets.resources import Options

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = sheets.as_csv([["园区编码", "网址词", "园区名称"], ["kj", "kj", "科技工业园"]])


@pytest.fixture
def boss():
    ContentType.objects.clear_cache()
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def queued(boss, settings) -> ImportJob:
    settings.SHEET_BYTES_AT_ONCE = settings.SHEET_ROWS_AT_ONCE = 0
    job = actions.receive(sheet="parks", content=SHEET, filename="parks.csv", by=boss, options=Options())
    starting.check(job=job)
    assert job.state == JobState.QUEUED
    return job


def worker(*arguments: str) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--verbosity", "0", *arguments]
    environment = os.environ | {"DATABASE_URL": database_url()}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes)


def work() -> str:
    """Everything that waits, by a worker that ends then. What it said of it."""
    process = worker("--batch")
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 0, complained
    return said + complained


def test_a_worker_checks_and_writes_a_sheet_in_silence(queued, boss):
    assert work() == ""
    queued.refresh_from_db()
    assert (queued.state, queued.counts["new"]) == (JobState.CHECKED, 1)
    assert starting.confirm(job=queued, by=boss, good_rows_only=False, check_number=1).result == starting.QUEUED
    assert work() == ""
    queued.refresh_from_db()
    assert (queued.state, Park.history.filter(import_job=queued).count()) == (JobState.WRITTEN, 1)


def test_a_worker_begins_again_what_its_predecessor_died_of(queued):
    ImportJob.objects.update(state=JobState.CHECKING)
    long_ago = timezone.now() - timedelta(minutes=5)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=["the dead one"])
    assert recovery.standing(ImportJob.objects.get()) == recovery.Standing.INTERRUPTED
    assert f"Import {queued.pk} was interrupted; it begins again." in work()
    queued.refresh_from_db()
    assert queued.state == JobState.CHECKED
    assert len(DBTaskResult.objects.get().worker_ids) == 2


@pytest.mark.only_on("postgresql")
def test_of_two_workers_one_takes_a_sheet(queued):
    workers = [worker("--batch"), worker("--batch")]
    assert [process.communicate(timeout=60) for process in workers] == [("", ""), ("", "")]
    queued.refresh_from_db()
    assert (queued.state, queued.options["check"]) == (JobState.CHECKED, 1)
    assert len(DBTaskResult.objects.get().worker_ids) == 1


@pytest.mark.only_on("sqlite")
def test_a_second_worker_is_refused_and_the_first_ends_when_it_is_asked_to(queued):
    first = worker()
    try:
        while queued.state != JobState.CHECKED:
            assert first.poll() is None
            time.sleep(0.1)
            queued.refresh_from_db()
        second = worker()
        _said, complained = second.communicate(timeout=60)
        assert (second.returncode, complained.count("\n")) == (1, 1)
        assert "A worker runs already" in complained
    finally:
        first.terminate()
        assert (*first.communicate(timeout=60), first.returncode) == ("", "", 0)


@pytest.fixture
def at_home(monkeypatch) -> None:
    """A worker within this process leaves its signals and loggers alone."""
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda _worker: None)
    monkeypatch.setattr(db_worker.Command, "configure_logging", lambda *_arguments: None)


@pytest.mark.usefixtures("at_home")
def test_files_that_cannot_be_removed_stop_no_worker(monkeypatch, caplog):
    def refused(**_options):
        raise PermissionError("sheets")

    monkeypatch.setattr(retention, "clean_up", refused)
    call_command("db_worker", batch=True, verbosity=0)
    assert "could not be removed" in caplog.text


@pytest.mark.usefixtures("at_home")
def test_a_database_that_fails_for_a_moment_stops_no_worker(monkeypatch, caplog):
    answers = iter([OperationalError("gone"), []])

    def restart(**_options):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(db_worker, "PATIENCE", 0)
    monkeypatch.setattr(db_worker, "HOUSEKEEPING_EVERY", 0)
    monkeypatch.setattr(recovery, "restart_interrupted", restart)
    call_command("db_worker", batch=True, verbosity=0)
    assert "does not answer" in caplog.text
