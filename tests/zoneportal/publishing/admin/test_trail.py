"""The trail of publishing and of all acts: for auditors and administrators, and nobody changes it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from parks.models import Announcement
from tests.admin_forms import filled_in
from tests.factories import AnnouncementFactory, UserFactory
from zoneportal.publishing.models import Publication

PUBLICATIONS = reverse("admin:publishing_publication_changelist")
LOG = reverse("admin:admin_logentry_changelist")


@pytest.fixture
def acts(client, world):
    """The administrator adds an announcement and publishes it."""
    client.force_login(world.administrator)
    notice = AnnouncementFactory(title_zh="公开公告")
    form = reverse("admin:parks_announcement_change", args=[notice.pk])
    client.post(form, filled_in(client.get(form)) | {"title_zh": "新公告"})
    client.post(reverse("admin:parks_announcement_publish", args=[notice.pk]), {"version": notice.latest_version()})


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_both_trails_are_open_to(client, world, acts, role):
    client.force_login(getattr(world, role))
    assert str(world.administrator) in client.get(PUBLICATIONS).content.decode()
    assert "新公告" in client.get(LOG).content.decode()


@pytest.mark.parametrize("address", [PUBLICATIONS, LOG])
def test_a_clerk_does_not_read_the_trails(client, world, acts, address):
    client.force_login(world.clerk)
    assert client.get(address).status_code == 403


def test_nobody_changes_the_trail(client, world, acts):
    client.force_login(world.administrator)
    for row in (Publication.objects.latest("pk"), LogEntry.objects.latest("pk")):
        meta = row._meta
        name = f"admin:{meta.app_label}_{meta.model_name}"
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        assert client.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
        assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        assert client.get(reverse(f"{name}_add")).status_code == 403


def test_the_trails_filter_by_kind_of_record(client, world, acts):
    client.force_login(world.auditor)
    spec = client.get(LOG).context["cl"].filter_specs[-1]
    kind = next(value for value, label in spec.lookup_choices if label.lower() == Announcement._meta.verbose_name)
    assert {entry.object_repr for entry in client.get(f"{LOG}?kind={kind}").context["cl"].result_list} == {"新公告"}
    assert len(client.get(f"{LOG}?kind=nonsense").context["cl"].result_list) == LogEntry.objects.count()


def test_moves_are_told_by_the_titles_of_their_records(client, world, acts):
    client.logout()
    client.force_login(world.auditor)
    page = client.get(PUBLICATIONS).content.decode()
    assert "新公告" in page
    assert world.park.name_zh in page
    move = Publication.objects.first()
    assert "新公告" in client.get(reverse("admin:publishing_publication_change", args=[move.pk])).content.decode()


def test_title_of_a_record_out_of_reach_is_its_number(client, world, acts):
    """A role of the office's own may read the trail and no parks."""
    reader = UserFactory()
    reader.user_permissions.add(Permission.objects.get(codename="view_publication"))
    client.logout()  # with what the administrator was told last
    client.force_login(reader)
    page = client.get(PUBLICATIONS).content.decode()
    assert "新公告" not in page
    assert world.park.name_zh not in page


def test_record_that_was_deleted_keeps_its_number(client, world, acts):
    notice = Announcement.objects.get()
    Announcement.objects.filter(pk=notice.pk).delete()
    client.force_login(world.auditor)
    assert client.get(PUBLICATIONS).status_code == 200
