"""Where pages are kept: nearest in the memory of this process, then in the cache that all processes share.

A cache that fails is like a cache that is empty.
"""

import hashlib
import logging
import pickle
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import random
from threading import Lock
from typing import IO, Any

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from zoneportal.language import OFFICE_PREFIXES
from zoneportal.page_cache.entries import Entry
from zoneportal.publishing.preview import PARAMETER

NOT_KEPT = (*OFFICE_PREFIXES, "/health/", "/media/")
JSON_ONLY = ("/api/", "/en/api/")  # whoever takes no JSON gets its view's refusal
CODE = ("zoneportal", "parks", "enterprises", "stats", "templates", "locale", "requirements.lock")
CODE_ENDINGS = {".py", ".html", ".xml", ".txt", ".mo", ".lock"}
LONGEST_QUERY = 300
LARGEST_PAGE = 256 * 1024  # whose body is kept: crawlers of selections cannot fill the disk with files
HEADERS = 2_000  # bytes of an entry besides its bodies, roughly
A_DAY = 24 * 60 * 60  # a new day is a new version, so nothing is worth keeping longer

log = logging.getLogger(__name__)


class PageFiles(FileBasedCache):
    """The file cache looks through its folder at every writing, to keep within its bounds; now and then is enough.

    It also compresses what it writes. Bodies are compressed in the form in which they travel, and to unpack the
    plain one took longer than to ask the database for its version: so what is written is only wrapped.
    """

    LOOKS_EVERY = 50

    def _cull(self) -> None:
        if random() * self.LOOKS_EVERY < 1:  # noqa: S311 (not a secret)
            super()._cull()

    def _write_content(self, file: IO[bytes], timeout: Any, value: Any) -> None:
        file.write(pickle.dumps(self.get_backend_timeout(timeout), self.pickle_protocol))
        file.write(zlib.compress(pickle.dumps(value, self.pickle_protocol), level=0))


def key_of(request: HttpRequest) -> str | None:
    """The address in full. None for a request that is no public page's, or nobody's."""
    query = request.META.get("QUERY_STRING", "")
    if (
        request.method not in {"GET", "HEAD"}
        or not settings.PAGE_CACHE
        or request.path_info.startswith(NOT_KEPT)
        or (request.path_info.startswith(JSON_ONLY) and not request.accepts("application/json"))
        or len(query) > LONGEST_QUERY
        or PARAMETER in query
    ):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    address = f"{request.scheme}\n{host}\n{request.path}\n{query}"
    return edition() + hashlib.blake2b(address.encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()


@cache
def edition() -> str:
    """A digest of the program, its templates and translations: another edition makes other pages."""
    found = hashlib.blake2b(digest_size=6)
    names = [settings.BASE_DIR / name for name in CODE]
    for name in [*names, Path(settings.STATIC_ROOT) / "staticfiles.json"]:
        files = sorted(name.rglob("*")) if name.is_dir() else [name]
        for file in files:
            if file.suffix in CODE_ENDINGS or file.name == "staticfiles.json":
                found.update(file.read_bytes() if file.exists() else b"")
    return found.hexdigest()


_nearest: LRUCache[str, Entry] = LRUCache(
    settings.PAGE_CACHE_MEMORY, getsizeof=lambda entry: HEADERS + sum(map(len, entry.bodies.values()))
)
_lock = Lock()


def kept(key: str) -> Iterator[Entry]:
    """The page as it is kept, nearest first. What is shared comes without its bodies: who has the page needs none."""
    with _lock:
        nearest = _nearest.get(key)
    if nearest is not None:
        yield nearest
    shared = _get(key)
    if shared is not None:
        yield shared


def loaded(key: str, entry: Entry) -> Entry | None:
    """With its bodies. None where they are gone."""
    if entry.bodies:
        return entry
    bodies = _get(_key_of_bodies(key, entry))
    if not bodies:
        return None
    whole = replace(entry, bodies=bodies)
    _hold(key, whole)
    return whole


def write(key: str, entry: Entry) -> None:
    """Of a large page only what answers a reader who has it already."""
    if entry.size <= LARGEST_PAGE:
        _hold(key, entry)
    try:
        # The bodies first, under a name of their own: whoever finds the entry finds what belongs to it.
        if entry.size <= LARGEST_PAGE:
            caches["pages"].set(_key_of_bodies(key, entry), entry.bodies, timeout=A_DAY)
        caches["pages"].set(key, replace(entry, bodies={}), timeout=A_DAY)
    except Exception:
        log.warning("The page cache cannot be written.", exc_info=True)


def forget() -> None:
    """What this process holds; for tests."""
    with _lock:
        _nearest.clear()


def _hold(key: str, entry: Entry) -> None:
    with _lock, suppress(ValueError):  # what is larger than the memory is not held
        _nearest[key] = entry


def _key_of_bodies(key: str, entry: Entry) -> str:
    return f"{key}-{entry.etag[3:-1]}"


def _get(key: str):
    try:
        return caches["pages"].get(key)
    except Exception:  # whatever the backend raises
        log.warning("The page cache cannot be read.", exc_info=True)
        return None
