"""Lists and forms of content with a draft and a public version."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Announcement
from tests.factories import AnnouncementFactory
from zoneportal.publishing.actions import publish, withdraw
from zoneportal.publishing.queries import CHANGED, STATES

LIST = reverse("admin:parks_announcement_changelist")


@pytest.fixture
def administrator(client, world):
    client.force_login(world.administrator)
    return world.administrator


def delete_page(record) -> str:
    return reverse("admin:parks_announcement_delete", args=[record.pk])


def listed(client, query: str = "") -> list[Announcement]:
    return list(client.get(LIST + query).context["cl"].result_list)


def test_list_tells_state_plan_and_unpublished_changes(client, administrator):
    row = AnnouncementFactory(published=True)
    row.save()
    publish(content=row, by=None, at=timezone.now() + timedelta(days=1))
    (seen,) = listed(client)
    assert (seen.standing.state, seen.has_unpublished_changes) == ("published", True)
    text = client.get(LIST).content.decode()
    for words in (
        STATES["published"],
        _("unpublished changes"),
        f"{timezone.localtime(seen.standing.planned_at):%Y-%m-%d %H:%M}",
    ):
        assert str(words) in text.lower()


@pytest.mark.parametrize("state", [*STATES, CHANGED])
def test_list_filters_by_state(client, administrator, state):
    rows = {name: AnnouncementFactory(title_zh=name) for name in [*STATES, CHANGED]}
    for name in ("published", "withdrawn", CHANGED):
        publish(content=rows[name], by=None)
    withdraw(content=rows["withdrawn"], by=None)
    publish(content=rows["scheduled"], by=None, at=timezone.now() + timedelta(days=1))
    rows[CHANGED].save()
    expected = {state, CHANGED} if state == "published" else {state}
    assert {row.title_zh for row in listed(client, f"?state={state}")} == expected


def test_an_unknown_state_filters_nothing(client, administrator):
    AnnouncementFactory()
    assert len(listed(client, "?state=nonsense")) == 1


def test_list_costs_the_same_for_two_rows_and_for_twenty(client, administrator, count_queries):
    AnnouncementFactory.create_batch(2, published=True)
    few = count_queries(lambda: client.get(LIST))
    AnnouncementFactory.create_batch(18, published=True)
    assert count_queries(lambda: client.get(LIST)) == few


def test_form_links_to_the_public_page_of_a_public_record_only(client, administrator):
    row = AnnouncementFactory()
    form = reverse("admin:parks_announcement_change", args=[row.pk])
    assert client.get(form).context["absolute_url"] is None
    publish(content=row, by=None)
    assert client.get(form).context["absolute_url"] == f"/announcements/{row.pk}/"


def test_a_public_record_is_not_deleted_until_it_is_withdrawn(client, administrator):
    row = AnnouncementFactory(title_zh="公开公告", published=True)
    assert ["公开公告" in reason for reason in client.get(delete_page(row)).context["protected"]] == [True]
    client.post(delete_page(row), {"post": "yes"})
    assert Announcement.objects.exists()
    withdraw(content=row, by=None)
    client.post(delete_page(row), {"post": "yes"})
    assert not Announcement.objects.exists()


def test_a_planned_record_is_not_deleted(client, administrator):
    row = AnnouncementFactory()
    publish(content=row, by=None, at=timezone.now() + timedelta(days=1))
    client.post(delete_page(row), {"post": "yes"})
    assert Announcement.objects.exists()


def test_the_action_of_the_list_deletes_no_public_record_either(client, administrator):
    draft, public = AnnouncementFactory(), AnnouncementFactory(published=True)
    fields = {"action": "delete_selected", "_selected_action": [draft.pk, public.pk], "post": "yes"}
    assert len(client.post(LIST, fields).context["protected"]) == 1
    assert Announcement.objects.count() == 2


@pytest.mark.parametrize("key", ["none", "", "1.5", "99999999999999999999", "\x00"])
def test_the_action_of_the_list_refuses_keys_that_no_record_can_have(client, administrator, key):
    row = AnnouncementFactory()
    fields = {"action": "delete_selected", "_selected_action": [row.pk, key], "post": "yes"}
    assert "选中的内容不是本列表中的记录" in client.post(LIST, fields, follow=True).content.decode()
    assert Announcement.objects.exists()
