"""What happens while the solver runs: nobody waits for it, and what moved meanwhile is not protected by halves."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation

from stats import protecting
from stats.disclosure.problem import OutOfTime
from stats.models import EnterpriseYear, Figure, Holding, Protection, Release, Waiver, WithheldValue
from stats.queries.approval_sheet import approval_sheet
from tests.factories import FigureFactory, ReleaseFactory
from tests.stats import protected_year
from tests.stats.protected_year import YEAR, Year, protect
from tests.together import together

MOVED = "changed while disclosure control ran"


@pytest.fixture
def year(db) -> Year:
    return protected_year.built()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def meanwhile(monkeypatch) -> Callable[[Callable[[], object]], None]:
    """Does something while the solver runs, before it has its answer."""

    def arranged(act: Callable[[], object]) -> None:
        solve = protecting.protect

        def slow(*args):
            act()
            return solve(*args)

        monkeypatch.setattr(protecting, "protect", slow)

    return arranged


def assert_untouched(year: Year) -> None:
    assert year.withheld() == {}
    assert not WithheldValue.objects.exists()
    assert not Protection.objects.exists()


def another_release_is_submitted(year: Year) -> None:
    """With the very cell that has to be withheld here."""
    alone = year.figure("this", "medicine")
    same = {name: getattr(alone, name) for name in ("indicator", "definition", "year", "park", "industry", "value")}
    other = FigureFactory(**same, vintage=alone.vintage + 1, release=ReleaseFactory()).release
    Release.objects.filter(pk=other.pk).update(status="in_review")


@pytest.mark.parametrize(
    "change",
    [
        lambda year: year.add_return("this", "medicine", 60_000) and year.compile(),
        lambda year: year.figure("this", "food").delete(),
        lambda year: Waiver.objects.create(
            enterprise=year.alone, signed_on=date(YEAR, 12, 1), document_number="1", first_year=YEAR
        ),
        lambda year: EnterpriseYear.objects.filter(survey=year.survey).update(
            holding=Holding.objects.create(name_zh="某集团")
        ),
        another_release_is_submitted,
    ],
    ids=["return", "figure taken out", "waiver", "holding", "other release"],
)
def test_what_moved_meanwhile_refuses_it_and_changes_nothing(year, meanwhile, change):
    meanwhile(lambda: change(year))

    with pytest.raises(ValidationError, match=MOVED):
        protect(year)
    assert_untouched(year)


def test_a_figure_typed_over_meanwhile_refuses_it(year, meanwhile):
    meanwhile(lambda: Figure.objects.filter(pk=year.figure().pk).update(value=1))

    with pytest.raises(ValidationError, match="Compile the year again"):
        protect(year)
    assert_untouched(year)


def test_a_release_submitted_meanwhile_is_left_as_it_is(year, meanwhile):
    meanwhile(lambda: Release.objects.filter(pk=year.release.pk).update(status="in_review"))

    with pytest.raises(ValidationError, match="Only a draft"):
        protect(year)
    assert_untouched(year)


def test_a_failed_run_does_not_take_the_protection_from_what_is_in_review_meanwhile(year, monkeypatch):
    protect(year)

    def slow(*_args):
        Release.objects.filter(pk=year.release.pk).update(status="in_review")
        raise OutOfTime

    monkeypatch.setattr(protecting, "protect", slow)
    with pytest.raises(ValidationError, match="Only a draft"):
        protect(year)
    assert approval_sheet(year.release).is_protected


def test_what_does_not_concern_it_may_change_meanwhile(year, meanwhile):
    meanwhile(lambda: Figure.objects.filter(pk=year.figure().pk).update(note_zh="说明"))

    assert protect(year).is_safe
    assert approval_sheet(year.release).is_protected


def test_advice_that_took_too_long_stops_no_protection(year, monkeypatch):
    def too_slow(*_args):
        raise OutOfTime

    monkeypatch.setattr(protecting, "useless_breakdowns", too_slow)
    done = protect(year)

    assert (done.is_safe, done.result["coarser"], done.result["no_advice"]) == (True, {}, "out_of_time")


class TestOnRealConnections:
    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture
    def year(self, transactional_db) -> Year:
        return protected_year.built()

    def test_nobody_waits_for_the_solver(self, year, meanwhile):
        written = []

        def write() -> None:
            try:
                with transaction.atomic():
                    list(Release.objects.select_for_update().order_by("pk"))
                    Figure.objects.filter(pk=year.figure().pk).update(note_zh="说明")
                    written.append(connection.in_atomic_block)
            finally:
                connection.close()

        def from_elsewhere() -> None:
            thread = threading.Thread(target=write)
            thread.start()
            thread.join(timeout=5)  # a writer who has to wait gives up after ten
            assert written == [True]

        meanwhile(from_elsewhere)

        assert protect(year).is_safe

    def test_pressed_twice_at_once_it_withholds_once(self, year, meanwhile):
        both = threading.Barrier(2)
        meanwhile(lambda: both.wait(timeout=20))
        one, other = together(protect, [year, year])

        assert one.figures_sha256 == other.figures_sha256
        assert len(year.withheld()) == WithheldValue.objects.count() == 4
        assert approval_sheet(year.release).is_protected
