"""Every public table as a file, at an address that stays."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, IndustryTag
from enterprises.queries import DOWNLOADED_AT_MOST as DIRECTORY_ROWS
from parks.models import Park
from parks.queries import park_at
from stats import queries
from stats.downloads import goals_document, indicator_document, park_document, release_document
from stats.downloads.columns import VINTAGES
from stats.downloads.figures import Frame
from stats.models import Figure, Goal, Indicator, IndicatorDefinition, Release
from zoneportal.bilingual import content_language
from zoneportal.data_files.document import Document
from zoneportal.data_files.files import WRITERS, file_of
from zoneportal.data_files.schemas import csv_on_the_web
from zoneportal.limits import limited_files
from zoneportal.open_data import enterprises, parks
from zoneportal.open_data.terms import terms_of, zone_of
from zoneportal.page_cache.pages import public_page

FIGURES = (Figure, Release, Indicator, IndicatorDefinition, Park, IndustryTag)
LATEST = "latest"
METADATA = "csv-metadata.json"


@public_page(shows=FIGURES, parameters=("vintage",))
def indicator_data(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The latest figures of an indicator; `?vintage=` gives one vintage as it was published."""
    vintage = request.GET.get("vintage", LATEST) or LATEST
    if vintage not in (LATEST, *VINTAGES):
        return plain(HttpResponseBadRequest, _("Unknown vintage. Use one of: %(known)s.") % {"known": known_vintages()})
    wanted = "" if vintage == LATEST else vintage
    figures = queries.indicator_figures(code, request.reader.at, wanted)
    if figures is None:
        raise Http404
    if not figures.table.cells:
        return plain(HttpResponseNotFound, _("No figure of this vintage has been released."))
    name = "-".join(part for part in (code, wanted) if part)
    frame = frame_of(request, name, reverse("indicator", args=[code]))
    return answer(request, indicator_document(frame, figures.table), ending)


@public_page(shows=FIGURES)
def data_as_published(request: HttpRequest, code: str, day: date, ending: str) -> HttpResponse:
    """The figures of an indicator as they stood at the end of a day, whatever superseded them since."""
    found = queries.as_published(code, day, request.reader.at)
    if found is None:
        raise Http404
    if found.since != day:
        return redirect("data_as_published", code=code, day=found.since, ending=ending)
    page = reverse("indicator_as_published", args=[code, day])
    frame = frame_of(request, f"{code}-published-on-{day}", page)
    response = answer(request, indicator_document(frame, found.figures.table, on=day), ending)
    response["X-Robots-Tag"] = "noindex"
    return response


def known_vintages() -> str:
    return ", ".join((LATEST, *VINTAGES))


def plain(kind: type[HttpResponse], text: str) -> HttpResponse:
    return kind(f"{text}\n", content_type="text/plain; charset=utf-8")


@public_page(shows=FIGURES)
def release_data(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """A release as it was published."""
    found = queries.release_figures(slug, request.reader.at)
    if found is None or not found.tables:
        raise Http404
    frame = frame_of(request, f"release-{slug}", reverse("release", args=[slug]))
    return answer(request, release_document(frame, found), ending)


@public_page(shows=FIGURES)
def park_data(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The figures that the page of a park shows."""
    park = park_at(request.reader, slug)
    table = queries.park_table(park, request.reader.at) if park else None
    if park is None or table is None:
        raise Http404
    return answer(request, park_document(frame_of(request, slug, park.get_absolute_url()), park, table), ending)


@public_page(shows=(*FIGURES, Goal))
def goals_data(request: HttpRequest, ending: str) -> HttpResponse:
    """Required and released levels of every goal by year."""
    goals = queries.goal_progress(request.reader)
    if not goals:
        raise Http404
    return answer(request, goals_document(frame_of(request, "goals", reverse("goals")), goals), ending)


@public_page(shows=parks.MODELS)
def parks_data(request: HttpRequest, ending: str) -> HttpResponse:
    rows = parks.park_rows(request)
    frame = frame_of(request, "parks", reverse("parks"))
    return answer(request, register_document(frame, _("Parks of the zone"), parks.PARKS, rows, request), ending)


@public_page(shows=enterprises.MODELS)
@limited_files
def enterprises_data(request: HttpRequest, ending: str) -> HttpResponse:
    """The public directory, as far as a file should go; its title says so, since csv and json have no notes."""
    at = request.reader.at
    found = Enterprise.objects.confirmed(at)
    rows = enterprises.enterprise_rows(found, at, request.build_absolute_uri, DIRECTORY_ROWS + 1)
    frame = frame_of(request, "enterprises", reverse("enterprises"))
    title = _("Directory of enterprises")
    if len(rows) > DIRECTORY_ROWS:
        title += f" · {_('The first %(count)s enterprises') % {'count': f'{DIRECTORY_ROWS:,}'}}"
    return answer(request, register_document(frame, title, enterprises.ENTERPRISES, rows, request), ending)


def register_document(frame: Frame, title: str, columns: tuple, rows: list[dict], request: HttpRequest) -> Document:
    """Records of today; nothing in the file tells the hour."""
    today = timezone.localtime(request.reader.at).replace(hour=0, minute=0, second=0, microsecond=0)
    notes = [(_("table"), title), (_("as of"), f"{today:%Y-%m-%d}")]
    if len(rows) > DIRECTORY_ROWS:
        notes.append(
            (
                _("extent"),
                _("The first %(count)s rows. The interface for programs gives all of them.")
                % {"count": DIRECTORY_ROWS},
            )
        )
    notes += [(_(column.heading), _(column.meaning)) for column in columns if column.meaning]
    return Document(
        name=frame.name,
        title=title,
        address=frame.address,
        language=content_language(),
        terms=frame.terms,
        columns=columns,
        rows=rows[:DIRECTORY_ROWS],
        made_at=today,
        notes=notes,
    )


def frame_of(request: HttpRequest, name: str, page: str) -> Frame:
    """One query, for the zone."""
    return Frame(name, request.build_absolute_uri(page), terms_of(zone_of(request.reader)))


def answer(request: HttpRequest, document: Document, ending: str) -> HttpResponse:
    """The file; csv names its metadata, which is an address of its own beside it."""
    if ending == METADATA:
        address = request.build_absolute_uri().replace(f".{METADATA}", ".csv")
        return JsonResponse(csv_on_the_web(document, address), content_type="application/csvm+json", headers=ANY_ORIGIN)
    file = file_of(document, ending)
    headers = ANY_ORIGIN | {"Content-Disposition": f'attachment; filename="{document.name}.{ending}"'}
    if ending == "csv":
        metadata = request.get_full_path().replace("data.csv", f"data.{METADATA}", 1)
        headers["Link"] = f'<{metadata}>; rel="describedby"; type="application/csvm+json"'
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


# Public data may be read by scripts of any site; no cookie goes with it.
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}
ENDINGS = (*WRITERS, METADATA)
