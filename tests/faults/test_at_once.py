"""Several processes at the same moment: each sheet once, and what each of them is told is what the database says."""

from enterprises.models import Enterprise
from tests import sheets
from tests.faults import proof
from tests.faults.processes import all_at_once
from tests.faults.sheets_of_marks import HEADER, Sent, table
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.models import JobState

MANY = 20


def confirmations(boss, several: list[Sent]) -> list[str]:
    return all_at_once([("confirm", {"job": sheet.job.pk, "user": boss.pk}) for sheet in several])


def test_twenty_confirmations_of_one_import_write_it_once(boss, send):
    sheet = send()
    said = confirmations(boss, [sheet] * MANY)
    assert sorted(said) == [actions.REPEATED] * (MANY - 1) + [actions.WRITTEN]
    assert sheet.is_written()


def test_of_two_clerks_with_the_same_keys_one_writes_and_the_other_is_told(boss, park, send):
    one = send()
    rows = [[*row[:-1], f"另一位{row[-1]}"] for row in table(park, one.mark, 60, [])[1:]]
    other = Sent(sheets.received("enterprises", [HEADER, *rows], user=boss), f"另一位{one.mark}", one.before)
    said = confirmations(boss, [one, other])
    assert sorted(said) == [actions.BLOCKED, actions.WRITTEN]
    winner, loser = (one, other) if said[0] == actions.WRITTEN else (other, one)
    assert winner.is_written()
    loser.job.refresh_from_db()
    assert (loser.job.state, Enterprise.history.filter(import_job=loser.job).count()) == (JobState.CHECKED, 0)


def test_of_two_clerks_with_the_same_sheet_one_writes_and_the_other_changes_nothing(boss, park, send):
    one = send()
    other = sheets.received("enterprises", table(park, one.mark, 60, []), user=boss)
    all_at_once([("confirm", {"job": key, "user": boss.pk}) for key in (one.job.pk, other.pk)])
    assert Enterprise.history.filter(import_job__in=[one.job, other]).count() == 60
    assert proof.Register.now() == proof.Register(one.before.enterprises + 60, one.before.registrations + 60)


def test_two_clerks_with_other_keys_both_write(boss, send):
    several = [send(), send()]
    before = several[0].before
    assert confirmations(boss, several) == [actions.WRITTEN] * 2
    for sheet in several:
        sheet.job.refresh_from_db()
    assert [sheet.job.state for sheet in several] == [JobState.WRITTEN] * 2
    assert proof.Register.now() == proof.Register(before.enterprises + 120, before.registrations + 120)


def test_enterprises_without_a_code_are_entered_once(boss, park):
    before = proof.Register.now()
    jobs = [sheets.received("enterprises", without_code(park, address), user=boss) for address in ("甲地", "乙地")]
    said = all_at_once([("confirm", {"job": job.pk, "user": boss.pk}) for job in jobs])
    assert sorted(said) == [actions.BLOCKED, actions.WRITTEN]
    assert proof.Register.now().enterprises == before.enterprises + 30


def without_code(park, address: str) -> sheets.Table:
    return [HEADER, *([f"样例无码{n}号", None, park.name_zh, None, None, address] for n in range(30))]


def test_of_a_confirmation_and_a_cancellation_one_wins(boss, send):
    for _turn in range(3):
        sheet = send(new=20)
        confirm = ("confirm", {"job": sheet.job.pk, "user": boss.pk})
        said, is_cancelled = all_at_once([confirm, ("cancel", {"job": sheet.job.pk})])
        assert said == (actions.REPEATED if is_cancelled else actions.WRITTEN)
        assert sheet.is_written() != is_cancelled
