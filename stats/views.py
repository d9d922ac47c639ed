"""The public statistics. What is not released answers as what does not exist."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enterprises.models import IndustryTag
from parks.models import Park
from stats import queries
from stats.drawings import goal_path
from stats.models import Figure, Goal, Release
from zoneportal.data_files.files import ENDINGS
from zoneportal.page_cache.pages import public_page

FIGURES = (Figure, IndustryTag, Park)  # parks and industries name what a figure is about


@public_page(shows=FIGURES)
def statistics(request: HttpRequest) -> HttpResponse:
    context = {"themes": queries.indicators_by_theme(request.reader.at)}
    return render(request, "stats/statistics.html", context)


@public_page(shows=FIGURES)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    figures = queries.indicator_figures(code, request.reader.at)
    if figures is None:
        raise Http404
    return render(request, "stats/indicator.html", {"figures": figures, "endings": ENDINGS})


@public_page(shows=(Release,))
def releases(request: HttpRequest) -> HttpResponse:
    return render(request, "stats/releases.html", {"releases": queries.releases_until(request.reader.at)})


@public_page(shows=FIGURES)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.release_figures(slug, request.reader.at)
    if found is None:
        raise Http404
    return render(request, "stats/release.html", {"release": found.release, "tables": found.tables})


@public_page(shows=(Figure, Goal))
def goals(request: HttpRequest) -> HttpResponse:
    found = queries.goal_progress(request.reader)
    context = {"goals": [(each, goal_path(each.target, each.progress.levels)) for each in found]}
    return render(request, "stats/goals.html", context)
