from datetime import date, timedelta

import pytest

from tests import factories
from zoneportal.inspection.checks import years
from zoneportal.inspection.models import Column, Deadline

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_goal_whose_window_is_closed(look):
    goal = factories.GoalFactory(published=True)
    assert look(years.run, date(2022, 12, 31)) == []
    (finding,) = look(years.run, date(2023, 1, 1))
    assert (finding.record, finding.since) == (goal, date(2023, 1, 1))


def test_statement_without_a_day(look):
    factories.ZoneFactory(published=True)
    (finding,) = look(years.run)
    assert finding.what == "The accessibility statement names no day on which your office tried the site."


def test_statement_that_is_too_old(look):
    Deadline.objects.create(column=Column.ACCESSIBILITY, days=365, valid_from=date(2020, 1, 1))
    factories.ZoneFactory(accessibility_checked_on=TODAY - timedelta(days=365), published=True)
    assert look(years.run, TODAY) == []
    (finding,) = look(years.run, TODAY + timedelta(days=1))
    assert finding.since == TODAY + timedelta(days=1)


def test_park_that_ended_without_a_successor(look):
    successor = factories.ParkFactory(published=True)
    factories.ParkFactory(valid_to=date(2020, 1, 1), successor=successor, published=True)
    alone = factories.ParkFactory(valid_to=date(2020, 1, 1), published=True)
    assert [finding.record for finding in look(years.run, TODAY)] == [alone]
