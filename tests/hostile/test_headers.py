"""What a header may say. Most change nothing; none breaks a page or reaches another reader."""

import re

import pytest

from tests.hostile.addresses import ask
from tests.hostile.answers import fault

pytestmark = pytest.mark.only_on("sqlite")  # headers are read before any database is asked
MEANINGLESS = {
    "Accept of a picture": {"HTTP_ACCEPT": "image/png"},
    "Accept that is none": {"HTTP_ACCEPT": ";q=;;,,*/*/*;q=9"},
    "Accept without end": {"HTTP_ACCEPT": "text/html;q=0.1," * 2_000},
    "Accept-Language of another language": {"HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.9"},
    "Accept-Language that is none": {"HTTP_ACCEPT_LANGUAGE": "en;q=x,,*,-,zh" + "-a" * 5_000},
    "Cookie that is none": {"HTTP_COOKIE": "=;;;sessionid=\x00\xff; csrftoken=<script>; a" + "=" * 4_000},
    "Cookie of the office's language": {"HTTP_COOKIE": "office_language=en; django_language=en; sessionid=abc"},
    "Authorization that is none": {"HTTP_AUTHORIZATION": "Basic \xff\xfe"},
    "Authorization of somebody": {"HTTP_AUTHORIZATION": "Bearer eyJhbGciOiJub25lIn0.e30."},
    "X-Forwarded-Host": {"HTTP_X_FORWARDED_HOST": "hostile.example", "HTTP_X_HOST": "hostile.example"},
    "X-Forwarded-Proto": {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_SSL": "on"},
    "X-Forwarded-Port": {"HTTP_X_FORWARDED_PORT": "444", "HTTP_X_FORWARDED_PREFIX": "/hostile"},
    "X-Forwarded-For": {"HTTP_X_FORWARDED_FOR": "'; DROP TABLE, \x00, ::1" + ", 10.0.0.1" * 500},
    "Forwarded": {"HTTP_FORWARDED": "for=hostile;host=hostile.example;proto=https"},
    "other addresses": {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/admin/"},
    "another method": {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    "Range": {"HTTP_RANGE": "bytes=0-0"},
    "Range that is none": {"HTTP_RANGE": "bytes=9-1,-,-5-," + "0-0," * 2_000},
    "Referer": {"HTTP_REFERER": "javascript:alert(1)", "HTTP_ORIGIN": "null"},
    "script's request": {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_SEC_FETCH_SITE": "cross-site"},
    "length that is none": {"CONTENT_LENGTH": "-1"},
    "no encoding": {"HTTP_ACCEPT_ENCODING": ";;,;q=x,br;q=0,*;q=0,gzip;q=0.000," * 1_000},
    "User-Agent": {"HTTP_USER_AGENT": "\x00\xff{{7*7}}<script>" * 100},
}
BAD_CONDITIONS = {
    "tags that are none": {"HTTP_IF_NONE_MATCH": 'W/W/"x", "unended, ,,, \x00 é'},
    "10,000 tags": {"HTTP_IF_NONE_MATCH": ", ".join(f'"{turn:032x}"' for turn in range(10_000))},
    "quote without end": {"HTTP_IF_NONE_MATCH": '"' + "a" * 100_000},
    "day that is none": {"HTTP_IF_MODIFIED_SINCE": "yesterday"},
    "day that no calendar has": {"HTTP_IF_MODIFIED_SINCE": "Sun, 99 Foo 9999 99:99:99 GMT"},
    "year beyond time": {"HTTP_IF_MODIFIED_SINCE": "Sun, 06 Nov 0000 08:49:37 GMT"},
    "digits of another script": {"HTTP_IF_MODIFIED_SINCE": "Sun, ٠٦ Nov 1994 08:49:37 GMT"},
    "range that was": {"HTTP_IF_RANGE": '"x', "HTTP_RANGE": "bytes=0-9"},
}
NOT_ACCEPTABLE = 406
ANY_TAG = 'W/"[^"]+"|"[^"]+"'


@pytest.mark.parametrize("headers", MEANINGLESS.values(), ids=MEANINGLESS)
def test_header_changes_nothing(client, addresses, headers):
    for each in addresses:
        plain, other = ask(client, each.path), ask(client, each.path, **headers)
        assert fault(other, each.path) == ""
        if each.name.startswith("api") and other.status_code == NOT_ACCEPTABLE and "HTTP_ACCEPT" in headers:
            continue  # the interface has nothing but json to offer
        assert other.status_code == plain.status_code, each.path
        assert other.getvalue() == plain.getvalue(), each.path


@pytest.mark.parametrize("headers", BAD_CONDITIONS.values(), ids=BAD_CONDITIONS)
def test_condition_that_is_none_gives_the_page(client, addresses, headers):
    for each in addresses:
        assert ask(client, each.path, **headers).status_code == each.status, each.path


def test_page_is_not_sent_again_to_who_names_it_among_many(client, addresses):
    kept = [each for each in addresses if re.fullmatch(ANY_TAG, ask(client, each.path).headers.get("ETag", ""))]
    names = {each.name for each in kept}
    for each in kept:
        tag = ask(client, each.path).headers["ETag"]
        tags = ", ".join([*(f'"{turn:032x}"' for turn in range(500)), tag])
        assert ask(client, each.path, HTTP_IF_NONE_MATCH=tags).status_code == 304, each.path
        assert ask(client, each.path, HTTP_IF_NONE_MATCH="*").status_code == 304, each.path
    assert {"home", "enterprises", "indicator", "goals"} <= names


def test_what_a_stranger_sends_reaches_no_other_reader(client, addresses):
    """The first to ask for a page fills the cache: whatever headers come, the next reader gets the same page."""
    hostile = {name: text for headers in MEANINGLESS.values() for name, text in headers.items()}
    first = {each.path: ask(client, each.path, "x=1").getvalue() for each in addresses}
    for each in addresses:
        ask(client, each.path, "x=1", **hostile)
        assert ask(client, each.path, "x=1").getvalue() == first[each.path], each.path
        assert b"hostile" not in ask(client, each.path, **hostile).getvalue(), each.path
