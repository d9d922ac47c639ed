"""Addresses and queries that a machine makes up, the same ones every time."""

from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.addresses import ask, patterns
from tests.hostile.answers import fault

ROUTES = sorted({str(pattern.pattern) for pattern in patterns() if "(?P<" not in str(pattern.pattern)})
WORDS = ("q", "page", "park", "industry", "tag", "qualification", "status", "year", "vintage", "after", "page_size")
ODD = st.one_of(
    st.text(max_size=40).map(lambda text: quote(text, safe="", errors="surrogatepass")),
    st.binary(max_size=20).map(lambda raw: quote_from_bytes(raw, safe="")),
    st.integers().map(str),
    st.sampled_from(["", ".", "..", "%", "%00", "E000001", "data.csv", "en", "-", "_", "1e9"]),
)
QUERIES = st.lists(st.tuples(st.one_of(st.sampled_from(WORDS), ODD), ODD), max_size=4)
FUZZ = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def filled(route: str, parts: list[str]) -> str:
    """`parks/<slug:slug>/` with one odd part is `/parks/%00/`."""
    whole = ""
    for place, piece in enumerate(route.split("<")):
        text = piece.partition(">")[2] if place else piece
        whole += (parts[(place - 1) % len(parts)] if place else "") + text
    return f"/{whole}"


@FUZZ
@given(st.sampled_from(ROUTES), st.lists(ODD, min_size=1, max_size=3), QUERIES, st.booleans())
def test_made_up_address_is_answered_or_refused(client, world, route, parts, query, in_english):
    path = ("/en" if in_english else "") + filled(route, parts)
    asked = "&".join(f"{word}={text}" for word, text in query)

    assert fault(ask(client, path, asked), path, asked) == ""


@pytest.mark.only_on("sqlite")
@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(["ACCEPT", "COOKIE", "HOST", "RANGE", "IF_NONE_MATCH", "IF_MODIFIED_SINCE"]),
        st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
        max_size=3,
    ),
    st.sampled_from(["/", "/enterprises/", "/goals/", "/feeds/releases.atom", "/api/v1/parks/", "/robots.txt"]),
)
def test_made_up_headers_are_answered_or_refused(client, world, headers, path):
    environ = {f"HTTP_{name}": text for name, text in headers.items()}

    assert fault(ask(client, path, **environ), path, str(headers)) == ""
