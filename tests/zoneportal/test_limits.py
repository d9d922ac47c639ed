"""So many requests a minute from one address, counted behind as many proxies as are trusted."""

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from django.utils import timezone

from zoneportal import limits
from zoneportal.static_site.rendering import Visitor


@pytest.fixture(autouse=True)
def _three_a_minute(settings, monkeypatch):
    settings.API_REQUESTS_A_MINUTE = settings.LARGE_FILES_A_MINUTE = 3
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_020.0)
    caches["limits"].clear()
    yield
    caches["limits"].clear()


def test_fourth_request_of_a_minute_is_refused_with_the_time_to_wait(client, db):
    assert [client.get("/api/v1/parks/").status_code for _each in range(3)] == [200, 200, 200]
    answer = client.get("/api/v1/parks/")
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_next_minute_begins_anew(client, db, monkeypatch):
    for _each in range(4):
        client.get("/api/v1/parks/")
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_080.0)
    assert client.get("/api/v1/parks/").status_code == 200


def test_other_addresses_and_pages_are_not_affected(client, db):
    for _each in range(4):
        client.get("/api/v1/parks/")
    assert client.get("/api/v1/parks/", REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.get("/statistics/data/").status_code == 200


@pytest.mark.parametrize("address", ["/enterprises/data.xlsx", "/statistics/data/enterprises/data.json"])
def test_large_files_are_counted_apart_and_refused_in_words(client, world, address):
    client.get("/api/v1/parks/")
    assert [client.get(address).status_code for _each in range(3)] == [200, 200, 200]
    answer = client.get(address)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "3" in answer.content.decode()
    assert client.get("/api/v1/parks/").status_code == 200


@pytest.mark.parametrize("way", ["add", "incr"])
def test_nobody_is_refused_while_the_cache_fails(client, db, monkeypatch, way):
    def broken(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(caches["limits"], way, broken)
    assert {client.get("/api/v1/parks/").status_code for _each in range(5)} == {200}


def sender(forwarded: str = "", remote: str = "198.51.100.1") -> str:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return limits.sender_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_invented_header_changes_nothing_without_a_trusted_proxy():
    assert sender("203.0.113.9") == "198.51.100.1"


def test_address_that_the_trusted_proxy_saw_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert sender("192.0.2.66, 203.0.113.9") == "203.0.113.9"
    assert sender("nonsense") == "198.51.100.1"
    assert sender("") == "198.51.100.1"


def test_household_of_ipv6_is_one_sender():
    assert sender(remote="2001:db8:1:2::3") == sender(remote="2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"


def test_sender_without_an_address_is_counted_too():
    assert sender(remote="") == "unknown"


def test_cache_holds_no_address(client, db, monkeypatch):
    kept = []
    monkeypatch.setattr(caches["limits"], "add", lambda key, value, timeout: kept.append(key))
    client.get("/api/v1/parks/", REMOTE_ADDR="203.0.113.9")
    assert kept
    assert "203.0.113.9" not in kept[0]


def test_portal_that_makes_the_static_site_is_not_counted(world):
    visitor = Visitor("https://www.example.org", timezone.now(), {})
    assert [visitor.get("/enterprises/data.xlsx").status for _each in range(4)] == [200] * 4
