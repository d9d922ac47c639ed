"""What the worker does with a sheet, and the state in which every end leaves it."""

import pytest
from django.db import IntegrityError
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets import tasks
from zoneportal.spreadsheets.importing import actions, confirming
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.running import progress
from zoneportal.spreadsheets.sheets.resources import Options
from zoneportal.spreadsheets.undo import undoing

HEADER = ["园区编码", "网址词", "园区名称", "办公电话"]
KJ, WRONG = ["kj", "kj", "科技工业园", "1"], ["ld", "坏 词", "老顶山物流园", "3"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def waiting(boss, content: list | bytes = (HEADER, KJ)) -> ImportJob:
    content = content if isinstance(content, bytes) else sheets.as_csv(content)
    job = actions.receive(sheet="parks", content=content, filename="parks.csv", by=boss, options=Options())
    ImportJob.objects.update(state=JobState.QUEUED)
    return job


def confirmed(boss, *rows: list, good_rows_only: bool = False) -> ImportJob:
    job = sheets.received("parks", [HEADER, *rows], user=boss)
    job.state, job.options["good_rows_only"] = JobState.CONFIRMED, good_rows_only
    job.save()
    return job


def check(job: ImportJob) -> ImportJob:
    tasks.check_sheet.func(job.pk, "zh-hans")
    job.refresh_from_db()
    return job


def write(job: ImportJob) -> ImportJob:
    tasks.write_sheet.func(job.pk, "zh-hans")
    job.refresh_from_db()
    return job


def test_a_waiting_sheet_is_checked(boss):
    job = check(waiting(boss))
    assert (job.state, job.counts["new"], job.failure) == (JobState.CHECKED, 1, {})


def test_a_file_that_cannot_be_read_ends_as_unreadable_with_the_reason(boss):
    job = check(waiting(boss, b"%PDF-1.7"))
    assert job.state == JobState.UNREADABLE
    assert job.failure["message"] % job.failure["params"]


def test_a_later_check_forgets_the_failure(boss):
    job = waiting(boss)
    ImportJob.objects.update(failure={"message": "x", "params": {}})
    assert check(job).failure == {}


def test_two_workers_check_a_sheet_once(boss, monkeypatch):
    job = waiting(boss)
    checked = []

    def check_and_let_another_worker_try(*, job, progress):
        checked.append(job.pk)
        tasks.check(job.pk)

    monkeypatch.setattr(actions, "check", check_and_let_another_worker_try)
    assert (check(job).state, checked) == (JobState.CHECKED, [job.pk])


def test_a_sheet_cancelled_in_the_middle_stays_cancelled(boss, monkeypatch):
    job = waiting(boss)
    monkeypatch.setattr(progress, "ASKED_EVERY", 0)

    def cancel(*_arguments):
        assert actions.cancel(job=job)
        return []

    monkeypatch.setattr(actions, "content_of", lambda job: cancel() or sheets.as_csv([HEADER, KJ]))
    job = check(job)
    assert (job.state, job.counts) == (JobState.CANCELLED, {})


def test_a_fault_of_the_portal_leaves_a_sentence_and_a_log_without_cells(boss, monkeypatch, caplog):
    def break_down(**_arguments):
        raise IntegrityError("DETAIL: Key (name)=(机密企业) already exists.")

    job = waiting(boss)
    monkeypatch.setattr(actions, "check", break_down)
    job = check(job)
    assert (job.state, job.failure) == (JobState.UNREADABLE, {"message": tasks.FAULT, "params": {"job": job.pk}})
    assert ("IntegrityError" in caplog.text, "机密企业" in caplog.text) == (True, False)


def test_the_worker_speaks_the_language_of_the_clerk(boss, monkeypatch):
    spoken = []
    monkeypatch.setattr(actions, "check", lambda **_arguments: spoken.append(get_language()))
    tasks.check_sheet.func(waiting(boss).pk, "en")
    assert (spoken, get_language()) == (["en"], "zh-hans")


def test_a_confirmed_sheet_is_written(boss):
    job = write(confirmed(boss, KJ))
    assert (job.state, Park.objects.count(), Park.history.count()) == (JobState.WRITTEN, 1, 1)


def test_a_confirmed_sheet_is_written_once(boss):
    job = confirmed(boss, KJ)
    assert [write(job).state, write(job).state] == [JobState.WRITTEN, JobState.WRITTEN]
    assert Park.history.count() == 1


def test_the_choice_of_the_confirmation_holds(boss):
    assert write(confirmed(boss, KJ, WRONG, good_rows_only=True)).state == JobState.WRITTEN
    assert Park.objects.get().code == "kj"


def test_rows_that_are_wrong_now_give_the_sheet_back_to_its_clerk(boss):
    job = confirmed(boss, KJ)
    factories.ParkFactory(code="kj", slug="kj", name_zh="科技工业园")
    job = write(job)
    assert (job.state, job.failure["message"]) == (JobState.CHECKED, tasks.NOT_AS_CHECKED)
    assert Park.history.count() == 1


def test_the_rights_of_the_moment_hold(boss):
    job = confirmed(boss, KJ)
    type(boss).objects.update(is_active=False)
    job = write(job)
    assert (job.state, job.failure["message"]) == (JobState.CHECKED, tasks.RIGHT_GONE)
    assert not Park.objects.exists()


def test_a_fault_while_writing_writes_nothing_and_can_be_confirmed_again(boss, monkeypatch):
    job = confirmed(boss, KJ)
    with monkeypatch.context() as broken:
        broken.setattr(confirming, "write", lambda *_arguments, **_options: 1 / 0)
        job = write(job)
    assert (job.state, job.failure["message"]) == (JobState.CHECKED, tasks.FAULT)
    assert actions.confirm(job=job, by=boss, check_number=1).result == actions.WRITTEN


def undone(boss) -> ImportJob:
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    state, options = JobState.CONFIRMED, {"force": False}
    return ImportJob.objects.create(
        kind=JobKind.UNDO, undoes=job, sheet="parks", user=boss, state=state, options=options, reason="发错了"
    )


def undo(job: ImportJob) -> ImportJob:
    tasks.undo_import.func(job.pk, "zh-hans")
    job.refresh_from_db()
    return job


def test_a_waiting_undo_is_done(boss):
    job = undo(undone(boss))
    assert (job.state, job.undoes.state, job.counts["removed"]) == (JobState.WRITTEN, JobState.UNDONE, 1)
    assert not Park.objects.exists()


def test_an_undo_cancelled_while_the_records_are_looked_at_changes_nothing(boss, monkeypatch):
    job, look = undone(boss), undoing._judge

    def look_while_somebody_cancels(*arguments, **options):
        judged = look(*arguments, **options)
        assert actions.cancel(job=job)
        return judged

    monkeypatch.setattr(undoing, "_judge", look_while_somebody_cancels)
    job = undo(job)
    assert (job.undoes.state, Park.objects.count()) == (JobState.WRITTEN, 1)


def test_an_undo_that_is_refused_says_why(boss):
    job = undone(boss)
    park = Park.objects.get()
    park.phone = "9"
    park.save()
    job = undo(job)
    assert (job.state, job.undoes.state, Park.objects.count()) == (JobState.CANCELLED, JobState.WRITTEN, 1)
    assert job.failure["message"]


@pytest.mark.parametrize("name", ["check_sheet", "write_sheet", "undo_import"])
def test_a_task_that_waited_while_the_program_was_renewed_is_found(name):
    """The queue of an office holds these paths."""
    assert import_string(f"zoneportal.spreadsheets.tasks.{name}").module_path == f"zoneportal.spreadsheets.tasks.{name}"
