"""What others do while a confirmation is at work: their change is kept and told, or it waits, but is never lost."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from enterprises.models import Enterprise
from parks.models import Park
from tests import factories
from tests.faults.processes import Acting, answered
from tests.faults.sheets_of_marks import sent
from zoneportal.spreadsheets.importing import actions


@pytest.fixture
def impatient(boss):
    """This process waits a moment for what another one holds, not ten seconds."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200" if is_sqlite else "SET lock_timeout = '200ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10000" if is_sqlite else "RESET lock_timeout")


def done(something: Callable[[], object]) -> bool:
    """Whether it could be done while the other process stands still."""
    try:
        with transaction.atomic():
            something()
    except DatabaseError:
        return False
    return True


def interrupted(at: int, something: Callable[[], object], **words) -> tuple[str, bool]:
    """What a confirmation answers that stands still at its moment `at`, and whether something could be done then."""
    acting = Acting("confirm", at=at, what="stand still", **words)
    was_done = acting.stands_still() and done(something)
    acting.go_on()
    return acting.answer(), was_done


def moments(boss, send, **words) -> list[int]:
    """The first, the last and one in the middle, of those before writing begins, and one while it is under way."""
    acting = Acting("confirm", job=send(**words).job.pk, user=boss.pk)
    assert acting.answer() == actions.WRITTEN
    first = acting.moments.index("write")
    return sorted({0, first // 2, first - 1, first, (first + len(acting.moments)) // 2})


def test_a_record_that_somebody_edits_meanwhile_is_not_overwritten(boss, send, impatient):
    stored = factories.EnterpriseFactory.create_batch(10)
    mine = Enterprise.objects.filter(pk=stored[3].pk)
    for at in moments(boss, send, new=5, stored=stored):
        sheet = send(new=5, stored=stored)

        def edit(address=f"同事改的地址{at}"):
            record = mine.get()
            record.address = address
            record.save()

        said, was_done = interrupted(at, edit, job=sheet.job.pk, user=boss.pk)
        assert said == (actions.BLOCKED if was_done else actions.WRITTEN), at
        assert sheet.is_written() != was_done
        assert (mine.get().address == f"同事改的地址{at}") == was_done


def test_a_park_that_somebody_deletes_meanwhile_takes_no_enterprises(boss, send, park, impatient):
    for at in moments(boss, send, new=5)[:4]:
        gone = factories.ParkFactory()
        sheet = sent(boss, gone, new=5)
        said, was_done = interrupted(at, Park.objects.get(pk=gone.pk).delete, job=sheet.job.pk, user=boss.pk)
        assert said == (actions.BLOCKED if was_done else actions.WRITTEN), at
        assert sheet.is_written() != was_done


def test_a_park_deleted_between_preview_and_confirmation_is_told(boss):
    gone = factories.ParkFactory()
    sheet = sent(boss, gone, new=5)
    gone.delete()
    assert answered("confirm", job=sheet.job.pk, user=boss.pk) == actions.BLOCKED
    assert not sheet.is_written()


def test_a_right_taken_away_before_the_confirmation_counts(park, boss):
    clerk = factories.UserFactory(roles=["Park clerk"], parks=[park])
    sheet = sent(clerk, park, new=5)
    clerk.groups.clear()
    assert answered("confirm", job=sheet.job.pk, user=clerk.pk) in (actions.BLOCKED, "denied")
    assert not sheet.is_written()


def test_the_import_of_somebody_else_is_not_confirmed(boss, send):
    sheet = send(new=5)
    assert answered("confirm", job=sheet.job.pk, user=factories.UserFactory(is_superuser=True).pk) == "denied"
    assert not sheet.is_written()
