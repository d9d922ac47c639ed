"""sitemap.xml for search engines: every public page in both languages, each naming its translation.

Django's own sitemaps would load every enterprise to count the languages; here a page costs its own rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from enterprises.models import Enterprise, IndustryTag
from parks.models import Announcement, Park
from stats.models import Release
from stats.queries import public_codes
from zoneportal.page_cache.pages import public_page

ENTERPRISES_A_PAGE = 5_000
MAX_PAGES = 50_000  # the most that a sitemap index may name
STANDING = (
    *("home", "profile", "parks", "industries", "enterprises", "statistics", "releases", "goals"),
    *("catalogue", "announcements", "sitemap", "about", "api_manual", "accessibility"),
)
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    chinese: str
    english: str
    changed_at: datetime | None = None


@public_page(shows=(Enterprise,))
def sitemap_index(request: HttpRequest) -> HttpResponse:
    count = public_enterprises(request.reader.at).count()
    pages = range(1, -(-count // ENTERPRISES_A_PAGE) + 1)
    addresses = [reverse("sitemap_pages"), *(reverse("sitemap_enterprises", args=[page]) for page in pages)]
    context = {"addresses": [request.build_absolute_uri(address) for address in addresses]}
    return render(request, "pages/sitemap_index.xml", context, content_type=XML)


@public_page(shows=(Park, Announcement, IndustryTag, Release))
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    reader = request.reader
    paths = [(reverse(name), None) for name in STANDING]
    for model in (Park, Announcement):
        paths += [(record.get_absolute_url(), record.published_at) for record in reader.read(model)]
    paths += [(reverse("indicator", args=[code]), None) for code in public_codes(reader.at)]
    releases = Release.objects.released(reader.at).order_by("pk").values_list("slug", "released_at")
    paths += [(reverse("release", args=[slug]), released_at) for slug, released_at in releases]
    return answer(request, paths)


@public_page(shows=(Enterprise,))
def sitemap_enterprises(request: HttpRequest, page: int) -> HttpResponse:
    if not 1 <= page <= MAX_PAGES:
        raise Http404
    start = (page - 1) * ENTERPRISES_A_PAGE
    rows = public_enterprises(request.reader.at)[start : start + ENTERPRISES_A_PAGE]
    paths = [(reverse("enterprise", args=[number]), None) for number in rows]
    if not paths:
        raise Http404
    return answer(request, paths)


def public_enterprises(at: datetime):
    return Enterprise.objects.confirmed(at).order_by("number").values_list("number", flat=True)


def answer(request: HttpRequest, paths: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    """Paths are the Chinese ones: this address has no language, so it speaks the first."""
    root = request.build_absolute_uri("/").rstrip("/")
    entries = [Entry(f"{root}{path}", f"{root}/en{path}", changed_at) for path, changed_at in paths]
    return render(request, "pages/sitemap.xml", {"entries": entries}, content_type=XML)
