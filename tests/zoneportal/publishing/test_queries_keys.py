import pytest
from django.db.models import Q
from django.utils import timezone

from parks.models import Announcement, Park
from tests import factories
from zoneportal.publishing.queries import published, published_keys

pytestmark = pytest.mark.django_db


def test_keys_stand_in_the_order_of_the_records():
    days = ["2026-01-01", "2026-03-01", "2026-02-01", "2026-03-01"]
    for day in days:
        factories.AnnouncementFactory(issued_on=day, published=True)
    factories.AnnouncementFactory()
    now = timezone.now()

    assert published_keys(Announcement, now) == [record.pk for record in published(Announcement, now)]
    assert len(published_keys(Announcement, now)) == 4


def test_draft_stands_where_its_draft_puts_it():
    first, second = factories.ParkFactory(position=1, published=True), factories.ParkFactory(position=2, published=True)
    first.position = 3
    first.save()
    now = timezone.now()

    assert published_keys(Park, now) == [first.pk, second.pk]
    assert published_keys(Park, now, drafts=[("parks.park", first.pk)]) == [second.pk, first.pk]


def test_filter_reads_the_public_version():
    park = factories.ParkFactory(name_zh="公开名", published=True)
    Park.objects.filter(pk=park.pk).update(name_zh="草稿名")
    now = timezone.now()

    assert published_keys(Park, now, where=Q(name_zh="公开名")) == [park.pk]
    assert published_keys(Park, now, where=Q(name_zh="草稿名")) == []
