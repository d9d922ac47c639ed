"""The worker of long sheets and the process that answers pages, killed in the middle: the next one goes on."""

import signal
import threading
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from tests import factories, sheets
from tests.faults import proof
from tests.faults.processes import Acting, answered, nothing_left_of
from tests.faults.sheets_of_marks import Sent, table
from tests.faults.web import served
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.models import JobState
from zoneportal.spreadsheets.sheets.resources import Options

MOMENTS = (0.05, 0.3)  # seconds after the confirmation was sent


@pytest.fixture(autouse=True)
def _everything_is_long(settings):
    settings.SHEET_ROWS_AT_ONCE = 10


def waiting(boss, park, mark: str) -> Sent:
    content = sheets.as_csv(table(park, mark, 60, factories.EnterpriseFactory.create_batch(5)))
    before = proof.Register.now()
    job = actions.receive(sheet="enterprises", content=content, filename="x.csv", by=boss, options=Options())
    starting.check(job=job)
    assert job.state == JobState.QUEUED
    return Sent(job, mark, before)


def confirmed(boss, sheet: Sent) -> Sent:
    number = sheet.job.options["check"]
    outcome = starting.confirm(job=sheet.job, by=boss, good_rows_only=False, check_number=number)
    assert outcome.result == starting.QUEUED
    return sheet


def worked(sheet: Sent) -> list[str]:
    """The moments of a worker that is not disturbed."""
    acting = Acting("work")
    assert acting.answer() == "idle"
    sheet.job.refresh_from_db()
    return acting.moments


def killed(at: int) -> None:
    acting = Acting("work", at=at)
    assert acting.answer() is None
    assert acting.process.exitcode == -signal.SIGKILL
    assert nothing_left_of(acting.pid)


def a_minute_passes() -> None:
    """The silence after which a process counts as dead."""
    caches["progress"].clear()
    DBTaskResult.objects.update(started_at=F("started_at") - timedelta(minutes=2))


def test_a_worker_killed_while_it_checks(boss, park):
    seen = worked(waiting(boss, park, "先行"))
    sheet = waiting(boss, park, "后行")
    killed(len(seen) // 2)
    sheet.job.refresh_from_db()
    assert sheet.job.state == JobState.CHECKING
    a_minute_passes()
    worked(sheet)
    assert (sheet.job.state, sheet.job.counts["new"], sheet.job.counts["changed"]) == (JobState.CHECKED, 60, 5)
    assert not sheet.is_written()


def test_a_worker_killed_while_it_writes(boss, park):
    rehearsal, sheet = waiting(boss, park, "先行"), waiting(boss, park, "后行")
    worked(rehearsal)
    sheet.job.refresh_from_db()
    seen = worked(confirmed(boss, rehearsal))
    assert rehearsal.job.state == JobState.WRITTEN
    before = proof.Register.now()
    sheet = confirmed(boss, Sent(sheet.job, sheet.mark, before))
    writes = [place for place, word in enumerate(seen) if word == "write"]
    killed(writes[len(writes) // 2])
    sheet.job.refresh_from_db()
    assert (sheet.job.state, sheet.is_written()) == (JobState.CONFIRMED, False)
    a_minute_passes()
    worked(sheet)
    assert sheet.is_written()


def test_the_process_that_answers_is_killed_while_it_writes(boss, send):
    sheet = send(new=9)
    confirm = f"/admin/spreadsheets/importjob/{sheet.job.pk}/confirm/"
    with served(boss) as web:
        for moment in MOMENTS:
            asking = threading.Thread(target=web.ask, args=("POST", confirm), kwargs={"check": "1"})
            asking.start()
            time.sleep(moment)
            web.kill_worker()
            asking.join()
            sheet.is_written()  # everything or nothing
            web.wait()
        assert web.ask("POST", confirm, check="1") == 302
    assert sheet.is_written()
    assert answered("confirm", job=sheet.job.pk, user=boss.pk) == actions.REPEATED
