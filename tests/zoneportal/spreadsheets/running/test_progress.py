"""Progress that another process sees, and the clerk's wish to stop."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from tests import factories
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.running import progress
from zoneportal.spreadsheets.running.progress import CHECKING, READING, WRITING, Cancelled, Progress, TooLong


@pytest.fixture
def job(db) -> ImportJob:
    return ImportJob.objects.create(sheet="parks", user=factories.UserFactory(), state=JobState.CHECKING)


@pytest.fixture
def often(monkeypatch) -> None:
    monkeypatch.setattr(progress, "TOLD_EVERY", 0)
    monkeypatch.setattr(progress, "ASKED_EVERY", 0)


def test_what_was_told_is_seen_by_others(job, often):
    with Progress.of(job) as telling:
        telling.tell(READING, 10)
        first = progress.seen(job)
        telling.tell(CHECKING, 50, 200)
        second = progress.seen(job)
    assert (first.phase, first.done, first.total, first.percent) == (READING, 10, None, None)
    assert (second.phase, second.done, second.total, second.percent) == (CHECKING, 50, 200, 25)
    assert timezone.now() - second.at < timedelta(seconds=10)


def test_nothing_is_seen_before_and_after(job):
    assert progress.seen(job) is None
    with Progress.of(job) as telling:
        telling.tell(READING, 1)
    assert progress.seen(job) is None


def test_a_phase_is_told_at_once_and_the_rest_a_few_times_a_second(job):
    with Progress.of(job) as telling:
        for row in range(1, 1000):
            telling.tell(CHECKING, row, 5000)
        few = progress.seen(job)
        telling.tell(WRITING, 0, 5000)
        assert few.done < 999
        assert progress.seen(job).phase == WRITING


def test_a_process_shows_that_it_lives_while_it_works(job):
    assert not progress.is_alive(job)
    with Progress.of(job):
        assert progress.is_alive(job)
    assert not progress.is_alive(job)


def test_it_lives_while_it_has_nothing_to_tell(job, monkeypatch):
    monkeypatch.setattr(progress, "BEAT", 0.01)
    with Progress.of(job) as telling:
        caches["progress"].clear()
        telling._over.wait(0.2)
        assert progress.is_alive(job)


def test_a_process_that_died_is_dead_after_a_minute(job, monkeypatch):
    monkeypatch.setattr(progress, "SILENCE", 0)
    with Progress.of(job):
        assert not progress.is_alive(job)


def test_a_cancelled_job_is_stopped(job, often):
    with Progress.of(job) as telling:
        telling.tell(READING, 1)
        ImportJob.objects.update(state=JobState.CANCELLED)
        with pytest.raises(Cancelled):
            telling.tell(CHECKING, 2, 3)


def test_the_database_is_asked_once_a_second_at_most(job, django_assert_num_queries):
    with Progress.of(job) as telling, django_assert_num_queries(1):
        for row in range(100):
            telling.tell(CHECKING, row, 100)


def test_writing_is_not_stopped_and_asks_no_database(job, often, django_assert_num_queries):
    ImportJob.objects.update(state=JobState.CANCELLED)
    with Progress.of(job) as telling, django_assert_num_queries(0):
        telling.tell(WRITING, 1, 3)
        telling.tell(WRITING, 2, 3)


@pytest.mark.parametrize(("done", "total"), [(11, None), (0, 11)])
def test_a_clerk_does_not_wait_for_more_rows_than_agreed(job, done, total):
    with Progress.of(job, most_rows=10) as telling:
        telling.tell(READING, 10)
        with pytest.raises(TooLong):
            telling.tell(READING, done, total)


def test_a_cache_that_fails_costs_no_sheet(job, monkeypatch, caplog):
    class Broken:
        def __getitem__(self, _name: str) -> None:
            raise OSError("No space left on device")

    monkeypatch.setattr(progress, "caches", Broken())
    with Progress.of(job) as telling:
        telling.tell(WRITING, 1, 2)
    assert progress.seen(job) is None
    assert not progress.is_alive(job)
    assert "cannot be kept" in caplog.text
