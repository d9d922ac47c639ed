from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enterprises.queries import leading_industries
from parks.queries import announcement_keys, announcements_with_keys, parks_of_today, timeline
from stats.drawings import goal_path
from stats.queries import goal_progress, headline_figures

LATEST = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    reader = request.reader
    parks, _former = parks_of_today(reader, timezone.localdate(reader.at))
    context = {
        "figures": headline_figures(reader.at),
        "milestones": timeline(reader),
        "parks": parks,
        "industries": leading_industries(),
        "goals": [(each, goal_path(each.target, each.progress.levels)) for each in goal_progress(reader)],
        "announcements": announcements_with_keys(reader, announcement_keys(reader)[:LATEST]),
    }
    return render(request, "pages/home.html", context)
