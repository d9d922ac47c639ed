from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from parks.models import Announcement, Milestone, Park
from tests.factories import AnnouncementFactory, MilestoneFactory, ParkFactory
from zoneportal.publishing.actions import publish, withdraw
from zoneportal.publishing.queries import (
    DRAFT,
    PUBLISHED,
    SCHEDULED,
    STATES,
    WITHDRAWN,
    in_order,
    in_state,
    latest_versions,
    published,
    standing,
    standings,
    with_unpublished_changes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_of_each() -> dict[str, Announcement]:
    """An announcement in each state, by the state's name."""
    rows = {state: AnnouncementFactory(title_zh=state) for state in STATES}
    publish(content=rows[PUBLISHED], by=None)
    publish(content=rows[SCHEDULED], by=None, at=timezone.now() + timedelta(days=1))
    publish(content=rows[WITHDRAWN], by=None)
    withdraw(content=rows[WITHDRAWN], by=None)
    return rows


@pytest.mark.parametrize("state", STATES)
def test_a_record_has_the_standing_of_its_latest_move(one_of_each, state):
    assert standing(one_of_each[state], timezone.now()).state == state


@pytest.mark.parametrize("state", STATES)
def test_rows_in_a_state_are_those_with_that_standing(one_of_each, state):
    assert list(in_state(Announcement.objects.all(), state, timezone.now())) == [one_of_each[state]]


def test_a_withdrawn_record_with_a_plan_counts_as_scheduled(one_of_each):
    row = one_of_each[WITHDRAWN]
    publish(content=row, by=None, at=timezone.now() + timedelta(days=1))
    assert standing(row, timezone.now()).state == SCHEDULED
    assert row in in_state(Announcement.objects.all(), SCHEDULED, timezone.now())
    assert row not in in_state(Announcement.objects.all(), WITHDRAWN, timezone.now())


def test_a_public_record_with_a_plan_is_public_and_says_when_it_changes(one_of_each):
    moment = timezone.now() + timedelta(days=1)
    withdraw(content=one_of_each[PUBLISHED], by=None, at=moment)
    now = standing(one_of_each[PUBLISHED], timezone.now())
    assert (now.state, now.planned_at) == (PUBLISHED, moment)


def test_states_of_many_records_cost_one_query(one_of_each, django_assert_num_queries):
    rows = list(Announcement.objects.all())
    with django_assert_num_queries(1):  # the publications of these rows
        states = standings(rows, timezone.now())
    assert {states[row.pk].state for row in rows} == set(STATES)


def test_drafts_of_many_records_cost_one_query(one_of_each, django_assert_num_queries):
    rows = list(Announcement.objects.all())
    with django_assert_num_queries(1):  # the newest version of each
        versions = latest_versions(rows)
    assert versions == {row.pk: row.latest_version() for row in rows}


def test_no_records_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (standings([], timezone.now()), latest_versions([])) == ({}, {})


def test_unpublished_changes_are_found(one_of_each):
    assert not with_unpublished_changes(Announcement.objects.all(), timezone.now()).exists()
    one_of_each[PUBLISHED].save()
    one_of_each[DRAFT].save()
    assert list(with_unpublished_changes(Announcement.objects.all(), timezone.now())) == [one_of_each[PUBLISHED]]


def test_the_public_reads_what_was_published_in_the_order_of_the_model():
    for issued_on in (date(2026, 1, 1), date(2026, 3, 1), date(2026, 2, 1)):
        AnnouncementFactory(issued_on=issued_on, published=True)
    months = [row.issued_on.month for row in published(Announcement, timezone.now())]
    assert months == [3, 2, 1]


def test_a_condition_looks_at_the_public_version_not_at_the_draft():
    row = AnnouncementFactory(title_zh="公开的标题", published=True)
    row.title_zh = "草稿的标题"
    row.save()
    now = timezone.now()
    assert published(Announcement, now, where=Q(title_zh="草稿的标题")) == []
    assert published(Announcement, now, where=Q(title_zh="公开的标题")) == [row]


def test_a_deleted_record_is_public_no_more():
    AnnouncementFactory(published=True).delete()
    assert published(Announcement, timezone.now()) == []


def test_a_preview_lays_the_draft_over_the_public_version():
    row = ParkFactory(name_zh="公开名称", published=True)
    row.name_zh = "草稿名称"
    row.save()
    (seen,) = published(Park, timezone.now(), drafts={("parks.park", row.pk)})
    assert seen.name_zh == "草稿名称"


def test_the_public_content_of_a_model_costs_one_query(django_assert_num_queries):
    AnnouncementFactory.create_batch(3, published=True)
    now = timezone.now()
    with django_assert_num_queries(1):  # the versions beside the publications in force
        assert len(published(Announcement, now)) == 3


def test_order_puts_blanks_first_as_the_database_does():
    rows = [
        MilestoneFactory(year=2015, month=2),
        MilestoneFactory(year=2015, month=None),
        MilestoneFactory(year=1992, month=5),
    ]
    assert [(row.year, row.month) for row in in_order(rows, Milestone._meta.ordering)] == [
        (1992, 5),
        (2015, None),
        (2015, 2),
    ]
