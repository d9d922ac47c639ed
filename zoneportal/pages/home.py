from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from parks.queries import announcements_of, parks_of_today, timeline

LATEST = 4


def home(request: HttpRequest) -> HttpResponse:
    reader = request.reader
    parks, _former = parks_of_today(reader, timezone.localdate(reader.at))
    context = {
        "milestones": timeline(reader),
        "parks": parks,
        "announcements": announcements_of(reader)[:LATEST],
    }
    return render(request, "pages/home.html", context)
