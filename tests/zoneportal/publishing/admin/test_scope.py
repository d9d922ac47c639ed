"""Rows outside a user's scope do not exist in the office: three actors at every door."""

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from parks.models import Announcement, Park
from tests.admin_forms import filled_in
from tests.factories import AnnouncementFactory, ParkFactory
from zoneportal.publishing.admin.scope import COUNTED_ROWS, BoundedPaginator

LIST = reverse("admin:parks_announcement_changelist")


def page(name: str, *arguments) -> str:
    return reverse(f"admin:parks_announcement_{name}", args=arguments)


@pytest.fixture
def notice(world) -> Announcement:
    return AnnouncementFactory(title_zh="本园公告", park=world.park)


def doors(notice: Announcement) -> list[str]:
    version = notice.latest_version()
    views = ["change", "delete", "history", "publish", "schedule", "withdraw", "cancel_plan"]
    return [*(page(view, notice.pk) for view in views), page("simple_history", notice.pk, version)]


def test_list_shows_the_rows_of_the_own_park_and_of_the_whole_zone(client, world, notice):
    AnnouncementFactory(title_zh="全区公告")
    client.force_login(world.clerk)
    assert {row.title_zh for row in client.get(LIST).context["cl"].result_list} == {"本园公告", "全区公告"}
    client.force_login(world.other_clerk)
    assert {row.title_zh for row in client.get(LIST).context["cl"].result_list} == {"全区公告"}


def test_no_door_opens_for_the_clerk_of_another_park(client, world, notice):
    """The form and the deletion answer as Django does for a record that does not exist: back to the start page."""
    client.force_login(world.other_clerk)
    for door in doors(notice):
        answer = client.get(door)
        assert answer.status_code in {302, 403, 404}, door
        assert "本园公告" not in client.get(door, follow=True).content.decode(), door


def test_history_and_versions_of_a_record_out_of_scope_do_not_exist(client, world, notice):
    client.force_login(world.other_clerk)
    assert client.get(page("history", notice.pk)).status_code == 404
    assert client.get(page("simple_history", notice.pk, notice.latest_version())).status_code == 404


def test_every_door_sends_an_anonymous_visitor_to_the_login(client, notice):
    for door in [LIST, *doors(notice)]:
        answer = client.get(door, follow=True)
        assert answer.redirect_chain[-1][0].startswith(reverse("account_login")), door


def test_the_version_of_another_record_does_not_exist(client, world, notice):
    other = AnnouncementFactory(park=world.park)
    client.force_login(world.clerk)
    assert client.get(page("simple_history", notice.pk, other.latest_version())).status_code == 404


def test_what_a_clerk_sees_but_does_not_edit_opens_read_only(client, world):
    zone_wide = AnnouncementFactory(title_zh="全区公告")
    client.force_login(world.clerk)
    form = client.get(page("change", zone_wide.pk))
    assert form.status_code == 200
    assert not form.context["has_change_permission"]
    assert client.post(page("change", zone_wide.pk), {"title_zh": "改了"}).status_code == 403
    zone_wide.refresh_from_db()
    assert zone_wide.title_zh == "全区公告"


def test_relations_offer_visible_records_only(client, world):
    client.force_login(world.clerk)
    form = client.get(page("add")).context["adminform"].form
    assert list(form.fields["park"].queryset) == [world.park]
    client.force_login(world.administrator)
    form = client.get(page("add")).context["adminform"].form
    assert set(form.fields["park"].queryset) == {world.park, world.other_park}


def test_a_relation_to_a_record_out_of_scope_is_refused(client, world):
    client.force_login(world.clerk)
    fields = filled_in(client.get(page("add"))) | {
        "title_zh": "冒名公告",
        "body_zh": "<p>甲</p>",
        "park": world.other_park.pk,
    }
    answer = client.post(page("add"), fields)
    assert "park" in answer.context["adminform"].form.errors
    assert not Announcement.objects.exists()


def test_a_record_cannot_be_moved_out_of_the_own_scope(client, world, notice):
    client.force_login(world.clerk)
    fields = filled_in(client.get(page("change", notice.pk)))
    for park in (world.other_park.pk, ""):
        answer = client.post(page("change", notice.pk), fields | {"park": park})
        assert "park" in answer.context["adminform"].form.errors
    notice.refresh_from_db()
    assert notice.park == world.park


def test_the_last_door_refuses_what_a_form_let_through(world, rf):
    """Every form of ours refuses it before; this is what stands behind them."""
    model_admin = admin.site.get_model_admin(Announcement)
    foreign = AnnouncementFactory(park=world.other_park)
    request = rf.post("/")
    request.user = world.clerk

    class Form:
        instance = foreign

        def save_m2m(self):
            pass

    with pytest.raises(PermissionDenied):
        model_admin.save_related(request, Form(), [], change=True)


def test_filter_offers_visible_records_only(client, world, notice):
    client.force_login(world.clerk)
    filters = {spec.title: spec for spec in client.get(LIST).context["cl"].filter_specs}
    offered = {str(name) for _pk, name in filters[Announcement._meta.get_field("park").verbose_name].lookup_choices}
    assert offered == {str(world.park)}


def test_action_deletes_no_row_out_of_scope(client, world):
    zone_wide = AnnouncementFactory()
    world.clerk.user_permissions.add(*world.clerk.user_permissions.model.objects.filter(codename="delete_announcement"))
    client.force_login(world.clerk)
    fields = {"action": "delete_selected", "_selected_action": [zone_wide.pk], "post": "yes"}
    assert client.post(LIST, fields).status_code == 403
    assert Announcement.objects.filter(pk=zone_wide.pk).exists()


def test_the_auditor_sees_everything_and_changes_nothing(client, world, notice):
    client.force_login(world.auditor)
    assert client.get(LIST).status_code == 200
    assert client.get(page("history", notice.pk)).status_code == 200
    form = client.get(page("change", notice.pk))
    assert not form.context["has_change_permission"]
    assert client.get(page("add")).status_code == 403
    assert client.post(page("delete", notice.pk), {"post": "yes"}).status_code == 403
    assert client.post(page("publish", notice.pk)).status_code == 403


def test_long_lists_are_counted_up_to_a_bound(world, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("zoneportal.publishing.admin.scope.COUNTED_ROWS", 3)
    ParkFactory.create_batch(3)
    with django_assert_num_queries(1):  # at most four keys
        pages = BoundedPaginator(Park.objects.all(), 2)
        assert (pages.count, pages.is_bounded, pages.num_pages) == (3, True, 2)


def test_short_lists_are_counted_to_the_end(world):
    pages = BoundedPaginator(Park.objects.all(), 2)
    assert (pages.count, pages.is_bounded) == (2, False)
    assert COUNTED_ROWS > 1_000
