from datetime import date, timedelta

import pytest
from django.utils import timezone

from parks.queries import park_at, park_known_as, parks_of_today, planned_areas, turning_points
from tests import factories
from zoneportal.publishing.actions import publish, withdraw
from zoneportal.publishing.preview import Reader

pytestmark = pytest.mark.django_db
AREA = {"planned_area_km2": "7.53", "legal_standing": "in_force"}


def reader() -> Reader:
    return Reader(timezone.now())


def renamed(park, slug: str):
    park.slug = slug
    park.save()
    return park


def test_park_is_found_by_its_public_word():
    park = factories.ParkFactory(slug="old", published=True)
    renamed(park, "new")

    assert park_at(reader(), "old") == park
    assert park_at(reader(), "new") is None


def test_word_that_was_public_once_keeps_leading_to_the_park():
    park = factories.ParkFactory(slug="old", published=True)
    publish(content=renamed(park, "new"), by=None)

    assert park_known_as(reader(), "old").slug == "new"


def test_word_that_was_only_a_draft_leads_nowhere():
    park = factories.ParkFactory(slug="old", published=True)
    renamed(park, "draft-only")
    publish(content=renamed(park, "new"), by=None)

    assert park_known_as(reader(), "draft-only") is None


def test_word_that_is_only_planned_leads_nowhere_yet():
    park = factories.ParkFactory(slug="old", published=True)
    publish(content=renamed(park, "planned"), by=None, at=timezone.now() + timedelta(days=1))

    assert park_known_as(reader(), "planned") is None


def test_withdrawn_park_is_found_by_no_word():
    park = factories.ParkFactory(slug="old", published=True)
    publish(content=renamed(park, "new"), by=None)
    withdraw(content=park, by=None)

    assert park_at(reader(), "new") is None
    assert park_known_as(reader(), "old") is None


def test_word_taken_over_by_another_park_leads_to_the_one_that_had_it_last():
    first = factories.ParkFactory(slug="shared", published=True)
    publish(content=renamed(first, "first"), by=None)
    second = factories.ParkFactory(slug="shared", published=True)
    publish(content=renamed(second, "second"), by=None)

    assert park_known_as(reader(), "shared") == second


def test_parks_that_ended_stand_apart():
    lasting = factories.ParkFactory(position=1, published=True)
    ended = factories.ParkFactory(position=2, valid_to=date(2020, 12, 31), published=True)

    assert parks_of_today(reader(), date(2020, 12, 31)) == ([lasting, ended], [])
    assert parks_of_today(reader(), date(2021, 1, 1)) == ([lasting], [ended])


def test_planned_areas_are_the_milestones_that_changed_it():
    area = factories.MilestoneFactory.build(**AREA)
    event = factories.MilestoneFactory.build()

    assert planned_areas([event, area]) == [area]


def test_home_page_keeps_planned_areas_and_the_first_event_before_the_latest():
    years = [1992, 1999, 2003, 2009, 2015, 2020]
    events = [factories.MilestoneFactory(year=year, published=True, **AREA if year == 2009 else {}) for year in years]

    assert [each.year for each in turning_points(events, most=4)] == [1992, 2009, 2015, 2020]
    assert turning_points([]) == []
