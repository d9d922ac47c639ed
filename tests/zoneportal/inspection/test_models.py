from datetime import date

import pytest

from tests.rules import sentences_at, told_by_database, told_by_database_on
from zoneportal.inspection.models import Column, Deadline, deadlines_on

pytestmark = pytest.mark.django_db


def deadline(**changes) -> Deadline:
    return Deadline.objects.create(**{"column": Column.NEWS, "days": 14, "valid_from": date(2020, 1, 1)} | changes)


def test_days_lie_between_one_and_ten_years():
    row = deadline()
    for days in (0, 4_000):
        assert len(sentences_at(row, "days", days=days)) == 1
        assert told_by_database(row, days=days) == "Between 1 day and 10 years."


def test_column_has_one_deadline_a_day():
    deadline()
    assert "from this day on already" in told_by_database_on(deadline)


def test_newest_that_holds_is_found():
    deadline()
    later = deadline(days=7, valid_from=date(2026, 1, 1))
    assert deadlines_on(date(2025, 12, 31))[Column.NEWS].days == 14
    assert deadlines_on(date(2026, 1, 1)) == {Column.NEWS: later}
    assert deadlines_on(date(2019, 12, 31)) == {}
