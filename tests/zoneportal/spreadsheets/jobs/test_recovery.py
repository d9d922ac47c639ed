"""Sheets whose worker died: found out, and begun again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests import factories, sheets
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import recovery
from zoneportal.spreadsheets.jobs.recovery import Standing, standing
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.running import progress
from zoneportal.spreadsheets.running.progress import WORKER, Heart, Progress
from zoneportal.spreadsheets.sheets.resources import Options

SHEET = sheets.as_csv([["园区编码", "网址词", "园区名称"], ["kj", "kj", "科技工业园"]])
LONG_AGO = timezone.now() - timedelta(minutes=5)


@pytest.fixture
def begun(db, django_capture_on_commit_callbacks):
    """A sheet in a state in which the worker has to do something, with its task."""

    def begin(
        state: JobState = JobState.QUEUED, task: str | None = TaskResultStatus.READY, tries: int = 1
    ) -> ImportJob:
        boss = factories.UserFactory(is_superuser=True)
        job = actions.receive(sheet="parks", content=SHEET, filename="parks.csv", by=boss, options=Options())
        ImportJob.objects.filter(pk=job.pk).update(state=state)
        job.refresh_from_db()
        if task:
            with django_capture_on_commit_callbacks(execute=True):
                recovery.enqueue(job)
            if task != TaskResultStatus.READY:
                DBTaskResult.objects.update(status=task, started_at=LONG_AGO, worker_ids=["w"] * tries)
        return job

    return begin


@pytest.fixture
def restarted(django_capture_on_commit_callbacks):
    """What a worker begins again as it starts."""

    def restart(*, is_only_worker: bool = False) -> list[int]:
        with django_capture_on_commit_callbacks(execute=True):
            return recovery.restart_interrupted(is_only_worker=is_only_worker)

    return restart


def statuses() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def test_a_sheet_waits_for_its_worker(begun):
    job = begun()
    assert standing(job) == Standing.UNATTENDED
    with Heart(WORKER):
        assert standing(job) == Standing.WAITING


def test_a_sheet_is_worked_on_while_its_process_lives(begun):
    job = begun(JobState.CHECKING, TaskResultStatus.RUNNING)
    with Progress.of(job):
        assert standing(job) == Standing.WORKING
    assert standing(job) == Standing.INTERRUPTED


def test_a_task_that_was_just_taken_has_its_minute(begun):
    job = begun(JobState.QUEUED, TaskResultStatus.RUNNING)
    DBTaskResult.objects.update(started_at=timezone.now())
    assert standing(job) == Standing.WORKING


def test_a_check_while_the_clerk_waits_has_no_task(begun):
    job = begun(JobState.CHECKING, None)
    with Progress.of(job):
        assert standing(job) == Standing.WORKING
    assert standing(job) == Standing.INTERRUPTED


@pytest.mark.parametrize("state", [JobState.CHECKED, JobState.UNREADABLE, JobState.CANCELLED])
def test_nobody_has_to_work_on_what_is_decided_or_done(begun, state):
    assert standing(begun(state, None)) is None


def test_the_only_worker_knows_at_once_that_a_running_task_is_dead(begun):
    job = begun(JobState.CHECKING, TaskResultStatus.RUNNING)
    with Progress.of(job):
        assert standing(job, is_only_worker=True) == Standing.INTERRUPTED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (JobState.CHECKING, JobState.QUEUED),
        (JobState.QUEUED, JobState.QUEUED),
        (JobState.CONFIRMED, JobState.CONFIRMED),
    ],
)
def test_a_worker_begins_again_what_died(begun, restarted, before, after):
    job = begun(before, TaskResultStatus.RUNNING)
    assert (restarted(), restarted()) == ([job.pk], [])
    job.refresh_from_db()
    assert (job.state, statuses()) == (after, [TaskResultStatus.READY])


def test_a_sheet_that_was_never_queued_is_queued(begun, restarted):
    begun(JobState.QUEUED, None)
    restarted()
    assert statuses() == [TaskResultStatus.READY]


def test_a_sheet_whose_last_check_is_over_is_queued_anew(begun, restarted):
    begun(JobState.QUEUED, TaskResultStatus.SUCCESSFUL)
    restarted()
    assert sorted(statuses()) == [TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL]


def test_what_waits_or_runs_is_left_alone(begun, restarted):
    waits, runs = begun(), begun(JobState.CHECKING, None)
    with Progress.of(runs):
        assert restarted() == []
    assert standing(waits) == Standing.UNATTENDED


def test_a_sheet_that_kills_its_worker_twice_waits_for_a_person(begun, restarted, caplog):
    job = begun(JobState.CHECKING, TaskResultStatus.RUNNING, tries=recovery.MOST_TRIES)
    assert (restarted(is_only_worker=True), restarted(is_only_worker=True)) == ([], [])
    assert (statuses(), standing(job)) == ([TaskResultStatus.FAILED], Standing.INTERRUPTED)


def test_the_clerk_begins_again_what_died(begun, django_capture_on_commit_callbacks):
    job = begun(JobState.CHECKING, TaskResultStatus.RUNNING, tries=recovery.MOST_TRIES)
    with django_capture_on_commit_callbacks(execute=True):
        assert recovery.restart(job=job)
    job.refresh_from_db()
    assert (job.state, statuses()) == (JobState.QUEUED, [TaskResultStatus.FAILED, TaskResultStatus.READY])


def test_the_clerk_cannot_begin_again_what_runs(begun):
    job = begun(JobState.CHECKING, TaskResultStatus.RUNNING)
    with Progress.of(job):
        assert not recovery.restart(job=job)
    assert statuses() == [TaskResultStatus.RUNNING]


def test_a_minute_of_silence_is_what_counts():
    assert progress.SILENCE == 60 > 3 * progress.BEAT
