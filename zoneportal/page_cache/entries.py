"""A kept page: its headers and its body in every form in which it travels."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

PLAIN, GZIP, BROTLI = "", "gzip", "br"
PREFERRED = (BROTLI, GZIP)
COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml")
WORTH_COMPRESSING = 500  # bytes
# Asks every time whether the page still holds, so that what is withdrawn is gone at once.
CACHE_CONTROL = "public, no-cache"
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# Said anew with every answer.
OWN_HEADERS = {"cache-control", "content-length", "etag", "last-modified", "vary"}


@dataclass(frozen=True)
class Entry:
    topics: tuple[str, ...]
    version: str
    etag: str  # a digest of the body: what is internal does not show in it
    modified: int | None  # seconds since 1970; None where nobody remembers
    headers: dict[str, str]
    bodies: dict[str, bytes]  # by encoding; PLAIN is always there

    @property
    def size(self) -> int:
        return len(self.bodies[PLAIN])


def entry_of(response: HttpResponse, topics: tuple[str, ...], version: str, modified: int | None) -> Entry:
    body = response.content
    return Entry(
        topics=topics,
        version=version,
        etag=etag_of(body),
        modified=modified,
        headers={name: value for name, value in response.items() if name.lower() not in OWN_HEADERS},
        bodies={PLAIN: body},
    )


def dated_after(entry: Entry, before: Entry) -> Entry:
    """A page that was made again without becoming another keeps its day. Another page is at least a second younger
    than the one before it, since the header counts in seconds."""
    same = entry.etag == before.etag
    modified = before.modified if same else max(entry.modified or 0, (before.modified or 0) + 1)
    return replace(entry, modified=modified)


def etag_of(body: bytes) -> str:
    """Weak, because it is the same for every encoding."""
    return f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def compressed(entry: Entry) -> Entry:
    """With the forms for browsers. Pages of the public hold no secret that their compressed size could tell."""
    body = entry.bodies[PLAIN]
    content_type = entry.headers.get("Content-Type", "")
    if len(body) < WORTH_COMPRESSING or not content_type.startswith(COMPRESSIBLE):
        return entry
    forms = {PLAIN: body, GZIP: gzip.compress(body, compresslevel=6, mtime=0), BROTLI: brotli.compress(body, quality=5)}
    return replace(entry, bodies=forms)


def answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The page, or 304 where the reader has it already. Asks neither the database nor the cache."""
    encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""), entry.bodies)
    body = entry.bodies[encoding]
    response = HttpResponse(body if request.method == "GET" else b"", headers=entry.headers)
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = entry.etag
    response.headers["Content-Length"] = str(len(body))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if entry.modified is not None:
        response.headers["Last-Modified"] = http_date(entry.modified)
    if any(condition in request.META for condition in CONDITIONS):
        return get_conditional_response(request, entry.etag, entry.modified, response)
    return response


def encoding_for(accepted: str, forms: Mapping[str, bytes]) -> str:
    """The shortest form that the reader takes: `gzip, br;q=0` takes gzip, and `*` nothing in particular."""
    if not accepted or len(forms) == 1:
        return PLAIN
    taken = set()
    for item in accepted.lower().split(","):
        name, _, weight = item.partition(";")
        if weight.replace(" ", "").rstrip("0").rstrip(".") not in {"q=", "q=0"}:
            taken.add(name.strip())
    return next((form for form in PREFERRED if form in taken and form in forms), PLAIN)
