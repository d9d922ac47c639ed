"""Every public page says what it shows: the tables that it reads are compared with the topics that it declares."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests import factories
from zoneportal.publishing.actions import publish
from zoneportal.publishing.changes import topic_of
from zoneportal.publishing.models import Publishable

pytestmark = pytest.mark.django_db

OFFICE = ("accounts/", "admin/")
# What needs no page cache: it tells how the machine is, is kept by every browser, or is guarded by its own rule.
OTHERS = {"health", "media", "theme", "mark", "mark_in_pixels", "api_elsewhere"}
TABLE = re.compile(r'"((?:parks|enterprises|stats|publishing|accounts|auth|django|spreadsheets)_[a-z_]+)"')
EVERYWHERE = {"publishing_publication", "publishing_change", "django_content_type"}
SECRETS = re.compile(r"accounts_|auth_|django_session|django_admin_log|spreadsheets_")


def views(patterns, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from views(each.url_patterns, route)
        elif not route.startswith(OFFICE):
            yield each.name, each


def public_views() -> dict[str, URLPattern]:
    return {name: each for name, each in views(get_resolver().url_patterns) if hasattr(each.callback, "public_page")}


def topic_of_table(table: str) -> str:
    for model in apps.get_models(include_auto_created=True):
        history = getattr(getattr(model, "history", None), "model", model)
        if not hasattr(model, "history_object") and table in {model._meta.db_table, history._meta.db_table}:
            return topic_of(model)
    raise LookupError(table)


def arguments(pattern: URLPattern, world) -> dict:
    """For `<slug:slug>` and the like: something of the small world that answers."""
    name = pattern.name or ""
    code = world.park.code if "park" in name else world.figure.indicator.code
    known = {
        "number": world.enterprise.number,
        "code": code,
        "pk": world.announcement.pk,
        "page": 1,
        "year": 2017,
        "day": timezone.localdate(world.release.released_at),
        "ending": "csv-metadata.json" if "metadata" in name else "csv",
        "slug": world.release.slug if "release" in name else world.park.slug,
    }
    return {word: known[word] for word in pattern.pattern.regex.groupindex if word != "key"}  # of one chart of many


@pytest.fixture
def small_world(world):
    world.zone.security_contact = "security@zone.example"
    world.zone.save()
    publish(content=world.zone, by=None)
    world.announcement = factories.AnnouncementFactory(published=True, park=world.park)
    factories.MilestoneFactory(published=True, planned_area_km2=10, legal_standing="in_force")
    factories.ProfileSectionFactory(published=True)
    factories.GoalFactory(published=True, indicator=world.figure.indicator)
    tag = factories.IndustryTagFactory()
    tag.parks.add(world.park)
    world.enterprise.tags.create(industry=tag, is_main=True)
    world.enterprise.former_names.create(name_zh="曾用名")
    world.enterprise.industry_class = factories.IndustryClassFactory(code="A")
    world.enterprise.is_representative = True
    world.enterprise.save()
    factories.StatusEventFactory(enterprise=world.enterprise)
    factories.QualificationFactory(enterprise=world.enterprise)
    factories.FigureFactory(definition=world.figure.definition, year=2016, park=world.park, release=world.release)
    factories.FigureFactory(definition=world.figure.definition, year=2016, industry=tag, release=world.release)
    return world


def test_every_view_before_the_public_says_what_it_shows():
    silent = {name for name, each in views(get_resolver().url_patterns) if not hasattr(each.callback, "public_page")}
    assert silent <= OTHERS


@pytest.mark.parametrize("name", public_views())
def test_page_reads_no_table_beyond_what_it_says_it_shows(client, small_world, name):
    pattern = public_views()[name]
    address = reverse(name, kwargs=arguments(pattern, small_world))
    query = {"q": "样例", "park": small_world.park.code} if name == "enterprises" else {}
    page = pattern.callback.public_page
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, {word: query[word] for word in query if word in page.parameters})
        b"".join(response)  # a file that is written while it is sent
    assert response.status_code in {200, 302}, address
    tables = {table for each in captured for table in TABLE.findall(each["sql"])}
    assert not [table for table in tables if SECRETS.match(table)]
    assert {topic_of_table(table) for table in tables - EVERYWHERE} <= set(page.topics)


@pytest.mark.parametrize("model", [model for model in apps.get_models() if issubclass(model, Publishable)])
def test_published_content_is_watched_without_being_told(model):
    assert topic_of(model) == model._meta.label_lower


def test_model_that_nobody_watches_cannot_be_shown():
    with pytest.raises(LookupError, match="ParkAssignment"):
        topic_of(apps.get_model("parks.ParkAssignment"))
