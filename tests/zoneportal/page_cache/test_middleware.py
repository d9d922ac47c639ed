"""A kept page: when it is answered, when it is made anew, and that it is the same for every reader."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from stats.releasing import release_figures
from tests import factories
from zoneportal.publishing import memory
from zoneportal.publishing.actions import publish, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]

HIT = 1  # the version of what the page shows
HOSTILE = {
    "HTTP_AUTHORIZATION": "Basic YWxpY2U6c2VjcmV0",
    "HTTP_COOKIE": "sessionid=stolen; csrftoken=token-of-somebody; messages=words; office_language=en",
    "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_X_FORWARDED_HOST": "elsewhere.example",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_REQUESTED_WITH": "XMLHttpRequest",
    "HTTP_USER_AGENT": "someone-in-particular",
    "HTTP_REFERER": "https://elsewhere.example/",
}


def test_second_request_takes_one_query_and_gets_the_same_page(client, world, queries):
    first = client.get("/parks/")
    assert queries("/parks/") == HIT
    again = client.get("/parks/")
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())


def test_kept_page_is_asked_for_again_every_time(client, world):
    response = client.get("/parks/")
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("write", "moved", "unmoved"),
    [
        (lambda w: publish(content=w.park, by=None), ["/parks/", "/", "/enterprises/"], ["/about/", "/announcements/"]),
        (lambda w: factories.AnnouncementFactory(published=True), ["/announcements/", "/"], ["/parks/", "/goals/"]),
        (
            lambda w: factories.EnterpriseFactory(confirmed=True, park=w.park),
            ["/enterprises/", "/industries/"],
            ["/profile/", "/statistics/", "/goals/", "/announcements/"],
        ),
        (
            lambda w: publish(content=w.zone, by=None),
            ["/parks/", "/", "/enterprises/", "/statistics/"],
            [],
        ),
        (
            lambda w: factories.FigureFactory(indicator=w.figure.indicator, definition=w.figure.definition, year=2016,
                                              release=w.release),
            ["/statistics/", "/statistics/revenue/", "/goals/", "/"],
            ["/enterprises/", "/announcements/", "/profile/"],
        ),
    ],
    ids=["park", "announcement", "enterprise", "zone", "figure"],
)  # fmt: skip
def test_a_public_change_concerns_the_pages_that_show_it(
    client, world, queries, in_a_new_transaction, write, moved, unmoved
):
    for address in [*moved, *unmoved]:
        client.get(address)
        assert queries(address) == HIT
    in_a_new_transaction()
    write(world)
    assert {address for address in [*moved, *unmoved] if memory.forget() or queries(address) > HIT} == set(moved)


@pytest.mark.parametrize(
    "write",
    [
        lambda w: setattr(w.park, "name_zh", "草稿") or w.park.save(),
        lambda w: setattr(w.secret_enterprise, "name_zh", "改后") or w.secret_enterprise.save(),
        lambda w: setattr(w.secret_figure, "value", 1) or w.secret_figure.save(),
        lambda w: publish(content=w.park, by=None, at=timezone.now() + timedelta(days=1)),
        lambda w: factories.AnnouncementFactory(),
    ],
    ids=["draft", "unconfirmed", "unreleased", "planned", "unpublished"],
)
def test_an_internal_edit_shows_in_no_tag_and_in_no_timing(client, world, queries, in_a_new_transaction, write):
    addresses = ["/", "/parks/", "/enterprises/", "/statistics/", "/statistics/revenue/", "/announcements/"]
    before = {address: client.get(address)["ETag"] for address in addresses}
    in_a_new_transaction()
    write(world)
    assert {address: queries(address) for address in addresses} == dict.fromkeys(addresses, HIT)
    assert {address: client.get(address)["ETag"] for address in addresses} == before


def at(monkeypatch, moment) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_plan_comes_to_the_moment(client, world, monkeypatch):
    moment = timezone.now() + timedelta(minutes=5)
    withdraw(content=world.park, by=None, at=moment)
    name = world.park.name_zh
    assert name in client.get("/parks/").content.decode()
    at(monkeypatch, moment - timedelta(microseconds=1))
    assert name in client.get("/parks/").content.decode()
    at(monkeypatch, moment)
    assert name not in client.get("/parks/").content.decode()


def test_an_embargo_ends_to_the_moment(client, world, monkeypatch):
    moment = timezone.now() + timedelta(minutes=5)
    release = factories.ReleaseFactory()
    factories.FigureFactory(definition=world.figure.definition, year=2019, value="512.34", release=release)
    release_figures(release=release, by=None, at=moment)
    before = client.get("/statistics/revenue/")
    at(monkeypatch, moment - timedelta(microseconds=1))
    assert client.get("/statistics/revenue/", headers={"If-None-Match": before["ETag"]}).status_code == 304
    at(monkeypatch, moment)
    after = client.get("/statistics/revenue/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "512.34" in after.content.decode()


def test_a_new_day_is_made_anew_and_keeps_its_tag_where_nothing_became_another(client, world, queries, monkeypatch):
    before = client.get("/about/")
    at(monkeypatch, timezone.now() + timedelta(days=1))
    assert queries("/about/") > HIT
    after = client.get("/about/")
    assert (after["ETag"], after["Last-Modified"]) == (before["ETag"], before["Last-Modified"])


def test_another_page_of_the_same_second_is_a_second_younger(client, world, in_a_new_transaction):
    seen = [client.get("/parks/")["Last-Modified"]]
    for name in ("甲", "乙"):
        in_a_new_transaction()
        world.park.name_zh = name
        world.park.save()
        publish(content=world.park, by=None)
        seen.append(client.get("/parks/")["Last-Modified"])
    assert len(set(seen)) == 3


@pytest.mark.parametrize("first", [False, True], ids=["asks second", "asks first"])
@pytest.mark.parametrize("address", ["/", "/en/parks/", "/enterprises/?page=1", "/robots.txt"])
def test_page_is_the_same_whatever_headers_come(world, address, first):
    """A kept page carries no cookie, no token and no name, and who asked first leaves no trace in it."""
    signed_in = Client(headers={"Cookie": "csrftoken=token-of-somebody"})
    signed_in.force_login(world.administrator)
    readers = [lambda: Client().get(address), lambda: Client(**HOSTILE).get(address), lambda: signed_in.get(address)]
    answers = [reader() for reader in (reversed(readers) if first else readers)]
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert not answer.cookies
        assert answer["Vary"] == "Accept-Encoding"
    text = answers[0].content.decode()
    for trace in (world.administrator.display_name, "csrf", "token", "elsewhere.example", "nonce", "alice"):
        assert trace not in text


def test_answer_that_sets_a_cookie_is_not_kept(client, world, queries, monkeypatch):
    def with_cookie(request, *args, **kwargs):
        response = HttpResponse("for one reader")
        response.set_cookie("who", "somebody")
        return response

    monkeypatch.setattr("zoneportal.pages.site.render", with_cookie)
    assert client.get("/about/").cookies
    monkeypatch.undo()
    assert "for one reader" not in client.get("/about/").content.decode()


@pytest.mark.parametrize("header", [{"Vary": "Cookie"}, {"Vary": "Accept"},
                                    {"Content-Security-Policy": "script-src 'nonce-abc'"}])  # fmt: skip
def test_answer_that_is_for_one_reader_is_not_kept(client, world, queries, monkeypatch, header):
    monkeypatch.setattr("zoneportal.pages.site.render", lambda *args: HttpResponse("for one reader", headers=header))
    client.get("/about/")
    monkeypatch.undo()
    assert "for one reader" not in client.get("/about/").content.decode()


@pytest.mark.parametrize("address", ["/parks/?utm_source=x", "/enterprises/?q=nothing", "/announcements/?page=1&x=1"])
def test_address_with_words_that_the_page_does_not_know_or_free_text_is_answered_and_not_kept(
    client, world, queries, address
):
    first = client.get(address)
    assert first.status_code == 200
    assert queries(address) > HIT
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert len(list(caches["pages"]._list_cache_files())) == 0


@pytest.mark.parametrize(
    "address", ["/no-such-page/", "/parks/no-such-park/", "/enterprises/?page=999", "/enterprises/?park=x"]
)
def test_what_is_no_page_is_not_kept(client, world, address):
    response = client.get(address)
    assert response.status_code in {400, 404}
    assert "ETag" not in response
    assert len(list(caches["pages"]._list_cache_files())) == 0


def test_preview_neither_comes_from_the_cache_nor_goes_into_it(client, world):
    world.park.name_zh = "还是草稿的名称"
    world.park.save()
    client.force_login(world.publisher)
    address = f"/parks/{world.park.slug}/"
    client.get(address)
    shown = client.get(f"{address}?preview=parks.park.{world.park.pk}")
    assert "还是草稿的名称" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    encoded = client.get(f"{address}?p%72eview=parks.park.{world.park.pk}")
    assert "还是草稿的名称" in encoded.content.decode()
    assert "还是草稿的名称" not in Client().get(f"{address}?p%72eview=parks.park.{world.park.pk}").content.decode()
    assert "还是草稿的名称" not in Client().get(address).content.decode()


def test_hosts_and_languages_have_pages_of_their_own(client, world):
    bodies = {
        client.get(path, headers={"Host": host}).content
        for path in ("/about/", "/en/about/")
        for host in ("localhost", "testserver")
    }
    assert len(bodies) == 4


def test_unknown_host_is_refused_before_and_after_a_page_is_kept(client, world):
    for _turn in range(2):
        assert client.get("/about/", headers={"Host": "elsewhere.example"}).status_code == 400
        client.get("/about/")
