"""Preview, publish, plan, withdraw and cancel from the form: a page that says what will happen, then the deed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from parks.models import Announcement
from tests.factories import AnnouncementFactory
from zoneportal.publishing.actions import publish
from zoneportal.publishing.models import Publication
from zoneportal.publishing.queries import PUBLISHED, SCHEDULED, WITHDRAWN, standing

MOVES = ["publish", "schedule", "withdraw", "cancel_plan"]


def page(name: str, record) -> str:
    return reverse(f"admin:parks_announcement_{name}", args=[record.pk])


def state(record) -> str:
    return standing(record, timezone.now()).state


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def notice(world) -> Announcement:
    return AnnouncementFactory(title_zh="标题", title_en="", park=world.park)


@pytest.fixture
def publisher(client, world):
    client.force_login(world.publisher)
    return world.publisher


@pytest.mark.parametrize("move", MOVES)
def test_opening_the_page_of_a_move_changes_nothing(client, publisher, notice, move):
    assert client.get(page(move, notice)).status_code == 200
    assert not Publication.objects.of(notice).exists()


def test_publishing_makes_the_seen_version_public(client, publisher, notice):
    answer = client.post(page("publish", notice), {"version": notice.latest_version(), "note": "审定"}, follow=True)
    assert state(notice) == PUBLISHED
    assert ["标题" in str(message) for message in answer.context["messages"]] == [True]
    assert Publication.objects.of(notice).get().made_by == publisher


def test_publishing_is_refused_when_the_draft_changed_since_the_page_was_opened(client, publisher, notice):
    seen = notice.latest_version()
    notice.title_zh = "偷换的标题"
    notice.save()
    answer = client.post(page("publish", notice), {"version": seen})
    assert answer.context["form"].non_field_errors()
    assert state(notice) != PUBLISHED
    client.post(page("publish", notice), {"version": answer.context["form"]["version"].value()})
    assert state(notice) == PUBLISHED


def test_a_plan_is_made_in_beijing_time(client, publisher, notice):
    moment = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    client.post(page("schedule", notice), {"version": notice.latest_version(), "at": local(moment)})
    assert state(notice) == SCHEDULED
    assert Publication.objects.of(notice).get().effective_at == moment


@pytest.mark.parametrize("at", ["", "2020-01-01T08:00", "20177-01-01T08:00", "morgen"])
def test_a_plan_without_a_future_moment_is_refused_at_its_field(client, publisher, notice, at):
    answer = client.post(page("schedule", notice), {"version": notice.latest_version(), "at": at})
    assert "at" in answer.context["form"].errors
    assert not Publication.objects.of(notice).exists()


def test_withdrawing_and_cancelling(client, publisher, notice):
    publish(content=notice, by=None)
    client.post(page("withdraw", notice), {"note": "有误"})
    assert state(notice) == WITHDRAWN
    client.post(page("schedule", notice), {"version": notice.latest_version(), "at": "2099-01-01T08:00"})
    client.post(page("cancel_plan", notice), {})
    assert state(notice) == WITHDRAWN


@pytest.mark.parametrize("move", MOVES)
def test_a_move_needs_the_right_to_publish(client, world, notice, move):
    for user, code in ((world.clerk, 403), (world.auditor, 403), (world.other_clerk, 404)):
        client.force_login(user)
        for answer in (client.get(page(move, notice)), client.post(page(move, notice), {"at": "2099-01-01T08:00"})):
            assert answer.status_code == code
    assert not Publication.objects.of(notice).exists()


def test_the_page_compares_the_public_version_with_the_draft(client, publisher, notice):
    publish(content=notice, by=None)
    notice.title_zh = "新标题"
    notice.save()
    shown = client.get(page("publish", notice)).context
    assert [(change.old, change.new) for change in shown["differences"]] == [("标题", "新标题")]


def test_the_page_names_what_has_no_english_yet(client, publisher, notice):
    assert client.get(page("publish", notice)).context["without_english"] == [
        Announcement._meta.get_field("title_zh").verbose_name
    ]


def test_form_offers_the_moves_that_mean_something(client, publisher, notice):
    def offered() -> list[str]:
        return [move.name for move, _address in client.get(page("change", notice)).context["moves"]]

    assert offered() == ["publish", "schedule"]
    publish(content=notice, by=None)
    assert offered() == ["withdraw"]
    notice.save()
    assert offered() == ["publish", "schedule", "withdraw"]
    publish(content=notice, by=None, at=timezone.now() + timedelta(days=1))
    assert offered() == ["publish", "schedule", "withdraw", "cancel_plan"]


def test_form_offers_no_move_to_a_clerk_without_the_right(client, world, notice):
    client.force_login(world.clerk)
    assert client.get(page("change", notice)).context["moves"] == []


def test_previews_lead_to_the_public_address_in_both_languages(client, publisher, notice):
    addresses = [address for _label, address in client.get(page("change", notice)).context["previews"]]
    query = f"?preview=parks.announcement.{notice.pk}"
    assert addresses == [f"/announcements/{notice.pk}/{query}", f"/en/announcements/{notice.pk}/{query}"]
    for address in addresses:
        assert client.get(address).status_code == 200


def test_the_act_stands_in_the_log_of_the_office(client, publisher, notice):
    client.post(page("publish", notice), {"version": notice.latest_version()})
    assert publisher.logentry_set.get().object_id == str(notice.pk)
