"""Workbooks and csv files that the portal writes: exports, templates, rejected rows."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext

from zoneportal.messages import N_
from zoneportal.spreadsheets import formulas
from zoneportal.spreadsheets.columns import Column
from zoneportal.spreadsheets.headers import Layout
from zoneportal.spreadsheets.rows import Finding

ERRORS_HEADER = "错误说明"
TOO_LONG = N_("The text is too long for a cell of a workbook and was left out. Export csv instead.")
LONGEST_CELL = 32_767
NUMBER_FORMATS = {"text": "@", "number": "#,##0.####", "whole": "0", "day": "yyyy-mm-dd"}


def csv_lines(headers: list[str], rows: Iterable[list[Any]]) -> Iterator[bytes]:
    """UTF-8 with BOM, for Excel; text that a program would run as a formula gets its apostrophe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield "\ufeff".encode()
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() > 64_000:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return formulas.escape(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def write_xlsx(file: IO[bytes], columns: list[Column], rows: Iterable[list[Any]], title: str) -> None:
    """One sheet in constant memory: text as explicit text, so that nothing in it is ever a formula or a number."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_calc_mode("manual")
    sheet = book.add_worksheet(title[:31])
    formats = {kind: book.add_format({"num_format": shape}) for kind, shape in NUMBER_FORMATS.items()}
    top = book.add_format({"bold": True, "bg_color": "#E7EFF4", "border": 1, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, formats[column.widget.format])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.header, top)
        instructions = column.instructions()
        if instructions:
            sheet.write_comment(0, place, instructions, {"x_scale": 2})
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value is not None:
                _write_cell(sheet, number, place, value, formats)
    book.close()


def _write_cell(sheet: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            sheet.write_comment(row, place, gettext(TOO_LONG))
        else:
            sheet.write_string(row, place, value, formats["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["day"])
    else:
        sheet.write_number(row, place, value, formats["whole" if isinstance(value, int) else "number"])


def rejected_rows(layout: Layout, errors: Iterable[Finding], ending: str = ".xlsx") -> bytes:
    """The wrong and conflicting rows in the layout in which they came, with a column that says why."""
    reasons: dict[int, list[str]] = {}
    for finding in errors:
        if finding.row is not None:
            reasons.setdefault(finding.row, []).append(_reason(finding))
    places = [*layout.places.values(), *layout.unknown]
    width = max((place.index + 1 for place in places), default=0)
    texts = {place.index: place.header for place in places}
    headers = [texts.get(index, "") for index in range(width)] + [ERRORS_HEADER]
    rows = [
        [row[index] if index < len(row) else None for index in range(width)] + ["\n".join(reasons[number])]
        for number, row in layout.data
        if number in reasons
    ]
    if ending.lower() == ".csv":
        return b"".join(csv_lines(headers, rows))
    file = io.BytesIO()
    _write_raw(file, headers, rows)
    return file.getvalue()


def _reason(finding: Finding) -> str:
    return f"{finding.column}：{finding.sentence()}" if finding.column else finding.sentence()


def _write_raw(file: IO[bytes], headers: list[str], rows: Iterable[list[Any]]) -> None:
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    formats = {kind: book.add_format({"num_format": shape}) for kind, shape in NUMBER_FORMATS.items()}
    sheet.freeze_panes(1, 0)
    for number, row in enumerate([headers, *rows]):
        for place, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            elif value is not None:
                _write_cell(sheet, number, place, value, formats)
    book.close()
