"""The public statistics. What is not released answers as what does not exist."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stats import queries
from stats.charts import goal_path
from stats.downloads import WRITERS, file_of
from stats.models import Vintage

VINTAGES = tuple(vintage.name.lower() for vintage in Vintage)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    context = {"themes": queries.indicators_by_theme(request.reader.at)}
    return render(request, "stats/statistics.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    figures = queries.indicator_figures(code, request.reader.at)
    if figures is None:
        raise Http404
    return render(request, "stats/indicator.html", {"figures": figures, "endings": list(WRITERS)})


@require_safe
def indicator_data(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The figures of an indicator as a file; `?vintage=` gives one vintage as it was published."""
    vintage = request.GET.get("vintage", "")
    if ending not in WRITERS:
        raise Http404
    if vintage and vintage not in VINTAGES:
        text = _("Unknown vintage. Use one of: %(known)s.") % {"known": ", ".join(VINTAGES)}
        return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")
    figures = queries.indicator_figures(code, request.reader.at, vintage)
    if figures is None or not figures.table.cells:
        raise Http404
    file = file_of(figures.table, ending)
    name = "-".join(part for part in (code, vintage) if part)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


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
