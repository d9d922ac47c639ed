from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from zoneportal.static_site.versions import Versions, models_by_topic

pytestmark = pytest.mark.django_db


def version(address: str, at=None) -> str:
    return Versions(at or timezone.now(), "program").of(address)


@pytest.fixture
def page(world) -> str:
    return world.enterprise.get_absolute_url()


def test_without_a_change_it_stays(world, page):
    assert version(page) == version(page)


def test_the_pages_of_both_languages_know_what_they_show(world):
    now = timezone.now()

    assert version("/statistics/", now) == version("/en/statistics/", now)
    assert version("/statistics/", now) != Versions(now, "program").everything


@pytest.mark.parametrize(
    "change",
    [
        lambda firm: firm.former_names.create(name_zh="旧名"),
        lambda firm: firm.registrations.update(start_on="2021-01-01"),
        lambda firm: type(firm).objects.filter(pk=firm.pk).update(business_scope="制造机器"),
        lambda firm: factories.StatusEventFactory(enterprise=firm),
    ],
    ids=["former name", "stay", "column", "status"],
)
def test_a_change_of_an_enterprise_is_one_of_its_page_alone(world, page, change):
    other = world.other_enterprise.get_absolute_url()
    before = version(page), version(other), version("/enterprises/")

    change(world.enterprise)

    assert version(page) != before[0]
    assert version(other) == before[1]
    assert version("/enterprises/") != before[2]


def test_a_former_number_changes_with_the_record_that_it_leads_to(world):
    former = world.enterprise.former_numbers.create(number="E999001")
    before = version("/enterprises/E999001/")
    former.enterprise = world.other_enterprise
    former.save()
    assert version("/enterprises/E999001/") != before


def test_a_published_park_changes_what_shows_parks(world, page):
    before = version(page), version("/about/")
    world.park.name_zh = "新名园"
    world.park.save()
    assert version(page) == before[0]

    factories.publish(content=world.park, by=None)

    assert version(page) != before[0]
    assert version("/about/") == before[1]


def test_a_day_that_comes_is_a_change(world, page):
    today = timezone.now()
    day = timezone.localdate(today) + timedelta(days=3)
    factories.QualificationFactory(enterprise=world.enterprise, valid_to=day)
    versions = Versions(today, "program")

    assert versions.of(page) == version(page, today + timedelta(days=2))
    assert versions.of(page) != version(page, today + timedelta(days=4))


def test_security_contact_is_written_again_before_it_expires(world):
    january = timezone.now().replace(month=1, day=5)
    address = "/.well-known/security.txt"

    assert version(address, january) == version(address, january.replace(day=25))
    assert version(address, january) != version(address, january.replace(month=2))
    assert version("/about/", january) == version("/about/", january.replace(month=2))


def test_search_shows_every_choice_of_the_directory(world):
    before = version("/search/"), version("/en/search/")
    factories.QualificationKindFactory()

    assert version("/search/") != before[0]
    assert version("/en/search/") != before[1]


def test_the_next_moment_is_known(world):
    at = timezone.now()
    due = at + timedelta(minutes=7)
    type(world.secret_enterprise).objects.filter(pk=world.secret_enterprise.pk).update(confirmed_at=due)
    versions = Versions(at, "program")
    assert versions.everything

    assert versions.next_change_at == due


def test_another_program_is_a_change(world):
    now = timezone.now()

    assert Versions(now, "one").of("/about/") != Versions(now, "other").of("/about/")


def test_every_topic_of_a_public_page_has_its_tables(world):
    assert {"parks.zone", "parks.park", "enterprises.enterprise", "stats.release"} <= set(models_by_topic())


def test_an_address_without_a_page_depends_on_everything(world):
    versions = Versions(timezone.now(), "program")

    assert versions.of("/404.html") == versions.everything
