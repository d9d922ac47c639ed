"""What a screen begins: at once while the clerk waits, or in the queue."""

import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets.importing import actions, confirming
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.sheets.resources import Options
from zoneportal.spreadsheets.undo import undoing

HEADER = ["园区编码", "网址词", "园区名称", "办公电话"]
KJ, ZZ = ["kj", "kj", "科技工业园", "1"], ["zz", "zz", "漳泽工业园", "2"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def started(boss, django_capture_on_commit_callbacks):
    """A sheet that was sent and started."""

    def start(content: list | bytes = (HEADER, KJ), **options) -> ImportJob:
        content = content if isinstance(content, bytes) else sheets.as_csv(content)
        job = actions.receive(sheet="parks", content=content, filename="parks.csv", by=boss, options=Options(**options))
        with django_capture_on_commit_callbacks(execute=True):
            starting.check(job=job)
        return job

    return start


def queued() -> list[tuple[str, dict]]:
    return [(row.task_path.rpartition(".")[2], row.args_kwargs["kwargs"]) for row in DBTaskResult.objects.all()]


def test_a_short_sheet_is_checked_at_once(started):
    job = started()
    assert (job.state, job.counts["new"], queued()) == (JobState.CHECKED, 1, [])


def test_a_file_that_cannot_be_read_says_why(started):
    job = started(b"%PDF-1.7 and more")
    assert (job.state, set(job.failure)) == (JobState.UNREADABLE, {"message", "params"})


def test_a_workbook_with_several_sheets_asks_which(started):
    book = openpyxl.Workbook()
    for name, row in {"一": KJ, "二": ZZ}.items():
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    job = started(file.getvalue())
    assert job.state == JobState.CHECKED
    assert actions.report_of(job).page("summary")[0]["sheets"] == ["一", "二"]


def test_a_large_file_waits_for_the_worker(started, settings):
    settings.SHEET_BYTES_AT_ONCE = 10
    with translation.override("en"):
        job = started()
    assert (job.state, job.counts) == (JobState.QUEUED, {})
    assert queued() == [("check_sheet", {"job": job.pk, "language": "en"})]


def test_a_small_file_with_many_rows_waits_for_the_worker(started, settings):
    settings.SHEET_ROWS_AT_ONCE = 2
    job = started([HEADER, KJ, ZZ])
    assert (job.state, [name for name, _job in queued()]) == (JobState.QUEUED, ["check_sheet"])


def test_another_check_takes_the_other_choices(started):
    job = started([[*HEADER, "产值"], [*KJ, "9"]])
    starting.check(job=job, options=Options(ignored=frozenset(["产值"]), reason="年度核对"))
    assert (job.state, job.counts["new"], job.reason, job.options["check"]) == (JobState.CHECKED, 1, "年度核对", 2)


@pytest.mark.parametrize("state", [JobState.CHECKING, JobState.CONFIRMED, JobState.CANCELLED])
def test_what_runs_or_is_closed_is_not_checked(started, state):
    job = started()
    ImportJob.objects.update(state=state, counts={})
    starting.check(job=job)
    assert (job.state, job.counts) == (state, {})


def test_few_rows_are_written_at_once(started, boss):
    job = started()
    outcome = starting.confirm(job=job, by=boss, good_rows_only=False, check_number=1)
    assert (outcome.result, Park.objects.count()) == (actions.WRITTEN, 1)


def test_many_rows_wait_for_the_worker(started, boss, settings, django_capture_on_commit_callbacks):
    job = started()
    settings.SHEET_ROWS_AT_ONCE = 0
    with django_capture_on_commit_callbacks(execute=True):
        outcome = starting.confirm(job=job, by=boss, good_rows_only=True, check_number=1)
    assert (outcome.result, job.state, job.options["good_rows_only"]) == (starting.QUEUED, JobState.CONFIRMED, True)
    assert queued() == [("write_sheet", {"job": job.pk, "language": "zh-hans"})]
    again = starting.confirm(job=job, by=boss, good_rows_only=False, check_number=1)
    assert (again.result, again.finding.message) == (actions.REPEATED, starting.WAITS)
    assert not Park.objects.exists()


def test_many_rows_of_another_check_are_not_queued(started, boss, settings):
    job = started()
    settings.SHEET_ROWS_AT_ONCE = 0
    outcome = starting.confirm(job=job, by=boss, good_rows_only=False, check_number=7)
    assert (outcome.result, outcome.finding.message, queued()) == (actions.BLOCKED, confirming.ANOTHER_CHECK, [])


def test_only_the_sender_queues(started, settings):
    job = started()
    settings.SHEET_ROWS_AT_ONCE = 0
    with pytest.raises(PermissionDenied):
        starting.confirm(job=job, by=factories.UserFactory(is_superuser=True), good_rows_only=False, check_number=1)


def test_an_undo_of_few_records_is_done_at_once(boss):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    outcome = starting.undo(job=job, by=boss)
    assert (outcome.result, job.state, Park.objects.count()) == (undoing.UNDONE, JobState.UNDONE, 0)


def test_an_undo_of_many_records_waits_for_the_worker(boss, settings, django_capture_on_commit_callbacks):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    settings.SHEET_ROWS_AT_ONCE = 0
    with django_capture_on_commit_callbacks(execute=True):
        outcome = starting.undo(job=job, by=boss, force=True, reason="发错了")
    own = outcome.job
    assert (outcome.result, own.state, own.undoes, own.reason) == (starting.QUEUED, JobState.CONFIRMED, job, "发错了")
    assert queued() == [("undo_import", {"job": own.pk, "language": "zh-hans"})]
    assert starting.undo(job=job, by=boss).finding.message == starting.UNDO_WAITS
    assert Park.objects.exists()


def test_nobody_queues_the_undo_of_what_is_not_his_to_see(world, boss, settings):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    settings.SHEET_ROWS_AT_ONCE = 0
    with pytest.raises(PermissionDenied):
        starting.undo(job=job, by=world.clerk)


def test_an_undo_that_was_refused_can_be_asked_for_again(boss, settings):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    settings.SHEET_ROWS_AT_ONCE = 0
    first = starting.undo(job=job, by=boss).job
    ImportJob.objects.filter(pk=first.pk).update(state=JobState.CANCELLED, failure={"message": "x", "params": {}})
    second = starting.undo(job=job, by=boss).job
    assert (second, second.state, second.failure) == (first, JobState.CONFIRMED, {})


def test_what_cannot_be_undone_is_not_queued(world, boss, settings):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    settings.SHEET_ROWS_AT_ONCE = 0
    outcome = starting.undo(job=job, by=world.auditor)
    assert (outcome.result, outcome.finding.message) == (undoing.REFUSED, undoing.NO_RIGHT["import"])
    own = undoing.undo(job=job, by=boss).job
    outcome = starting.undo(job=own, by=boss)
    assert (outcome.result, outcome.finding.message) == (undoing.REFUSED, undoing.NOT_OF_UNDO)
    assert (ImportJob.objects.count(), queued()) == (2, [])


def test_an_undo_that_is_done_meanwhile_is_not_queued(boss, settings):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    settings.SHEET_ROWS_AT_ONCE = 0
    undoing.undo(job=ImportJob.objects.get(pk=job.pk), by=boss)
    outcome = starting.undo(job=job, by=boss)  # as it was read before
    assert (outcome.result, outcome.finding.message) == (undoing.REPEATED, undoing.ALREADY)
