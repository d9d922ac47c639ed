"""Pages that are made anew from parts that the process remembers: the same as if it remembered nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from stats.releasing import release_figures
from tests import factories
from zoneportal.publishing import memory
from zoneportal.publishing.actions import publish, withdraw

VERSIONS = 1  # the only query of a page whose parts are all remembered
ADDRESSES = ["/", "/statistics/revenue/", "/statistics/revenue/embed/", "/parks/"]
EVERYWHERE = [*ADDRESSES, *(f"/en{address}" for address in ADDRESSES)]


@pytest.fixture
def made_anew(kept, settings) -> None:
    """Versions are asked for and every page is forgotten: what comes back comes from the memory of the process."""
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_anew")]


@pytest.fixture
def shown(world):
    """The small world with something in every part of the home page and of an indicator."""
    world.milestone = factories.MilestoneFactory(published=True, planned_area_km2=10, legal_standing="in_force")
    world.goals = [factories.GoalFactory(published=True, indicator=world.figure.indicator, slug=s) for s in "ab"]
    world.announcement = factories.AnnouncementFactory(published=True)
    indicator = world.figure.indicator
    indicator.is_headline = True
    indicator.save()
    world.tag = factories.IndustryTagFactory(scheme="leading")
    for year in (2015, 2016):
        for of in ({}, {"park": world.park}, {"industry": world.tag}):
            factories.FigureFactory(
                definition=world.figure.definition, year=year, value=Decimal(year), release=world.release, **of
            )
    return world


def pages(client) -> dict[str, str]:
    return {address: client.get(address).content.decode() for address in EVERYWHERE}


def named(record, base: str, *, published: bool = True) -> None:
    """Under another name in both languages."""
    for language in ("zh", "en"):
        setattr(record, f"{base}_{language}", f"another {base} {language}")
    record.save()
    if published:
        publish(content=record, by=None)


def correct(world) -> None:
    release = factories.ReleaseFactory(released=True)
    definition = world.figure.definition
    factories.FigureFactory(definition=definition, revision=1, value=400, reason="更正", release=release)


CHANGES = {
    "zone": (lambda w: named(w.zone, "name"), set(ADDRESSES)),
    "zone's telephone": (
        lambda w: setattr(w.zone, "phone", "999") or named(w.zone, "slogan"),
        set(ADDRESSES) - {"/statistics/revenue/embed/"},
    ),
    "park": (lambda w: named(w.park, "name"), {"/", "/parks/", "/statistics/revenue/"}),
    "withdrawn park": (
        lambda w: withdraw(content=w.park, by=None),
        {"/", "/parks/", "/statistics/revenue/"},
    ),
    "deleted announcement": (lambda w: w.announcement.delete(), {"/"}),
    "announcement": (lambda w: factories.AnnouncementFactory(published=True), {"/"}),
    "milestone": (lambda w: named(w.milestone, "title"), {"/"}),
    "goal": (lambda w: named(w.goals[0], "title"), {"/"}),
    "industry": (
        lambda w: named(w.tag, "name", published=False),
        {"/", "/statistics/revenue/"},
    ),
    "indicator": (
        lambda w: named(w.figure.indicator, "name", published=False),
        {"/", "/statistics/revenue/", "/statistics/revenue/embed/", "/parks/"},
    ),
    "definition": (
        lambda w: named(w.figure.definition, "definition", published=False),
        {"/statistics/revenue/"},
    ),
    "correction": (
        correct,
        {"/", "/statistics/revenue/", "/statistics/revenue/embed/"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_public_change_shows_at_once_wherever_it_stands(client, shown, in_a_new_transaction, change):
    before = pages(client)
    in_a_new_transaction()
    write, concerned = CHANGES[change]
    write(shown)

    after = pages(client)

    memory.forget()
    assert after == pages(client)
    moved = {address for address in EVERYWHERE if after[address] != before[address]}
    assert {address.removeprefix("/en") for address in moved} >= concerned


@pytest.mark.parametrize(
    "write",
    [
        lambda w: named(w.park, "name", published=False),
        lambda w: named(w.zone, "name", published=False),
        lambda w: setattr(w.secret_figure, "value", 1) or w.secret_figure.save(),
        lambda w: factories.AnnouncementFactory(),
    ],
    ids=["draft of a park", "draft of the zone", "unreleased figure", "draft announcement"],
)
def test_an_internal_edit_makes_nothing_again(client, shown, queries, in_a_new_transaction, write):
    before = pages(client)
    in_a_new_transaction()
    write(shown)
    assert queries("/") == queries("/statistics/revenue/") == VERSIONS
    assert pages(client) == before


def test_page_whose_parts_are_remembered_takes_one_query(client, shown, queries):
    for address in ("/", "/en/", "/statistics/revenue/", "/about/"):
        client.get(address)
        assert queries(address) == VERSIONS


def test_a_change_of_one_part_leaves_the_others_in_mind(client, shown, queries, in_a_new_transaction):
    client.get("/")
    in_a_new_transaction()
    factories.AnnouncementFactory(published=True)
    assert queries("/") == VERSIONS + 2  # the keys of the announcements, and those that are shown


def at(monkeypatch, moment) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_plan_comes_to_the_moment(client, shown, monkeypatch):
    moment = timezone.now() + timedelta(minutes=5)
    withdraw(content=shown.park, by=None, at=moment)
    release = factories.ReleaseFactory()
    factories.FigureFactory(definition=shown.figure.definition, year=2019, value="512.34", release=release)
    release_figures(release=release, by=None, at=moment)
    before = pages(client)
    at(monkeypatch, moment - timedelta(microseconds=1))
    assert pages(client) == before
    at(monkeypatch, moment)
    after = pages(client)
    assert shown.park.name_zh in before["/"]
    assert shown.park.name_zh not in after["/"]
    assert "512.34" in after["/"]
    assert "512.34" in after["/en/statistics/revenue/"]
    memory.forget()
    assert after == pages(client)


def test_midnight_makes_what_holds_today_anew(client, shown, monkeypatch):
    shown.park.valid_to = timezone.localdate()
    shown.park.save()
    publish(content=shown.park, by=None)
    assert shown.park.name_zh in client.get("/").content.decode()
    at(monkeypatch, timezone.now() + timedelta(days=1))
    assert shown.park.name_zh not in client.get("/").content.decode()


def test_preview_shows_the_draft_and_leaves_nothing_in_mind(client, shown, queries):
    before = pages(client)
    named(shown.zone, "name", published=False)
    named(shown.park, "name", published=False)
    named(shown.goals[0], "title", published=False)
    reader = Client()
    client.force_login(shown.administrator)
    drafts = [f"parks.zone.{shown.zone.pk}", f"parks.park.{shown.park.pk}", f"stats.goal.{shown.goals[0].pk}"]
    preview = client.get("/?" + "&".join(f"preview={draft}" for draft in drafts)).content.decode()
    assert preview.count("another name zh") >= 4  # title, head, foot, park
    assert "another title zh" in preview
    assert pages(reader) == before
    assert pages(client) == before
    assert queries("/", by=reader) == VERSIONS
    memory.forget()
    assert client.get("/?preview=" + drafts[0]).content.decode().count("another name zh") >= 3
    assert pages(reader) == before


def test_hosts_have_parts_of_their_own(client, shown):
    """Charts say the address of their page, and search engines are told it."""
    bodies = [
        client.get("/statistics/revenue/", headers={"Host": host}).content.decode()
        for host in ("localhost", "testserver", "localhost")
    ]
    assert bodies[0] == bodies[2]
    assert bodies[0].replace("localhost", "testserver") == bodies[1]
    assert "http://testserver" not in bodies[0]


def test_sections_have_menus_of_their_own(client, shown):
    bodies = pages(client)
    for address, section in (("/parks/", "parks"), ("/statistics/revenue/", "statistics")):
        assert f'<a href="/{section}/" aria-current="true">' in bodies[address]
        assert f'<a href="/en/{section}/" aria-current="true">' in bodies[f"/en{address}"]
    assert ' aria-current="true">' not in bodies["/"].partition("<nav")[2]


def test_what_does_not_exist_is_not_remembered(client, shown):
    pages(client)
    held = len(memory._held)
    for code in ("nothing", shown.secret_figure.indicator.code + "x"):
        assert client.get(f"/statistics/{code}/").status_code == 404
    assert len(memory._held) <= held + 2  # the menu of the section of the answer
