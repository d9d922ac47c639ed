"""Processes killed with SIGKILL at moments that were named: nothing or everything, and the next try works."""

import signal

from tests import factories
from tests.faults.processes import Acting, answered, nothing_left_of
from tests.faults.sheets_of_marks import Sent
from zoneportal.spreadsheets.importing import actions

STAGES = ("the first word of writing", "the middle of writing", "before the commit", "after the commit")


def moment(stage: str, seen: list[str]) -> int:
    """Of a process that did the same without being disturbed."""
    writes = [place for place, word in enumerate(seen) if word == "write"]
    last = len(seen) - 1 - seen[::-1].index("commit")
    inside = [place for place in writes if place < last]
    return {
        "the first word of writing": inside[0],
        "the middle of writing": inside[len(inside) // 2],
        "before the commit": last,
        "after the commit": last + 1,
    }[stage]


def stored_at(seen: list[str]) -> list[int]:
    """Some of the moments at which a file is written or removed."""
    places = [place for place, word in enumerate(seen) if word == "file"]
    return sorted({places[len(places) * part // 4] for part in range(4)} | {places[-1]}) if places else []


def rehearsed(name: str, **words) -> list[str]:
    acting = Acting(name, **words)
    assert acting.answer() in (actions.WRITTEN, "undone")
    return acting.moments


def killed(name: str, at: int, **words) -> None:
    acting = Acting(name, at=at, **words)
    assert acting.answer() is None
    assert acting.process.exitcode == -signal.SIGKILL
    assert nothing_left_of(acting.pid)


def test_a_confirmation_that_is_killed_wrote_nothing_or_everything(boss, send):
    stored = factories.EnterpriseFactory.create_batch(20)
    seen = rehearsed("confirm", job=send(stored=stored).job.pk, user=boss.pk)
    for stage in STAGES:
        sheet = send(stored=stored)
        killed("confirm", moment(stage, seen), job=sheet.job.pk, user=boss.pk)

        assert sheet.is_written() == (stage == "after the commit"), stage
        sheet.shows()
        again = answered("confirm", job=sheet.job.pk, user=boss.pk)
        assert again == (actions.REPEATED if stage == "after the commit" else actions.WRITTEN), stage
        assert sheet.is_written()


def test_a_confirmation_that_is_killed_while_it_stores_its_report_can_be_tried_again(boss, send):
    seen = rehearsed("confirm", job=send(new=9).job.pk, user=boss.pk)
    for place in stored_at(seen):
        sheet = send(new=9)
        killed("confirm", place, job=sheet.job.pk, user=boss.pk)
        was_written = sheet.is_written()
        sheet.shows()
        again = answered("confirm", job=sheet.job.pk, user=boss.pk)
        assert again == (actions.REPEATED if was_written else actions.WRITTEN)
        assert sheet.is_written()
        sheet.shows()


def test_a_check_that_is_killed_can_be_tried_again(boss, send):
    rehearsal = Acting("check", job=send(new=9).job.pk)
    rehearsal.answer()
    for place in stored_at(rehearsal.moments):
        sheet = send(new=9)
        killed("check", place, job=sheet.job.pk)
        assert not sheet.is_written()
        assert answered("check", job=sheet.job.pk) == "checked"
        sheet.shows()
        assert answered("confirm", job=sheet.job.pk, user=boss.pk) == actions.WRITTEN


def written(boss, send) -> Sent:
    sheet = send(new=30)
    assert answered("confirm", job=sheet.job.pk, user=boss.pk) == actions.WRITTEN
    return sheet


def test_an_undo_that_is_killed_took_back_nothing_or_everything(boss, send):
    sheet = written(boss, send)
    seen = rehearsed("undo", job=sheet.job.pk, user=boss.pk)
    for stage in STAGES[1:]:
        sheet = written(boss, send)
        killed("undo", moment(stage, seen), job=sheet.job.pk, user=boss.pk)

        undone = stage == "after the commit"
        sheet.job.refresh_from_db()
        assert (sheet.job.state == "undone") == undone
        again = answered("undo", job=sheet.job.pk, user=boss.pk)
        assert again == ("repeated" if undone else "undone") or (undone and again == "refused"), stage
