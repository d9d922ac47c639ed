"""The components of the site on one page, filled with what the zone has published: nothing here is invented."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parks.models import Milestone
from parks.models.profile import LegalStanding
from stats.marks import MARKS
from zoneportal.page_cache.pages import public_page
from zoneportal.pages.home import SHOWS, zone_at_a_glance

COLOURS = ("ground", "wash", "ink", "soft", "rule", "edge", "accent", "accent-text", "warn")
SIZES = ("tiny", "small", "note", "body", "large", "chapter", "title", "figure")


@public_page(shows=SHOWS)
def design(request: HttpRequest) -> HttpResponse:
    context = zone_at_a_glance(request.reader) | {
        "colours": COLOURS,
        "sizes": SIZES,
        "standings": [Milestone(legal_standing=standing) for standing in LegalStanding],
        "marks": MARKS.values(),
        "page": Paginator(range(60), 20).page(2),
    }
    return render(request, "pages/design.html", context)
