"""Confirming, withdrawing and moving: what the pages say, what they do, and for whom."""

from datetime import date

import pytest
from django.urls import reverse

from enterprises.models import Enterprise
from parks.models import ParkAssignment
from tests.factories import EnterpriseFactory, ParkFactory

LIST = reverse("admin:enterprises_enterprise_changelist")


def send(client, action: str, *enterprises, **fields):
    chosen = {"action": action, "_selected_action": [each.pk for each in enterprises]}
    return client.post(LIST, chosen | fields)


def decide(client, action: str, *enterprises, **fields):
    return send(client, action, *enterprises, decided="yes", **fields)


def is_public(enterprise: Enterprise) -> bool:
    return Enterprise.objects.get(pk=enterprise.pk).confirmed_at is not None


def test_before_confirming_a_page_says_that_it_becomes_public(client, world):
    client.force_login(world.publisher)

    page = send(client, "confirm", world.secret_enterprise, world.enterprise)

    assert page.context["count"] == 1
    assert page.context["already"] == 1
    assert world.secret_enterprise.name_zh in page.content.decode()
    assert not is_public(world.secret_enterprise)


def test_publisher_confirms_and_withdraws(client, world):
    client.force_login(world.publisher)

    decide(client, "confirm", world.secret_enterprise)
    assert is_public(world.secret_enterprise)
    assert world.secret_enterprise.history.first().history_user == world.publisher

    decide(client, "unconfirm", world.secret_enterprise)
    assert not is_public(world.secret_enterprise)


@pytest.mark.parametrize("role", ["clerk", "statistician", "auditor"])
@pytest.mark.parametrize("action", ["confirm", "unconfirm"])
def test_nobody_else_confirms(client, world, role, action):
    client.force_login(getattr(world, role))
    decide(client, action, world.secret_enterprise, world.enterprise)
    assert not is_public(world.secret_enterprise)
    assert is_public(world.enterprise)


def test_all_pages_of_the_list_can_be_confirmed_at_once(client, world):
    client.force_login(world.publisher)
    EnterpriseFactory.create_batch(60)

    page = send(client, "confirm", world.secret_enterprise, select_across="1")
    assert page.context["count"] == 61
    assert page.context["more"] == 11
    decide(client, "confirm", world.secret_enterprise, select_across="1")

    assert not Enterprise.objects.filter(confirmed_at=None).exists()


def test_zone_administrator_moves_an_enterprise_to_another_park(client, world):
    client.force_login(world.administrator)

    page = send(client, "move", world.enterprise)
    assert page.status_code == 200
    decide(client, "move", world.enterprise, to_park=world.other_park.pk, on="2026-06-30")

    former, now = world.enterprise.registrations.order_by("start_on")
    assert (former.end_on, former.end_reason) == (date(2026, 6, 30), "moved_park")
    assert (now.park, now.start_on) == (world.other_park, date(2026, 6, 30))


def test_all_move_or_none(client, world):
    client.force_login(world.administrator)

    page = decide(
        client, "move", world.enterprise, world.other_enterprise, to_park=world.other_park.pk, on="2026-06-30"
    )

    assert world.other_enterprise.number in page.context["form"].non_field_errors()[0]
    assert world.enterprise.registrations.count() == 1


@pytest.mark.parametrize(
    "on",
    ["", "20177-06-30", "2019-12-31"],
    ids=["no day", "no year", "before the stay began"],
)
def test_a_move_that_cannot_be_is_refused_with_a_sentence(client, world, on):
    client.force_login(world.administrator)

    page = decide(client, "move", world.enterprise, to_park=world.other_park.pk, on=on)

    assert page.context["form"].errors
    assert world.enterprise.registrations.get().end_on is None


def test_a_clerk_of_one_park_has_nowhere_to_move_to(client, world):
    client.force_login(world.clerk)
    assert 'value="move"' not in client.get(LIST).content.decode()
    decide(client, "move", world.enterprise, to_park=world.other_park.pk, on="2026-06-30")
    assert world.enterprise.registrations.get().park == world.park


def test_a_clerk_of_two_parks_moves_between_them_only(client, world):
    second, foreign = ParkFactory.create_batch(2)
    ParkAssignment.objects.create(user=world.clerk, park=second)
    client.force_login(world.clerk)

    page = decide(client, "move", world.enterprise, to_park=foreign.pk, on="2026-06-30")
    assert "to_park" in page.context["form"].errors
    decide(client, "move", world.enterprise, to_park=second.pk, on="2026-06-30")
    assert world.enterprise.registrations.open().get().park == second


def test_enterprises_of_another_park_are_not_moved_by_their_keys(client, world):
    ParkAssignment.objects.create(user=world.clerk, park=ParkFactory())
    client.force_login(world.clerk)
    decide(client, "move", world.other_enterprise, to_park=world.park.pk, on="2026-06-30")
    assert world.other_enterprise.registrations.get().park == world.other_park
