"""Parks with what stands in them: their content, their enterprises and their figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from enterprises.models import Enterprise, IndustryTag
from enterprises.queries import leading_industries, public_count_in_park
from parks.models import Park
from parks.queries import park_at, park_known_as, park_with_key, parks_of_today
from stats.models import Figure
from stats.pictures import chart_of_park, charts_by_park
from stats.queries import figures_by_park, figures_of_park, park_table
from zoneportal.page_cache.pages import public_page
from zoneportal.pages.maps import park_map


@public_page(shows=(Park, IndustryTag, Figure))
def parks(request: HttpRequest) -> HttpResponse:
    reader = request.reader
    current, former = parks_of_today(reader, timezone.localdate(reader.at))
    figures = figures_by_park(reader.at)
    context = {
        "parks": current,
        "former_parks": former,
        "park_map": park_map(current),
        "figures": figures,
        "charts": charts_by_park(figures),
    }
    return render(request, "parks/parks.html", context)


@public_page(shows=(Park, Enterprise, IndustryTag, Figure))
def park(request: HttpRequest, slug: str) -> HttpResponse:
    reader = request.reader
    found = park_at(reader, slug)
    if found is None:
        moved = park_known_as(reader, slug)
        if moved is None:
            raise Http404
        return redirect(moved, permanent=True)
    figures = figures_of_park(found, reader.at)
    context = {
        "park": found,
        "successor": park_with_key(reader, found.successor_id),
        "industries": leading_industries(park=found),
        "enterprise_count": public_count_in_park(found, reader.at),
        "table": park_table(found, reader.at),
        "figures": figures,
        "chart": chart_of_park(figures),
        "park_map": park_map([found]),
    }
    return render(request, "parks/park.html", context)
