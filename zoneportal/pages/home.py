from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from enterprises.models import IndustryTag
from enterprises.queries import leading_industries
from parks.models import Announcement, Milestone, Park
from parks.queries import (
    announcement_keys,
    announcements_with_keys,
    parks_of_today,
    planned_areas,
    timeline,
    turning_points,
)
from stats.drawings import goal_path
from stats.models import Figure, Goal
from stats.queries import goal_progress, headline_figures
from zoneportal.page_cache.pages import public_page
from zoneportal.publishing.preview import Reader

LATEST = 4
SHOWS = (Announcement, Figure, Goal, IndustryTag, Milestone, Park)


@public_page(shows=SHOWS)
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", zone_at_a_glance(request.reader))


def zone_at_a_glance(reader: Reader) -> dict:
    """What the home page shows; the page of components is filled with the same. Nothing is read before it is shown."""
    milestones = SimpleLazyObject(lambda: timeline(reader))
    parts = {
        "areas": lambda: planned_areas(milestones),
        "figures": lambda: headline_figures(reader.at),
        "milestones": lambda: turning_points(milestones),
        "parks": lambda: parks_of_today(reader, timezone.localdate(reader.at))[0],
        "industries": leading_industries,
        "goals": lambda: [
            (each, goal_path(each.target, each.progress.levels, each.sample_years)) for each in goal_progress(reader)
        ],
        "announcements": lambda: announcements_with_keys(reader, announcement_keys(reader)[:LATEST]),
    }
    return {name: SimpleLazyObject(read) for name, read in parts.items()}
