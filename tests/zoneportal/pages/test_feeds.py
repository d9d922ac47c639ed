"""Feeds by RFC 4287: what it requires of a feed and an entry, and nothing that is not public."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from tests import factories, published
from zoneportal.publishing.actions import publish, withdraw

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/feeds/releases.atom", "/feeds/announcements.atom", "/en/feeds/releases.atom", "/en/feeds/announcements.atom")


@pytest.fixture
def small_world(db):
    return published.build()


def feed(client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def texts(node: ET.Element, name: str) -> list[str]:
    return [each.text or "" for each in node.findall(f"{ATOM}{name}")]


def links(node: ET.Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in node.findall(f"{ATOM}link")}


def moment(node: ET.Element, name: str) -> datetime:
    (text,) = texts(node, name)
    found = datetime.fromisoformat(text)
    assert found.tzinfo
    return found


def entry(client, address: str, title: str) -> ET.Element:
    (found,) = (each for each in feed(client, address).findall(f"{ATOM}entry") if texts(each, "title") == [title])
    return found


@pytest.mark.parametrize("address", FEEDS)
def test_feed_has_what_the_standard_requires(client, small_world, address):
    root = feed(client, address)
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert links(root)["self"] == f"http://testserver{address}"
    nodes = [root, *root.findall(f"{ATOM}entry")]
    assert len(nodes) > 1
    for node in nodes:
        assert [len(texts(node, name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert texts(node, "id")[0].startswith("tag:testserver,")
        assert links(node)["alternate"].startswith("http://testserver/")
    assert len({texts(node, "id")[0] for node in nodes}) == len(nodes)
    assert moment(root, "updated") == max(moment(node, "updated") for node in nodes[1:])


@pytest.mark.parametrize("address", FEEDS)
def test_every_entry_leads_to_its_page(client, small_world, address):
    entries = feed(client, address).findall(f"{ATOM}entry")
    assert {client.get(links(each)["alternate"]).status_code for each in entries} == {200}


def test_feed_speaks_the_language_of_its_address(client, small_world):
    assert feed(client, "/feeds/releases.atom").get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert texts(feed(client, "/feeds/releases.atom"), "title")[0].startswith("数据发布")
    assert texts(feed(client, "/en/feeds/releases.atom"), "title")[0].startswith("Releases of figures")


def test_release_that_was_corrected_is_updated_and_keeps_its_identifier(client, small_world):
    title = small_world.release.title_zh
    corrected = entry(client, "/feeds/releases.atom", title)
    assert moment(corrected, "updated") - moment(corrected, "published") > timedelta(minutes=20)
    assert "更正" in texts(corrected, "summary")[0]
    before = texts(corrected, "id")
    newest = factories.ReleaseFactory(released=True, released_at=timezone.now())
    factories.FigureFactory(
        definition=small_world.figure.definition, value=1, revision=1, reason="更正", release=newest
    )
    again = entry(client, "/feeds/releases.atom", title)
    assert texts(again, "id") == before
    assert moment(again, "updated") == newest.released_at


def test_later_vintage_corrects_nothing(client, db):
    figure = factories.FigureFactory(release=factories.ReleaseFactory(released=True), vintage=1)
    later = factories.ReleaseFactory(released=True, released_at=timezone.now())
    factories.FigureFactory(definition=figure.definition, value=2, vintage=3, release=later)
    first = entry(client, "/feeds/releases.atom", figure.release.title_zh)
    assert moment(first, "updated") == figure.release.released_at


@pytest.mark.parametrize("reveal", ["scheduled", "hidden park"])
def test_correction_that_is_not_public_updates_nothing(client, db, reveal):
    hidden = factories.ParkFactory() if reveal == "hidden park" else None
    figure = factories.FigureFactory(release=factories.ReleaseFactory(released=True), park=hidden)
    ahead = timedelta(hours=1) if reveal == "scheduled" else timedelta()
    later = factories.ReleaseFactory(released=True, released_at=timezone.now() + ahead)
    factories.FigureFactory(
        definition=figure.definition, park=hidden, value=2, revision=1, reason="更正", release=later
    )
    first = entry(client, "/feeds/releases.atom", figure.release.title_zh)
    assert moment(first, "updated") == figure.release.released_at


def test_announcement_that_was_changed_is_updated_and_one_withdrawn_is_gone(client, db):
    announcement = factories.AnnouncementFactory(title_zh="通知", published=True)
    before = entry(client, "/feeds/announcements.atom", "通知")
    announcement.title_zh = "通知（已修改）"
    announcement.save()
    assert entry(client, "/feeds/announcements.atom", "通知") is not None  # the draft is nobody's
    publish(content=announcement, by=None)
    after = entry(client, "/feeds/announcements.atom", "通知（已修改）")
    assert texts(after, "id") == texts(before, "id")
    assert moment(after, "updated") > moment(before, "updated")
    withdraw(content=announcement, by=None)
    assert feed(client, "/feeds/announcements.atom").findall(f"{ATOM}entry") == []


def test_text_is_text_and_no_markup(client, db):
    factories.AnnouncementFactory(title_zh="a < b & c", summary_zh="<b>1</b> & 2", published=True)
    found = entry(client, "/feeds/announcements.atom", "a < b & c")
    assert texts(found, "summary") == ["&lt;b&gt;1&lt;/b&gt; &amp; 2"]


@pytest.mark.parametrize("address", FEEDS)
def test_empty_feed_is_valid_and_does_not_change_by_itself(client, db, address):
    root = feed(client, address)
    assert moment(root, "updated")
    assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize(("address", "count"), [("/feeds/releases.atom", 5), ("/feeds/announcements.atom", 3)])
def test_feed_needs_few_queries_whatever_it_holds(client, small_world, django_assert_num_queries, address, count):
    client.get(address)  # fills the cache of content types
    # The zone; releases, scopes (2) and corrections, or the keys and texts of the announcements.
    with django_assert_num_queries(count):
        client.get(address)
    for _each in range(3):
        factories.AnnouncementFactory(published=True)
        factories.FigureFactory(release=factories.ReleaseFactory(released=True))
    with django_assert_num_queries(count):
        client.get(address)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", "/feeds/releases.atom"),
        ("/announcements/", "/feeds/announcements.atom"),
        ("/en/", "/en/feeds/releases.atom"),
    ],
)
def test_pages_name_their_feed(client, small_world, page, address):
    link = f'<link rel="alternate" type="application/atom+xml" href="{address}"'
    assert link in client.get(page).content.decode()


@pytest.mark.parametrize("address", FEEDS)
def test_line_breaks_pasted_from_a_text_program_break_no_feed(client, small_world, address):
    """Word writes them as a vertical tab, which XML cannot hold."""
    zone = small_world.zone
    zone.name_zh = zone.name_en = zone.organizer_zh = zone.organizer_en = zone.licence_zh = zone.licence_en = "一\x0b行"
    zone.save()
    publish(content=zone, by=None)
    found = feed(client, address)
    assert texts(found, "title")[0].endswith("– 一 行")
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "一 行"
