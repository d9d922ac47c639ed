"""Moves of the public pointer: what the public sees before and after each of them, and who may make it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from parks.models import Announcement
from tests.factories import AnnouncementFactory, ParkFactory, UserFactory
from zoneportal.publishing.actions import cancel_planned, may_publish, publish, withdraw
from zoneportal.publishing.models import Publication
from zoneportal.publishing.queries import published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(at=None) -> list[str]:
    return [row.title_zh for row in published(Announcement, at or timezone.now())]


def change(record: Announcement, title: str) -> None:
    record.title_zh = title
    record.save()


@pytest.fixture
def notice() -> Announcement:
    return AnnouncementFactory(title_zh="第一稿")


def test_a_draft_is_not_public(notice):
    assert titles() == []


def test_publishing_shows_the_draft_at_once(notice):
    publish(content=notice, by=None)
    assert titles() == ["第一稿"]


def test_changes_after_publishing_stay_in_the_draft_until_they_are_published(notice):
    publish(content=notice, by=None)
    change(notice, "第二稿")
    assert titles() == ["第一稿"]
    publish(content=notice, by=None)
    assert titles() == ["第二稿"]


def test_a_plan_comes_into_force_by_itself(notice):
    moment = timezone.now() + DAY
    publish(content=notice, by=None, at=moment)
    assert titles() == []
    assert titles(moment - timedelta(seconds=1)) == []
    assert titles(moment) == ["第一稿"]


def test_a_plan_shows_the_version_of_the_decision_not_a_later_draft(notice):
    moment = timezone.now() + DAY
    publish(content=notice, by=None, at=moment)
    change(notice, "第二稿")
    assert titles(moment) == ["第一稿"]


def test_a_planned_replacement_leaves_the_present_version_until_then(notice):
    publish(content=notice, by=None)
    change(notice, "第二稿")
    moment = timezone.now() + DAY
    publish(content=notice, by=None, at=moment)
    assert titles() == ["第一稿"]
    assert titles(moment) == ["第二稿"]


def test_a_new_plan_takes_the_place_of_the_former(notice):
    publish(content=notice, by=None, at=timezone.now() + DAY)
    publish(content=notice, by=None, at=timezone.now() + 3 * DAY)
    assert titles(timezone.now() + 2 * DAY) == []
    assert titles(timezone.now() + 4 * DAY) == ["第一稿"]


def test_publishing_now_takes_the_place_of_a_plan(notice):
    publish(content=notice, by=None, at=timezone.now() + DAY)
    change(notice, "第二稿")
    publish(content=notice, by=None)
    assert titles() == ["第二稿"]
    assert titles(timezone.now() + 2 * DAY) == ["第二稿"]


def test_cancelling_a_plan_leaves_what_is_public(notice):
    publish(content=notice, by=None)
    change(notice, "第二稿")
    publish(content=notice, by=None, at=timezone.now() + DAY)
    assert cancel_planned(content=notice, by=None) == 1
    assert titles(timezone.now() + 2 * DAY) == ["第一稿"]


def test_cancelling_without_a_plan_does_nothing(notice):
    publish(content=notice, by=None)
    assert cancel_planned(content=notice, by=None) == 0
    assert titles() == ["第一稿"]


def test_withdrawing_takes_the_record_from_the_public_and_keeps_the_draft(notice):
    publish(content=notice, by=None)
    withdraw(content=notice, by=None)
    assert titles() == []
    assert Announcement.objects.get() == notice


def test_a_planned_withdrawal_waits_for_its_moment(notice):
    publish(content=notice, by=None)
    withdraw(content=notice, by=None, at=timezone.now() + DAY)
    assert titles() == ["第一稿"]
    assert titles(timezone.now() + 2 * DAY) == []


def test_an_old_version_can_be_put_before_the_public_again(notice):
    first = notice.latest_version()
    change(notice, "第二稿")
    publish(content=notice, by=None)
    publish(content=notice, by=None, version=first)
    assert titles() == ["第一稿"]


def test_a_version_of_another_record_is_refused(notice):
    other = AnnouncementFactory()
    with pytest.raises(ValidationError):
        publish(content=notice, by=None, version=other.latest_version())
    assert not Publication.objects.exists()


def test_a_moment_in_the_past_is_refused(notice):
    with pytest.raises(ValidationError):
        publish(content=notice, by=None, at=timezone.now() - DAY)
    assert titles() == []


def test_every_move_stays_on_the_trail_with_its_author_and_note(notice):
    publisher = UserFactory(roles=["Publisher"])
    publish(content=notice, by=publisher, note="主任审定")
    withdraw(content=notice, by=publisher, note="内容有误")
    assert [(move.made_by, move.note) for move in Publication.objects.of(notice)] == [
        (publisher, "内容有误"),
        (publisher, "主任审定"),
    ]


@pytest.mark.parametrize("role", ["Park clerk", "Statistician", "Auditor"])
def test_publishing_needs_its_own_right(notice, role):
    user = UserFactory(roles=[role], parks=[ParkFactory()])
    for move in (publish, withdraw, cancel_planned):
        with pytest.raises(PermissionDenied):
            move(content=notice, by=user)
    assert not Publication.objects.exists()


def test_the_right_to_publish_ends_where_the_scope_ends():
    own, other = ParkFactory.create_batch(2)
    clerk = UserFactory(roles=["Park clerk"], parks=[own])
    clerk.user_permissions.add(*clerk.user_permissions.model.objects.filter(codename="publish_announcement"))
    assert may_publish(clerk, AnnouncementFactory(park=own))
    assert not may_publish(clerk, AnnouncementFactory(park=other))
