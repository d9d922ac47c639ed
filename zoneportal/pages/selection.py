"""The directory as a file: the enterprises of the current selection, register-public facts only."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises import filters, queries
from enterprises.models import Enterprise, IndustryTag, QualificationKind
from zoneportal.bilingual import content_language
from zoneportal.data_files.document import Document
from zoneportal.data_files.files import WRITERS, file_of, streamed_csv
from zoneportal.limits import limited_files
from zoneportal.open_data.enterprises import ENTERPRISES, MODELS, enterprise_rows
from zoneportal.open_data.terms import terms_of, zone_of
from zoneportal.page_cache.pages import public_page

A_PART = 1_000  # rows read at a time


@public_page(shows=(*MODELS, IndustryTag, QualificationKind), parameters=filters.PARAMETERS)
@limited_files
def selection(request: HttpRequest, ending: str) -> HttpResponse:
    options = filters.options(request.reader, request.GET.get("industry", ""))
    chosen = filters.selection(request.GET, options)
    if chosen.errors:
        text = "\n".join(map(str, chosen.errors.values()))
        return HttpResponseBadRequest(f"{text}\n", content_type="text/plain; charset=utf-8")
    found = queries.find(request.reader, chosen.asked, options, chosen.sort)
    rows = rows_of(request, found.in_order())
    about = document(request, chosen, options, found)
    headers = {"Content-Disposition": f'attachment; filename="enterprises.{ending}"', "X-Robots-Tag": "noindex"}
    kind = WRITERS[ending][1]
    if ending == "csv":
        return StreamingHttpResponse(streamed_csv(about, rows), content_type=kind, headers=headers)
    return HttpResponse(file_of(replace(about, rows=list(rows)), ending).content, content_type=kind, headers=headers)


def rows_of(request: HttpRequest, lines) -> Iterator[dict[str, Any]]:
    """In the order of the selection, as many as a file holds. Three queries for every part."""
    at = request.reader.at
    keys = list(lines.values_list("pk", "number")[: queries.DOWNLOADED_AT_MOST])
    for first in range(0, len(keys), A_PART):
        part = keys[first : first + A_PART]
        public = Enterprise.objects.confirmed(at).filter(pk__in=[pk for pk, _number in part])
        rows = {row["number"]: row for row in enterprise_rows(public, at, request.build_absolute_uri, len(part))}
        yield from (rows[number] for _pk, number in part if number in rows)


def document(
    request: HttpRequest, chosen: filters.Selection, options: queries.Options, found: queries.Found
) -> Document:
    """What the file says of itself. Nothing in it tells the hour: the same facts make the same file."""
    today = timezone.localtime(request.reader.at).replace(hour=0, minute=0, second=0, microsecond=0)
    title, words = _("Directory of enterprises"), filters.title_of(chosen, options)
    notes = [(_("table"), title), (_("as of"), f"{today:%Y-%m-%d}"), (_("selection"), words)]
    notes.append((_("sorted by"), str(filters.SORTS[found.order])))
    cut = _("The first %(count)s enterprises") % {"count": f"{queries.DOWNLOADED_AT_MOST:,}"} if found.is_cut else ""
    if cut:
        notes.append((_("extent"), cut))
    notes += [(_(column.heading), _(column.meaning)) for column in ENTERPRISES if column.meaning]
    query = chosen.query()
    address = request.build_absolute_uri(reverse("enterprises") + (f"?{query}" if query else ""))
    return Document(
        name="enterprises",
        title=" · ".join(part for part in (title, words, f"{today:%Y-%m-%d}", cut) if part),
        address=address,
        language=content_language(),
        terms=terms_of(zone_of(request.reader)),
        columns=ENTERPRISES,
        rows=(),
        made_at=today,
        notes=notes,
    )
