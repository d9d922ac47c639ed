"""Tables of figures as documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Park
from stats.downloads.columns import FIGURES
from stats.marks import MARKS, QUALIFIERS, explained
from stats.queries.releases import ReleaseFigures
from stats.scope import scope_key
from stats.tables import Cell, Definition, Label, Origin, Table
from zoneportal.bilingual import content_language
from zoneportal.data_files.document import Document, Terms

NAMED_AT_MOST = 6


@dataclass(frozen=True)
class Frame:
    """What every document of the site says of itself."""

    name: str
    address: str
    terms: Terms


def indicator_document(frame: Frame, table: Table, *, on: date | None = None) -> Document:
    """The figures of one indicator: the latest of every year (at the end of the day `on`), or one vintage."""
    facts = {"indicator": table.code, "name": table.title, "vintage": table.vintage or "latest"}
    if on is not None:
        facts["as_published_on"] = on.isoformat()
    return figures_document(frame, table.title, [(Label(table.code, table.title), table)], facts)


def release_document(frame: Frame, found: ReleaseFigures) -> Document:
    """A release as it was published, whatever superseded it since."""
    release = found.release
    tables = [(Label(indicator.code, indicator.name), table) for indicator, table in found.tables]
    facts = {"release": release.slug, "name": release.title, "vintage": "as_published"}
    return figures_document(frame, release.title, tables, facts)


def park_document(frame: Frame, park: Park, table: Table) -> Document:
    """What the page of a park shows: the newest released figure of every indicator."""
    rows = [row_of(cell, row, park_label(park)) for row, _column, cell in table.ordered_cells()]
    facts = {"park": park.code, "name": table.title, "vintage": "latest"}
    return document(frame, table.title, [table], rows, facts)


def park_label(park: Park) -> Label:
    return Label(scope_key(park=park.code), park.name)


def figures_document(frame: Frame, title: str, tables: list[tuple[Label, Table]], facts: dict) -> Document:
    rows = [
        row_of(cell, indicator, scope) for indicator, table in tables for _year, scope, cell in table.ordered_cells()
    ]
    return document(frame, title, [table for _indicator, table in tables], rows, facts)


def document(frame: Frame, title: str, tables: list[Table], rows: list[dict], facts: dict) -> Document:
    origins = sorted({origin for table in tables for origin in table.origins}, key=lambda each: each.released_at)
    return Document(
        name=frame.name,
        title=title,
        address=frame.address,
        language=content_language(),
        terms=frame.terms,
        columns=FIGURES,
        rows=rows,
        made_at=origins[-1].released_at,
        rows_name="figures",
        facts=facts | explanations(tables, origins),
        notes=notes(title, tables, origins),
    )


def row_of(cell: Cell, indicator: Label, scope: Label) -> dict[str, Any]:
    """One figure with everything that makes it one, by the names of FIGURES."""
    return {
        "indicator": indicator.key,
        "indicator_name": indicator.text,
        "year": cell.year,
        "scope": scope.key,
        "scope_name": scope.text,
        **value_of(cell),
        **origin_of(cell),
    }


def value_of(cell: Cell) -> dict[str, Any]:
    return {
        "value": cell.value,
        "mark": cell.mark,
        "mark_meaning": _(cell.meaning) if cell.mark else "",
        "qualifier": cell.qualifier,
        "as_shown": cell.text,
        "unit": cell.unit,
        "unit_name": cell.unit_name,
        "vintage": cell.vintage,
        "vintage_name": cell.vintage_label,
        "revision": cell.revision,
        "reason": cell.reason,
        "note": cell.note,
    }


def origin_of(cell: Cell) -> dict[str, Any]:
    return {
        "release": cell.origin.slug,
        "released_on": timezone.localdate(cell.origin.released_at),
        "basis": cell.origin.basis,
        "sample": cell.origin.is_sample,
        "definition": cell.definition.text,
        "source": cell.definition.source,
    }


def explanations(tables: list[Table], origins: list[Origin]) -> dict[str, Any]:
    """For json, where a list of its own is clearer than columns."""
    return {
        "marks": {mark.code: {"symbol": mark.symbol, "meaning": explained(mark, _)} for mark in MARKS.values()},
        "definitions": [{"indicator": table.code or None} | row for table in tables for row in definition_rows(table)],
        "releases": [
            {
                "release": origin.slug,
                "title": origin.title,
                "released_on": timezone.localdate(origin.released_at).isoformat(),
                "basis": origin.basis,
                "sample": any(each.is_sample for each in origins if each.slug == origin.slug),
            }
            for origin in newest_first(origins)
        ],
    }


def newest_first(origins: list[Origin]) -> list[Origin]:
    """Each release once: one with real and with sample figures is the origin of either."""
    return list({origin.slug: origin for origin in reversed(origins)}.values())


def definition_rows(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "valid_from_year": definition.valid_from_year,
            "unit": definition.unit,
            "unit_name": definition.unit_name,
            "definition": definition.text,
            "source": definition.source,
        }
        for definition in table.definitions
    ]


def notes(title: str, tables: list[Table], origins: list[Origin]) -> list[tuple[str, str]]:
    """What a reader must know to use the figures: definitions, releases, marks, notes of single figures."""
    lines = [(_("table"), title)]
    if any(origin.is_sample for origin in origins):
        lines.append((_("sample data"), _("Sample figures are invented for demonstration.")))
    for table in tables:
        lines += notes_of(table)
    for origin in newest_first(origins):
        day = timezone.localdate(origin.released_at).isoformat()
        lines.append((_("release"), " ".join(part for part in (origin.slug, day, origin.title, origin.basis) if part)))
    return lines + legend()


def notes_of(table: Table) -> list[tuple[str, str]]:
    lines = [(_("indicator"), f"{table.title} ({table.code})")] if table.code else []
    for definition in table.definitions:
        lines += definition_lines(definition)
    return lines + [(noted(places), note) for places, note in table.notes]


def noted(places: list[str]) -> str:
    """To which figures a note belongs; where they are many, each row of the data says so itself."""
    if len(places) > NAMED_AT_MOST:
        return _("note of %(count)s figures") % {"count": len(places)}
    return ", ".join(places) or _("note")


def definition_lines(definition: Definition) -> Iterable[tuple[str, str]]:
    yield _("definition from %(year)s") % {"year": definition.valid_from_year}, definition.text
    yield _("unit"), definition.unit_name
    yield _("source"), definition.source


def legend() -> list[tuple[str, str]]:
    """Every mark and qualifier that may stand in a file, whether this one has it or not."""
    marks = [(f"{mark.symbol} {mark.code}", explained(mark, _)) for mark in MARKS.values()]
    chinese = content_language() == "zh"
    words = [(each.code, each.word_zh if chinese else each.word_en) for each in QUALIFIERS.values()]
    return marks + [(_("qualifier %(code)s") % {"code": code}, word) for code, word in words]
