"""The public statistics. What is not released answers as what does not exist."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stats import queries
from stats.drawings import goal_path
from zoneportal.data_files.files import ENDINGS


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    context = {"themes": queries.indicators_by_theme(request.reader.at)}
    return render(request, "stats/statistics.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    figures = queries.indicator_figures(code, request.reader.at)
    if figures is None:
        raise Http404
    return render(request, "stats/indicator.html", {"figures": figures, "endings": ENDINGS})


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    return render(request, "stats/releases.html", {"releases": queries.releases_until(request.reader.at)})


@require_safe
def release(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.release_figures(slug, request.reader.at)
    if found is None:
        raise Http404
    return render(request, "stats/release.html", {"release": found.release, "tables": found.tables})


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    found = queries.goal_progress(request.reader)
    context = {"goals": [(each, goal_path(each.target, each.progress.levels)) for each in found]}
    return render(request, "stats/goals.html", context)
