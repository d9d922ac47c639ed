"""The profile and the announcements: pages that need nothing but the zone's own content."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from parks.extent import extents
from parks.models import Announcement, Milestone, Park, ProfileSection
from parks.queries import (
    announcement_keys,
    announcement_with_key,
    announcements_with_keys,
    park_with_key,
    planned_areas,
    timeline,
)
from zoneportal.page_cache.pages import public_page

ANNOUNCEMENTS_A_PAGE = 20


@public_page(shows=(ProfileSection, Milestone))
def profile(request: HttpRequest) -> HttpResponse:
    milestones = timeline(request.reader)
    areas = planned_areas(milestones)
    context = {
        "sections": request.reader.read(ProfileSection),
        "milestones": milestones,
        "areas": areas,
        "extents": extents([(area.planned_area_km2, area.legal_standing, str(area.year)) for area in areas]),
    }
    return render(request, "parks/profile.html", context)


@public_page(shows=(Announcement,), parameters=("page",))
def announcements(request: HttpRequest) -> HttpResponse:
    paginator = Paginator(announcement_keys(request.reader), ANNOUNCEMENTS_A_PAGE)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    query = f"page={page.number}" if page.number > 1 else ""
    context = {
        "page": page,
        "announcements": announcements_with_keys(request.reader, page.object_list),
        "canonical_query": query,
    }
    return render(request, "parks/announcements.html", context)


@public_page(shows=(Announcement, Park))
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    found = announcement_with_key(request.reader, pk)
    if found is None:
        raise Http404
    context = {"announcement": found, "park": park_with_key(request.reader, found.park_id)}
    return render(request, "parks/announcement.html", context)
