"""A Table as a file: csv, xlsx and json hold the same records, made once."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from stats.marks import MARKS, Mark
from stats.tables import Cell, Label, Table
from zoneportal.spreadsheets.formulas import escape

BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page


@dataclass(frozen=True)
class File:
    content: bytes
    content_type: str


def record(row: Label, column: Label, cell: Cell) -> dict[str, str | int | bool | Decimal | None]:
    """One figure with everything that makes it one, by fixed names (json) in fixed order."""
    return {
        "year": cell.year,
        "scope": column.key,
        "scope_name": column.text,
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
        "release": cell.origin.slug,
        "released_on": timezone.localdate(cell.origin.released_at).isoformat(),
        "sample": cell.origin.is_sample,
        "definition": cell.definition.text,
        "source": cell.definition.source,
    }


def records(table: Table) -> list[dict]:
    return [record(row, column, cell) for row, column, cell in table.ordered_cells()]


def headings() -> dict[str, str]:
    """The names of the columns as a reader of csv and xlsx sees them."""
    return {
        "year": _("year"),
        "scope": _("scope code"),
        "scope_name": _("scope"),
        "value": _("value"),
        "mark": _("mark"),
        "mark_meaning": _("meaning of the mark"),
        "qualifier": _("qualifier"),
        "as_shown": _("as shown on the page"),
        "unit": _("unit code"),
        "unit_name": _("unit"),
        "vintage": _("vintage code"),
        "vintage_name": _("vintage"),
        "revision": _("revision"),
        "reason": _("reason of the revision"),
        "note": _("note"),
        "release": _("release"),
        "released_on": _("released on"),
        "sample": _("sample data"),
        "definition": _("definition"),
        "source": _("source"),
    }


def as_csv(table: Table) -> bytes:
    """UTF-8 with BOM; text that a spreadsheet program would run as a formula is disarmed, numbers stay numbers."""
    names = headings()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(names.values())
    writer.writerows([written(entry[name]) for name in names] for entry in plain_records(table))
    return (BOM + buffer.getvalue()).encode()


def plain_records(table: Table) -> list[dict]:
    """As `records`, with the value as exact text and yes or no in words."""
    found = []
    for (_row, _column, cell), entry in zip(table.ordered_cells(), records(table), strict=True):
        found.append(entry | {"value": Number(cell.number), "sample": _("yes") if entry["sample"] else _("no")})
    return found


class Number(str):
    """Digits that are a number, also when they begin with a minus."""

    __slots__ = ()


def written(value: str | int) -> str | int:
    return escape(value) if isinstance(value, str) and not isinstance(value, Number) else value


def as_json(table: Table) -> bytes:
    document = {
        "indicator": table.code,
        "name": table.title,
        "language": table.language,
        "vintage": table.vintage or "latest",
        "marks": {mark.code: {"symbol": mark.symbol, "meaning": _(mark.explanation)} for mark in MARKS.values()},
        "definitions": [
            {
                "valid_from_year": definition.valid_from_year,
                "unit": definition.unit,
                "unit_name": definition.unit_name,
                "definition": definition.text,
                "source": definition.source,
            }
            for definition in table.definitions
        ],
        "figures": [entry | {"value": json_number(entry["value"])} for entry in records(table)],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def json_number(value: Decimal | None) -> int | float | None:
    """At most 15 digits (zoneportal.numbers), which a double gives back as they were."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def as_xlsx(table: Table) -> bytes:
    buffer = io.BytesIO()
    # The same figures make the same file: the moment in it is the newest release's, not the clock's.
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    newest: datetime = table.origins[0].released_at
    book.set_properties({"title": table.title, "created": timezone.make_naive(newest)})
    write_data(book, table)
    write_notes(book, table)
    book.close()
    return buffer.getvalue()


def write_data(book: xlsxwriter.Workbook, table: Table) -> None:
    sheet = book.add_worksheet(_("data"))
    bold = book.add_format({"bold": True, "bottom": 1})
    names = headings()
    for column, name in enumerate(names.values()):
        sheet.write_string(0, column, name, bold)
    for line, entry in enumerate(plain_records(table), start=1):
        for column, name in enumerate(names):
            value = entry[name]
            if isinstance(value, Number) and value:
                sheet.write_number(line, column, float(value))
            elif isinstance(value, int):
                sheet.write_number(line, column, value)
            else:
                sheet.write_string(line, column, value)
    sheet.set_column(0, len(names) - 1, 14)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.cells), len(names) - 1)


def write_notes(book: xlsxwriter.Workbook, table: Table) -> None:
    sheet = book.add_worksheet(_("notes"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    for line, (name, text) in enumerate(notes(table)):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, text, wrapped)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)


def notes(table: Table) -> list[tuple[str, str]]:
    """What a reader must know to use the figures: definitions, releases, marks, notes of single figures."""
    lines = [(_("indicator"), f"{table.title} ({table.code})")]
    if table.is_sample:
        lines.append((_("sample data"), _("Sample figures are invented for demonstration.")))
    for definition in table.definitions:
        since = _("definition from %(year)s") % {"year": definition.valid_from_year}
        lines += [(since, definition.text), (_("unit"), definition.unit_name)]
        lines.append((_("source"), definition.source))
    for origin in table.origins:
        day = timezone.localdate(origin.released_at).isoformat()
        lines.append((_("release"), f"{origin.slug} {day} {origin.title} {origin.basis}".strip()))
    lines += [(mark_name(mark), _(mark.explanation)) for mark in MARKS.values()]
    lines += [(", ".join(places) or _("note"), note) for places, note in table.notes]
    return lines


def mark_name(mark: Mark) -> str:
    return f"{mark.symbol} {mark.code}"


WRITERS: dict[str, tuple[Callable[[Table], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json; charset=utf-8"),
}


def file_of(table: Table, ending: str) -> File:
    """The table as a file of that kind (a key of WRITERS)."""
    write, content_type = WRITERS[ending]
    return File(write(table), content_type)
