"""Files go after their time; the evidence stays."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories, sheets
from zoneportal.spreadsheets import tasks
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs.retention import clean_up, is_kept
from zoneportal.spreadsheets.models import ImportJob, JobState

NOW = timezone.now()
NOTHING = {"closed": 0, "imports": 0, "files": 0, "strays": 0, "task_results": 0}


@pytest.fixture(autouse=True)
def uploads(db, monkeypatch, tmp_path) -> Path:
    """The folder of the uploads, for this test alone."""
    monkeypatch.setattr(ImportJob._meta.get_field("file"), "storage", FileSystemStorage(tmp_path))
    return tmp_path / "sheets"


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def imported(boss, *, days_ago: int, state: JobState | None = None) -> ImportJob:
    table = [["园区编码", "网址词", "园区名称"], ["kj", "kj", "科技工业园"]]
    job = sheets.received("parks", table, user=boss) if state else sheets.written("parks", table, user=boss)
    ImportJob.objects.filter(pk=job.pk).update(
        created_at=NOW - timedelta(days=days_ago), state=state or JobState.WRITTEN
    )
    job.refresh_from_db()
    return job


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_of_old_imports_go_and_the_evidence_stays(boss, uploads):
    job = imported(boss, days_ago=366)
    before = ImportJob.objects.values().get()
    number = len(names(uploads))
    cleaned = clean_up(at=NOW)
    job.refresh_from_db()
    assert vars(cleaned) == NOTHING | {"imports": 1, "files": number}
    assert (names(uploads), job.file_removed_at, is_kept(job)) == ([], NOW, False)
    assert ImportJob.objects.values().get() == before | {"file_removed_at": NOW}


@pytest.mark.parametrize(("days_ago", "state"), [(364, None), (366, JobState.QUEUED), (366, JobState.CONFIRMED)])
def test_younger_and_open_imports_keep_their_files(boss, days_ago, state):
    job = imported(boss, days_ago=days_ago, state=state)
    assert vars(clean_up(at=NOW)) == NOTHING
    assert is_kept(job)


def test_a_check_that_nobody_decided_about_is_cancelled(boss, uploads):
    job = imported(boss, days_ago=366, state=JobState.CHECKED)
    cleaned = clean_up(at=NOW)
    job.refresh_from_db()
    assert (cleaned.closed, cleaned.imports, job.state, names(uploads)) == (1, 1, JobState.CANCELLED, [])


def test_a_second_run_finds_nothing(boss):
    imported(boss, days_ago=366)
    clean_up(at=NOW)
    assert vars(clean_up(at=NOW)) == NOTHING


def test_a_run_that_was_stopped_is_finished_by_the_next(boss, monkeypatch, uploads):
    job = imported(boss, days_ago=366)
    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "delete", lambda *_arguments: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            clean_up(at=NOW)
    job.refresh_from_db()
    assert job.file_removed_at is None
    clean_up(at=NOW)
    assert names(uploads) == []


def test_files_of_no_import_go_after_a_day(boss, uploads):
    kept = imported(boss, days_ago=1)
    old, young = uploads / ("a" * 32), uploads / ("b" * 32)
    for path in (old, young):
        path.write_bytes(b"x")
    two_days_ago = (NOW - timedelta(days=2)).timestamp()
    os.utime(old, (two_days_ago, two_days_ago))
    os.utime(kept.file.path, (two_days_ago, two_days_ago))
    assert clean_up(at=NOW).strays == 1
    assert (old.exists(), young.exists(), is_kept(kept)) == (False, True, True)


def test_old_results_of_tasks_go(boss):
    for days in (13, 15):
        tasks.check_sheet.enqueue(job=1, language="en")
        DBTaskResult.objects.filter(finished_at=None).update(
            status="SUCCESSFUL", finished_at=NOW - timedelta(days=days)
        )
    tasks.check_sheet.enqueue(job=2, language="en")
    assert (clean_up(at=NOW).task_results, DBTaskResult.objects.count()) == (1, 2)


def test_the_command_says_what_would_go_and_then_what_went(boss, uploads):
    imported(boss, days_ago=366, state=JobState.CHECKED)
    imported(boss, days_ago=366)
    before = names(uploads)
    dry, wet = io.StringIO(), io.StringIO()
    call_command("clean_up_sheets", dry_run=True, stdout=dry)
    assert (names(uploads), ImportJob.objects.filter(state=JobState.CHECKED).count()) == (before, 1)
    call_command("clean_up_sheets", stdout=wet)
    assert names(uploads) == []
    assert dry.getvalue().splitlines()[1:] == wet.getvalue().splitlines()


def test_an_undo_has_no_file(boss):
    job = actions.ImportJob.objects.create(sheet="parks", user=boss, state=JobState.CANCELLED)
    ImportJob.objects.update(created_at=NOW - timedelta(days=400))
    assert (is_kept(job), vars(clean_up(at=NOW))) == (False, NOTHING)


def test_nothing_was_ever_sent():
    assert vars(clean_up(at=NOW)) == NOTHING
