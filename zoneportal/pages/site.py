"""Pages about the site itself: its map, its purpose, its accessibility."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from parks.models import Park, ProfileSection
from parks.queries import parks_of_today
from zoneportal.page_cache.pages import public_page

# The day on which the makers of the program last tried every page type, with axe and by hand; change it when you do.
PROGRAM_TRIED_ON = date(2026, 11, 22)


@public_page(shows=(ProfileSection, Park))
def site_map(request: HttpRequest) -> HttpResponse:
    current, former = parks_of_today(request.reader, timezone.localdate(request.reader.at))
    context = {"sections": request.reader.read(ProfileSection), "parks": [*current, *former]}
    return render(request, "pages/site_map.html", context)


@public_page(shows=())
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@public_page(shows=())
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"program_tried_on": PROGRAM_TRIED_ON})
