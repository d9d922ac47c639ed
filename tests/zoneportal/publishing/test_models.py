from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from parks.models import Park
from tests.factories import ParkFactory
from tests.rules import told_by_database, told_by_database_on
from zoneportal.publishing.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return ParkFactory(published=True)


def test_publication_does_not_end_before_it_begins(park):
    publication = Publication.objects.of(park).get()
    earlier = publication.effective_at - timedelta(seconds=1)
    assert told_by_database(publication, superseded_at=earlier) == "A publication cannot end before it begins."


def test_record_has_one_open_publication(park):
    now = timezone.now()
    second = Publication(
        content_type=ContentType.objects.get_for_model(Park), object_id=park.pk, effective_at=now, made_at=now
    )
    assert told_by_database_on(second.save) == "This record has an open publication already."


def test_public_sees_a_version_from_its_first_moment_until_its_last(park):
    publication = Publication.objects.of(park).get()
    start, end = publication.effective_at, publication.effective_at + timedelta(hours=1)
    Publication.objects.update(superseded_at=end)
    instant = timedelta(microseconds=1)
    seen = [Publication.objects.in_force(at).exists() for at in (start - instant, start, end - instant, end)]
    assert seen == [False, True, True, False]


def test_latest_version_is_the_working_draft(park):
    park.name_zh = "新名"
    park.save()
    assert park.history.get(history_id=park.latest_version()).name_zh == "新名"
