"""The public statistics. What is not released answers as what does not exist."""

from datetime import date

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.clickjacking import xframe_options_exempt

from enterprises.models import IndustryTag
from parks.models import Park
from stats import pictures, queries
from stats.drawings import goal_path
from stats.models import Figure, Goal, Release
from zoneportal.data_files.files import ENDINGS
from zoneportal.page_cache.pages import public_page
from zoneportal.publishing.changes import topics_of
from zoneportal.publishing.preview import Reader

FIGURES = (Figure, IndustryTag, Park)  # parks and industries name what a figure is about


@public_page(shows=FIGURES)
def statistics(request: HttpRequest) -> HttpResponse:
    context = {"themes": queries.indicators_by_theme(request.reader.at)}
    return render(request, "stats/statistics.html", context)


@public_page(shows=FIGURES)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    figures = figures_of(code, request.reader)
    if figures is None:
        raise Http404
    charts = SimpleLazyObject(lambda: pictures.charts_of_indicator(figures))
    context = {
        "figures": figures,
        "code": code,
        "endings": ENDINGS,
        "charts": charts,
        "breakdowns": SimpleLazyObject(
            lambda: [(kind, table, charts.get(kind, [])) for kind, table in figures.breakdowns]
        ),
    }
    return render(request, "stats/indicator.html", context)


@public_page(shows=FIGURES)
def indicator_as_published(request: HttpRequest, code: str, day: date) -> HttpResponse:
    """What stood at the end of a day. A day on which nothing changed leads to the last one on which something did."""
    found = queries.as_published(code, day, request.reader.at)
    if found is None:
        raise Http404
    if found.since != day:
        return redirect("indicator_as_published", code=code, day=found.since)
    context = {
        "figures": found.figures,
        "code": f"{code} {day}",
        "endings": ENDINGS,
        "charts": SimpleLazyObject(lambda: {"zone": pictures.charts_of_zone(found.figures)[:1]}),
        "alone": True,  # what another site embeds is the chart of today
        "breakdowns": [(kind, table, []) for kind, table in found.figures.breakdowns],
        "past": found,
    }
    response = render(request, "stats/indicator.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def figures_of(code: str, reader: Reader) -> queries.IndicatorFigures | None:
    """The same for the page and its charts."""
    return reader.remembered(
        ("indicator", code), topics_of(FIGURES), lambda: queries.indicator_figures(code, reader.at)
    )


@public_page(shows=FIGURES)
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def indicator_embed(request: HttpRequest, code: str, key: str = "") -> HttpResponse:
    """One chart with its table, for the frames of other sites: the only public page that another site may frame."""
    figures = figures_of(code, request.reader)
    if figures is None:
        raise Http404
    section, chart = pictures.chart_of_indicator(figures, key)
    if key and chart is None:
        raise Http404
    context = {
        "figures": figures,
        "chart": chart,
        "section": section,
        "table": dict(figures.breakdowns).get(section),
        "address": request.build_absolute_uri(figures.indicator.get_absolute_url()),
    }
    response = render(request, "stats/embed.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page(shows=(Release,))
def releases(request: HttpRequest) -> HttpResponse:
    at = request.reader.at
    context = {"announced": queries.announced(at), "releases": queries.releases_until(at)}
    return render(request, "stats/releases.html", context)


@public_page(shows=FIGURES)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.release_figures(slug, request.reader.at)
    if found is None:
        raise Http404
    return render(request, "stats/release.html", {"release": found.release, "tables": found.tables})


@public_page(shows=(Figure, Goal))
def goals(request: HttpRequest) -> HttpResponse:
    found = queries.goal_progress(request.reader)
    drawn = [
        (each, goal_path(each.target, each.progress.levels, each.sample_years), pictures.chart_of_goal(each))
        for each in found
    ]
    return render(request, "stats/goals.html", {"goals": drawn})
