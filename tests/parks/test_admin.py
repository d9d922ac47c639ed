"""The zone's content in the office: its forms, and who writes in whose name."""

import pytest
from django.urls import reverse

from parks.models import Announcement, Milestone, Park, ParkFormerName, ProfileSection, Zone
from tests.admin_forms import errors_of, filled_in
from tests.factories import AnnouncementFactory, MilestoneFactory, UserFactory


def page(name: str, model, *arguments) -> str:
    return reverse(f"admin:parks_{model._meta.model_name}_{name}", args=arguments)


@pytest.fixture
def administrator(client, world):
    client.force_login(world.administrator)
    return world.administrator


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return world.clerk


def test_the_list_of_the_zone_is_its_form(client, administrator, world):
    assert client.get(page("changelist", Zone)).url == page("change", Zone, Zone.ONLY)


def test_there_is_no_second_zone_and_no_deletion(client, administrator, world):
    assert client.get(page("add", Zone)).status_code == 403
    assert client.post(page("delete", Zone, Zone.ONLY), {"post": "yes"}).status_code == 403


def test_the_first_zone_can_be_entered(client, db):
    client.force_login(UserFactory(roles=["Zone administrator"]))
    assert client.get(page("changelist", Zone)).status_code == 200
    fields = filled_in(client.get(page("add", Zone))) | {"name_zh": "新区", "short_name_zh": "新区"}
    client.post(page("add", Zone), fields)
    assert Zone.objects.get().pk == Zone.ONLY


@pytest.mark.parametrize("model", [Zone, ProfileSection, Milestone, Park])
def test_content_of_the_whole_zone_is_closed_to_a_clerk(client, clerk, world, model):
    assert client.get(page("add", model)).status_code == 403


def test_a_clerk_changes_the_own_park(client, clerk, world):
    address = page("change", Park, world.park.pk)
    client.post(address, filled_in(client.get(address)) | {"focus_zh": "电子信息"})
    world.park.refresh_from_db()
    assert world.park.focus_zh == "电子信息"
    assert world.park.history.latest().history_user == clerk


def test_a_clerk_reaches_no_other_park(client, clerk, world):
    address = page("change", Park, world.other_park.pk)
    assert client.get(address).status_code == 302
    assert client.post(address, {"focus_zh": "电子信息"}).status_code in {302, 403}
    world.other_park.refresh_from_db()
    assert world.other_park.focus_zh == ""


def test_the_code_of_a_park_is_written_once(client, administrator, world):
    address = page("change", Park, world.park.pk)
    form = client.get(address)
    assert "code" not in form.context["adminform"].form.fields
    client.post(address, filled_in(form) | {"code": "anders"})
    code = world.park.code
    world.park.refresh_from_db()
    assert world.park.code == code


def test_former_names_are_kept_beneath_the_park(client, clerk, world):
    address = page("change", Park, world.park.pk)
    fields = filled_in(client.get(address)) | {
        "former_names-TOTAL_FORMS": "1",
        "former_names-0-name_zh": "旧名",
        "former_names-0-used_until": "2010-12-31",
    }
    client.post(address, fields)
    assert ParkFormerName.objects.get().park == world.park


def test_a_clerk_announces_for_the_own_park(client, clerk, world):
    fields = filled_in(client.get(page("add", Announcement)))
    assert fields["park"] == [str(world.park.pk)]
    client.post(page("add", Announcement), fields | {"title_zh": "施工公告", "body_zh": "<p>甲</p>"})
    assert Announcement.objects.get().park == world.park


@pytest.mark.parametrize("whose", ["other_park", None], ids=["another park", "the whole zone"])
def test_a_clerk_does_not_announce_for(client, clerk, world, whose):
    park = getattr(world, whose).pk if whose else ""
    fields = filled_in(client.get(page("add", Announcement)))
    answer = client.post(
        page("add", Announcement), fields | {"title_zh": "施工公告", "body_zh": "<p>甲</p>", "park": park}
    )
    assert set(errors_of(answer)) == {"park"}
    assert not Announcement.objects.exists()


def test_the_zone_office_announces_for_the_whole_zone(client, administrator):
    fields = filled_in(client.get(page("add", Announcement))) | {"title_zh": "全区公告", "body_zh": "<p>甲</p>"}
    client.post(page("add", Announcement), fields)
    assert Announcement.objects.get().park is None


def test_list_of_announcements_does_not_ask_for_each_park(client, administrator, world, django_assert_max_num_queries):
    AnnouncementFactory.create_batch(10, park=world.park)
    with django_assert_max_num_queries(17):
        client.get(page("changelist", Announcement))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": "20177"}, "year"),
        ({"year": "1900"}, "year"),
        ({"month": "13"}, "month"),
        ({"month": "2", "day": "30"}, "day"),
        ({"planned_area_km2": "-7.53", "legal_standing": "in_force"}, "planned_area_km2"),
        ({"planned_area_km2": "NaN", "legal_standing": "in_force"}, "planned_area_km2"),
    ],
)
def test_a_milestone_that_cannot_be_is_refused_at_its_field(client, administrator, changes, field):
    milestone = MilestoneFactory()
    address = page("change", Milestone, milestone.pk)
    answer = client.post(address, filled_in(client.get(address)) | changes)
    assert field in errors_of(answer)
    assert milestone.history.count() == 1


def test_a_planned_area_without_its_legal_standing_is_refused(client, administrator):
    address = page("change", Milestone, MilestoneFactory().pk)
    answer = client.post(address, filled_in(client.get(address)) | {"planned_area_km2": "104.31"})
    assert errors_of(answer)
    assert Milestone.objects.get().planned_area_km2 is None
