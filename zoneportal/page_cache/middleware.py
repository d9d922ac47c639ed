"""Answers a public page from the cache while what it shows is unchanged: one look into the cache, one query."""

import time

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zoneportal.page_cache import store
from zoneportal.page_cache.entries import Entry, dated_after, entry_of, with_body, without_body
from zoneportal.publishing.changes import joined, versions_of


class PageCacheMiddleware:
    """Stands outside of everything that looks at cookies: a kept page is the same for every reader."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = store.key_of(request)
        if key is None:
            return self.get_response(request)
        request.versions = {}  # by topic, of the moment before anything of the page is read
        kept = None
        for kept in store.kept(key):
            if not request.versions.keys() >= set(kept.topics):
                request.versions = current(kept.topics)
            if request.versions and joined(kept.topics, request.versions) == kept.version:
                response = without_body(request, kept) or self.from_cache(request, key, kept)
                if response is not None:
                    return response
        response = self.get_response(request)
        shown = getattr(response, "shown", None)
        if shown is None or not is_for_everybody(response):
            return response
        modified = int(time.time()) if shown.may_be_kept else None
        made = entry_of(response, shown.topics, shown.version, modified)
        if kept is not None and shown.may_be_kept:
            made = dated_after(made, kept)
        response = without_body(request, made) or with_body(request, made)
        if shown.may_be_kept:
            store.write(key, made)
        return response

    def from_cache(self, request: HttpRequest, key: str, kept: Entry) -> HttpResponse | None:
        entry = store.loaded(key, kept)
        if entry is None:
            return None
        forms = len(entry.bodies)
        response = with_body(request, entry)
        if len(entry.bodies) > forms:
            store.write(key, entry)
        return response


def current(topics: tuple[str, ...]) -> dict[str, str]:
    """One query. Nothing where the database does not answer: the page itself will say so."""
    try:
        return versions_of(topics, timezone.now())
    except DatabaseError:
        return {}


def is_for_everybody(response: HttpResponse) -> bool:
    """It depends on nothing but its address, sets no cookie, and holds no word that is good for one answer only."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Vary", "").lower() in {"", "accept-encoding"}
        and "nonce-" not in response.get("Content-Security-Policy", "")
    )
