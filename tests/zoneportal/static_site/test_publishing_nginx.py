"""The published site as nginx serves it with deploy/nginx-static.conf: every file, its type, its headers."""

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tests import factories
from tests.nginx import EXAMPLE, nginx, serving
from tests.world import build
from zoneportal.static_site.manifest import load
from zoneportal.static_site.publishing import publish
from zoneportal.static_site.tree import Folder

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),
    pytest.mark.skipif(nginx() is None, reason="nginx is not installed: install the package nginx-light"),
]
Get = Callable[..., tuple[int, Message, bytes]]


@pytest.fixture(scope="module")
def top(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A small world, published once for all tests of this file; nothing of it stays in the database."""
    folder = Folder(tmp_path_factory.mktemp("static") / "public")
    with django_db_blocker.unblock(), transaction.atomic():
        build()
        factories.AnnouncementFactory.create_batch(45, published=True)
        wanted = {"root": "https://www.example.gov.cn", "at": timezone.now(), "processes": 1, "keep": 0, "whole": True}
        publish(folder, tell=lambda done, known: None, **wanted)
        transaction.set_rollback(True)
    return folder.top


@pytest.fixture(scope="module")
def get(top) -> Iterator[Get]:
    with serving(top / "current/site", top.parent / "nginx") as port:

        def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                connection.request(method, path, headers=named)
                response = connection.getresponse()
                return response.status, response.headers, response.read()

        yield ask


def plain(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def test_every_address_is_answered_with_its_file_and_type(get, top):
    manifest = load(top / "current/manifest.json")

    for page in manifest.pages.values():
        if page.file is None or page.address.endswith("404.html"):
            continue
        status, headers, body = get(page.address)
        assert (page.address, status, len(body)) == (page.address, 200, page.file.size)
        assert (page.address, plain(headers["Content-Type"])) == (page.address, plain(page.file.content_type))


def test_pages_say_their_characters_and_their_language(get):
    _status, headers, _body = get("/parks/")
    assert (headers["Content-Type"], headers["Content-Language"]) == ("text/html; charset=utf-8", "zh-hans")

    assert get("/en/parks/")[1]["Content-Language"] == "en"


def test_addresses_with_a_query_still_lead_to_their_page(get):
    assert get("/announcements/?page=3")[2] == get("/announcements/page=3/")[2]
    assert get("/announcements/?page=3")[2] != get("/announcements/")[2]
    assert get("/parks/?utm_source=elsewhere")[2] == get("/parks/")[2]
    assert get("/statistics/revenue/data.csv?vintage=nonsense")[0] == 404


def test_a_wrong_address_says_so_in_the_language_of_the_address(get):
    for address in ("/nothing/", "/404.html", "/parks/index.html.gz", "/../manifest.json", "/manifest.json", "/.git/"):
        status, headers, _body = get(address)
        assert (address, status) in {(address, 404), (address, 400)}
        assert "script-src 'self'" in headers["Content-Security-Policy"] or status == 400

    assert '<html lang="zh-Hans">' in get("/nothing/")[2].decode()
    assert '<html lang="en">' in get("/en/nothing/")[2].decode()


def test_an_address_without_its_slash_is_led_on(get):
    status, headers, _body = get("/parks")

    assert (status, headers["Location"]) == (301, "/parks/")


def test_the_headers_are_those_of_the_portal(get):
    portal = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sent = dict(part.strip().split(" ", 1) for part in get("/")[1]["Content-Security-Policy"].split(";"))

    assert sent == {name: " ".join(word for word in words if isinstance(word, str)) for name, words in portal.items()}
    assert get("/")[1]["X-Frame-Options"] == settings.X_FRAME_OPTIONS
    assert get("/")[1]["Referrer-Policy"] == settings.SECURE_REFERRER_POLICY
    assert get("/")[1]["X-Content-Type-Options"] == "nosniff"


def test_an_unchanged_page_is_not_sent_again(get):
    _status, headers, _body = get("/")

    assert get("/", If_None_Match=headers["ETag"])[0] == 304
    assert headers["Cache-Control"] == "no-cache"


def test_pages_are_sent_compressed(get):
    _status, headers, _body = get("/", Accept_Encoding="gzip")

    assert headers["Content-Encoding"] == "gzip"


def test_downloads_have_a_name(get):
    _status, headers, _body = get("/statistics/revenue/data.csv")

    assert headers["Content-Disposition"] == 'attachment; filename="revenue.csv"'
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_nothing_but_reading_is_answered(get):
    assert get("/", method="POST")[0] == 403
    assert get("/", method="HEAD")[0] == 200


def test_no_answer_sets_a_cookie(get):
    assert get("/")[1]["Set-Cookie"] is None


def test_every_type_of_the_portal_is_known_to_the_example(get, top):
    known = set(re.findall(r"^ {8}\S+/\S+ ([a-z0-9 ]+);", EXAMPLE.read_text(), flags=re.MULTILINE))
    endings = {ending for line in known for ending in line.split()}
    files = [Path(name) for name in load(top / "current/manifest.json").files() if "/echarts/" not in name]

    assert {path.suffix.lstrip(".") for path in files} <= endings
