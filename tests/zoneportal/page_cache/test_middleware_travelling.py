"""What travels of a kept page: forms, conditions, methods, and what happens while the cache fails."""

import gzip

import brotli
import pytest
from django.core.cache import caches
from django.utils import timezone
from django.utils.http import http_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]

HIT = 1  # the version of what the page shows


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("gzip;q=0.0", None, bytes),
        ("identity", None, bytes),
        ("x" * 5000, None, bytes),
        (";;,q=,,;q", None, bytes),
    ],
)
def test_body_travels_as_the_reader_takes_it(client, world, accepted, encoding, decode):
    plain = client.get("/")
    for _turn in range(2):
        response = client.get("/", headers={"Accept-Encoding": accepted})
        assert response.get("Content-Encoding") == encoding
        assert decode(response.content) == plain.content
        assert int(response["Content-Length"]) == len(response.content)
        assert response["ETag"] == plain["ETag"]


def conditional(tag: str) -> list[str]:
    return [tag, tag.removeprefix("W/"), f'"other", W/"another", {tag}', "*", f'{tag},"x"']


@pytest.mark.parametrize("number", range(5))
def test_reader_who_has_the_page_gets_304_with_one_query(client, world, queries, number):
    first = client.get("/statistics/")
    headers = {"If-None-Match": conditional(first["ETag"])[number]}
    assert queries("/statistics/", headers=headers) == HIT
    response = client.get("/statistics/", headers=headers)
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == first["ETag"]
    assert response["Last-Modified"] == first["Last-Modified"]
    assert client.head("/statistics/", headers=headers).status_code == 304


@pytest.mark.parametrize("tag", ['"other"', 'W/"other", "x"', "rubbish", '"', "", ",,,", '"' + "a" * 9000 + '"'])
def test_reader_who_has_another_page_gets_this_one(client, world, tag):
    client.get("/statistics/")
    response = client.get("/statistics/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert response.content


@pytest.mark.parametrize(("hours", "status"), [(0, 304), (1, 304), (-1, 200)])
def test_reader_who_names_a_day_gets_what_is_newer(client, world, queries, hours, status):
    client.get("/statistics/")
    headers = {"If-Modified-Since": http_date(timezone.now().timestamp() + 3600 * hours + 1)}
    assert queries("/statistics/", headers=headers) == HIT
    assert client.get("/statistics/", headers=headers).status_code == status


@pytest.mark.parametrize("day", ["yesterday", "", "Thu, 32 Jan 2026 00:00:00 GMT", "-1"])
def test_a_day_that_is_none_is_no_condition(client, world, day):
    assert client.get("/statistics/", headers={"If-Modified-Since": day}).status_code == 200


def test_head_is_the_page_without_its_body(client, world, queries):
    for _turn in range(2):
        head, got = client.head("/"), client.get("/")
        assert head.content == b""
        assert dict(head.items()) == dict(got.items())


def test_post_is_refused(client, world):
    client.get("/about/")
    assert client.post("/about/").status_code == 405


def test_office_has_no_kept_page(client, world):
    client.force_login(world.administrator)
    for address in ("/admin/", "/accounts/login/", "/health/"):
        client.get(address)
    assert len(list(caches["pages"]._list_cache_files())) == 0


@pytest.mark.parametrize("way", ["get", "set"])
def test_pages_are_answered_while_the_cache_fails(client, world, monkeypatch, way):
    def fail(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(type(caches["pages"]), way, fail)
    for _turn in range(2):
        assert client.get("/parks/").status_code == 200
