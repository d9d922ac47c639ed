"""A kept page: its headers and its body in every form in which it travels."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

PLAIN, GZIP, BROTLI = "", "gzip", "br"
# Pages of the public hold no secret that their compressed size could tell. The shorter form first.
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    BROTLI: partial(brotli.compress, quality=5),
    GZIP: partial(gzip.compress, compresslevel=6, mtime=0),
}
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
    bodies: dict[str, bytes]  # by encoding: PLAIN, and the forms that somebody asked for; empty until it is loaded

    @property
    def size(self) -> int:
        return len(self.bodies[PLAIN])

    @property
    def is_worth_compressing(self) -> bool:
        return self.size >= WORTH_COMPRESSING and self.headers.get("Content-Type", "").startswith(COMPRESSIBLE)

    def body(self, encoding: str) -> bytes:
        """In a form that is made when it is first asked for."""
        if encoding not in self.bodies:
            self.bodies[encoding] = COMPRESSORS[encoding](self.bodies[PLAIN])
        return self.bodies[encoding]


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


def without_body(request: HttpRequest, entry: Entry) -> HttpResponse | None:
    """304 where the reader has the page already (or 412); None where the page is to be sent."""
    if not any(condition in request.META for condition in CONDITIONS):
        return None
    response = HttpResponse(headers=_said(entry))
    answered = get_conditional_response(request, entry.etag, entry.modified, response)
    return None if answered is response else answered


def with_body(request: HttpRequest, entry: Entry) -> HttpResponse:
    encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", "")) if entry.is_worth_compressing else PLAIN
    body = entry.body(encoding)
    headers = entry.headers | _said(entry) | {"Content-Length": str(len(body))}
    if encoding:
        headers["Content-Encoding"] = encoding
    return HttpResponse(body if request.method == "GET" else b"", headers=headers)


def _said(entry: Entry) -> dict[str, str]:
    said = {"Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding", "ETag": entry.etag}
    return said if entry.modified is None else said | {"Last-Modified": http_date(entry.modified)}


def encoding_for(accepted: str) -> str:
    """The shortest form that the reader takes: `gzip, br;q=0` takes gzip, and `*` nothing in particular."""
    taken = set()
    for item in accepted.lower().split(",") if accepted else ():
        name, _, weight = item.partition(";")
        if weight.replace(" ", "").rstrip("0").rstrip(".") not in {"q=", "q=0"}:
            taken.add(name.strip())
    return next((form for form in COMPRESSORS if form in taken), PLAIN)
