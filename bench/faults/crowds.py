"""Several people at the same moment, and one who changes something at every moment of another one's confirmation."""

from django.db import DatabaseError, connection, transaction

from bench.faults.rounds import Score, Setting, played
from enterprises.models import Enterprise
from parks.models import Park
from tests import factories, sheets
from tests.faults import sheets_of_marks
from tests.faults.processes import Acting, all_at_once
from tests.faults.sheets_of_marks import HEADER, Sent, table
from zoneportal.spreadsheets.importing import actions

FEW = 20  # rows
DONE, REFUSED, LATE = "done", "refused", "it was written before"


def one_import(setting: Setting, number: int) -> Score:
    def one(_turn: int) -> str:
        sheet = setting.send(new=FEW, changed=FEW)
        said = all_at_once([("confirm", {"job": sheet.job.pk, "user": setting.boss.pk})] * 20)
        assert sorted(said) == [actions.REPEATED] * 19 + [actions.WRITTEN], said
        assert sheet.is_written()
        return "once"

    return played("twenty confirmations of one import at once", number, one)


def same_keys(setting: Setting, number: int) -> Score:
    def one(_turn: int) -> str:
        mine = setting.send(new=FEW, changed=0)
        rows = [[*row[:-1], f"另一位{row[-1]}"] for row in table(setting.park, mine.mark, FEW, [])[1:]]
        job = sheets.received("enterprises", [HEADER, *rows], user=setting.boss)
        both = [mine, Sent(job, f"另一位{mine.mark}", mine.before)]
        said = all_at_once([("confirm", {"job": each.job.pk, "user": setting.boss.pk}) for each in both])
        assert sorted(said) == [actions.BLOCKED, actions.WRITTEN], said
        assert both[said.index(actions.WRITTEN)].is_written()
        loser = both[said.index(actions.BLOCKED)].job
        assert not Enterprise.history.filter(import_job=loser).exists()
        return "one of the two"

    return played("two clerks with the same keys at once", number, one)


def other_keys(setting: Setting, number: int) -> Score:
    def one(_turn: int) -> str:
        before = Enterprise.objects.count()
        both = [setting.send(new=FEW, changed=0) for _clerk in range(2)]
        said = all_at_once([("confirm", {"job": each.job.pk, "user": setting.boss.pk}) for each in both])
        assert said == [actions.WRITTEN] * 2, said
        assert Enterprise.objects.count() == before + 2 * FEW
        return "both"

    return played("two clerks with other keys at once", number, one)


def edits(setting: Setting, number: int) -> Score:
    """A colleague edits a record of the sheet at every statement of its confirmation, one after another."""
    mine = Enterprise.objects.filter(pk=setting.stored[3].pk)

    def one(turn: int) -> str:
        sheet = setting.send(new=FEW, changed=FEW)
        address = f"同事改的地址{turn}"

        def edit() -> None:
            record = mine.get()
            record.address = address
            record.save()

        said, end = stopped(setting, sheet, turn, edit)
        assert said == (actions.BLOCKED if end == DONE else actions.WRITTEN), (said, end)
        assert sheet.is_written() == (end != DONE)
        assert (mine.get().address == address) == (end == DONE)
        return {DONE: "edited, the import refused", REFUSED: "written, the edit refused", LATE: LATE}[end]

    return played("a record edited at every statement of a confirmation", number, one)


def parks_deleted(setting: Setting, number: int) -> Score:
    def one(turn: int) -> str:
        gone = factories.ParkFactory(code=f"gone{turn}", name_zh=f"将撤园区{turn}")
        sheet = sheets_of_marks.sent(setting.boss, gone, new=FEW)
        said, end = stopped(setting, sheet, turn, Park.objects.get(pk=gone.pk).delete)
        assert said == (actions.BLOCKED if end == DONE else actions.WRITTEN), (said, end)
        assert sheet.is_written() == (end != DONE)
        return {DONE: "deleted, the import refused", REFUSED: "written, the deletion refused", LATE: LATE}[end]

    return played("its park deleted at every statement of a confirmation", number, one)


def stopped(setting: Setting, sheet: Sent, at: int, something) -> tuple[str, str]:
    """The answer of a confirmation that stood still at a statement, and what became of something done meanwhile.

    LATE: it had so many statements only, or stood still behind its last one; then nothing is tried.
    """
    acting = Acting("confirm", at=at, what="stand still", job=sheet.job.pk, user=setting.boss.pk)
    if not acting.stands_still():
        return acting.answer(), LATE
    end = LATE if sheet.is_written() else DONE if could(something) else REFUSED
    acting.go_on()
    return acting.answer(), end


def could(something) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200" if connection.vendor == "sqlite" else "SET lock_timeout = '200ms'")
    try:
        with transaction.atomic():
            something()
    except DatabaseError:
        return False
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 10000" if connection.vendor == "sqlite" else "RESET lock_timeout")
    return True
