from datetime import date

import pytest

from parks.models import Announcement, Park, ParkFormerName, ProfileSection
from tests import world
from tests.factories import AnnouncementFactory, ParkFactory, ProfileSectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build()


def test_clerk_sees_the_parks_assigned_and_no_other(here):
    assert list(Park.objects.visible_to(here.clerk)) == [here.park]
    assert list(Park.objects.visible_to(here.other_clerk)) == [here.other_park]


@pytest.mark.parametrize("office", ["administrator", "statistician", "publisher", "auditor"])
def test_zone_office_sees_every_park(here, office):
    assert Park.objects.visible_to(getattr(here, office)).count() == 2


def test_anonymous_visitor_sees_no_working_row_of_a_park(here):
    assert not Park.objects.visible_to(here.anonymous).exists()


def test_former_names_are_seen_with_their_park(here):
    for park in (here.park, here.other_park):
        ParkFormerName.objects.create(park=park, name_zh="旧名", used_until=date(2020, 1, 1))
    assert [name.park for name in ParkFormerName.objects.visible_to(here.clerk)] == [here.park]
    assert [name.park for name in ParkFormerName.objects.editable_by(here.other_clerk)] == [here.other_park]


def test_clerk_reads_the_announcements_of_the_zone_and_edits_those_of_the_park(here):
    ours, theirs, everyones = (AnnouncementFactory(park=park) for park in (here.park, here.other_park, None))
    assert set(Announcement.objects.visible_to(here.clerk)) == {ours, everyones}
    assert list(Announcement.objects.editable_by(here.clerk)) == [ours]
    assert set(Announcement.objects.editable_by(here.administrator)) == {ours, theirs, everyones}


def test_content_of_the_zone_has_no_scope_of_rows(here):
    section = ProfileSectionFactory()
    assert list(ProfileSection.objects.visible_to(here.clerk)) == [section]


@pytest.mark.parametrize(
    ("day", "exists"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2021, 1, 1), True), (date(2021, 1, 2), False)],
)
def test_park_exists_from_its_first_to_its_last_day(day, exists):
    park = ParkFactory(valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    assert Park.objects.as_of(day).filter(pk=park.pk).exists() is exists


def test_park_without_dates_exists_always():
    park = ParkFactory()
    assert list(Park.objects.as_of(date(1990, 1, 1))) == [park]
