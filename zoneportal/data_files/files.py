"""A document as bytes. The same data make the same bytes, so that an unchanged file keeps its ETag."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zoneportal.data_files.columns import Column, Row, Value
from zoneportal.data_files.document import NOT_STATED, Document, Terms, columns_of_csv
from zoneportal.data_files.workbook import as_xlsx
from zoneportal.numbers import plain_number
from zoneportal.spreadsheets.values.formulas import escape

BOM = "\ufeff"  # without it Excel and WPS read UTF-8 as the local code page
A_PIECE = 100_000  # characters of a file that is written while it is sent


@dataclass(frozen=True)
class File:
    content: bytes
    content_type: str


def as_csv(document: Document) -> bytes:
    """UTF-8 with BOM; text that a spreadsheet program would run as a formula is disarmed, numbers stay numbers."""
    return b"".join(streamed_csv(document, document.rows))


def streamed_csv(document: Document, rows: Iterable[Row]) -> Iterator[bytes]:
    """The same, written while the rows come."""
    columns = columns_of_csv(document.columns)
    origin = {
        "title": document.title,
        "publisher": document.terms.publisher,
        "licence": document.terms.licence or _(NOT_STATED),
        "licence_address": document.terms.licence_address,
        "address": document.address,
    }
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(_(column.heading) for column in columns)
    for line in lines(columns, (origin | dict(row) for row in rows)):
        writer.writerow(line)
        if buffer.tell() > A_PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def lines(columns: tuple[Column, ...], rows: Iterable[dict]) -> Iterator[list[str]]:
    yes, no = _("yes"), _("no")
    for row in rows:
        yield [written(row[column.name], yes, no) for column in columns]


def written(value: Value, yes: str, no: str) -> str:
    if value is None or value == "":
        return ""
    match value:
        case bool():
            return yes if value else no
        case Decimal():
            return plain_number(value)  # never escaped: -12.5 is a number
        case int():
            return str(value)
        case date():
            return value.isoformat()
    return escape(value)


def as_json(document: Document) -> bytes:
    body = {
        "title": document.title,
        "language": document.language,
        "address": document.address,
        **terms_in_json(document.terms),
        **document.facts,
        document.rows_name: [
            {column.name: json_value(row[column.name]) for column in document.columns} for row in document.rows
        ],
    }
    return json.dumps(body, ensure_ascii=False).encode()


def terms_in_json(terms: Terms) -> dict[str, Any]:
    """`licence` is null where the terms are not stated."""
    licence = {"name": terms.licence, "address": terms.licence_address or None} if terms.licence else None
    return {"publisher": terms.publisher, "licence": licence}


def json_value(value: Value) -> str | int | float | bool | None:
    """Numbers have at most 15 digits (zoneportal.numbers), which a double gives back as they were."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


WRITERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json; charset=utf-8"),
}
ENDINGS = tuple(WRITERS)


def file_of(document: Document, ending: str) -> File:
    """The document as a file of that kind (a key of WRITERS)."""
    write, content_type = WRITERS[ending]
    return File(write(document), content_type)
