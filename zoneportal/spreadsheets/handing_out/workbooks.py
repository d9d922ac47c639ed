"""What all workbooks of the portal have in common: XlsxWriter without formulas, and how a cell is written."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.values.fingerprints import is_too_long

TOO_LONG = N_("The text is too long for a cell of a workbook and was left out. Export csv instead.")
TOO_MANY_ROWS = N_("A workbook holds %(limit)s rows. Export csv instead, or a selection of the list.")
MOST_ROWS = 1_048_576
NUMBER_FORMATS = {"words": "General", "text": "@", "number": "#,##0.####", "whole": "0", "day": "yyyy-mm-dd"}
HEADER = {"bold": True, "bg_color": "#E7EFF4", "border": 1, "text_wrap": True, "valign": "top"}
NAME_LIMIT = 31
_FIRST_DAY = date(1899, 12, 30)

Write = Callable[[int, Any], object]
Formats = Mapping[str, Format | None]


class Book:
    """A workbook in which text is explicit text, so that nothing is ever a formula, a link or a number by mistake.

    Rows are written once, from the first to the last: until the end they lie in files, which go whatever happens.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        options["tmpdir"] = self.folder.name
        self.book = xlsxwriter.Workbook(file, options)
        self.book.set_calc_mode("manual")
        self.formats: dict[str, Format | None] = {
            kind: self.book.add_format({"num_format": shape}) for kind, shape in NUMBER_FORMATS.items()
        }
        self.formats["words"] = None
        self.header = self.book.add_format(HEADER)

    def sheet(self, title: str) -> Worksheet:
        """Printed on A4, lying, as wide as one page, the first row on each."""
        sheet = self.book.add_worksheet(title[:NAME_LIMIT])
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def style(self, **properties: Any) -> Format:
        return self.book.add_format(properties)

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *error: object) -> None:
        """Also after an error, because XlsxWriter lets go of its files here only."""
        with self.folder:
            self.book.close()

    def set_columns(self, sheet: Worksheet, columns: Sequence[Column], kinds: Sequence[str]) -> None:
        """Widths and formats, also of the cells that a clerk fills in below."""
        for place, (column, kind) in enumerate(zip(columns, kinds, strict=False)):
            sheet.set_column(place, place, column.width, self.formats[kind])

    def write_headers(
        self, sheet: Worksheet, row: int, columns: Sequence[Column], style: Callable[[Column], Format] | None = None
    ) -> None:
        """Each header with a comment that says what belongs there."""
        for place, column in enumerate(columns):
            sheet.write_string(row, place, column.header, style(column) if style else self.header)
            instructions = column.instructions()
            if instructions:
                sheet.write_comment(row, place, instructions, {"x_scale": 2})

    def hide_fingerprints(self, sheet: Worksheet, place: int) -> None:
        sheet.set_column(place, place, 24, None, {"hidden": True})

    def writer(self, sheet: Worksheet, place: int, kind: str, formats: Formats | None = None) -> Write:
        """A function of (row, value) that writes into the column; a value of another kind is written as what it is.

        `formats` are by kind, as the workbook's own; kind "any" expects nothing.
        """
        return ColumnWriter(sheet, place, kind, formats or self.formats).write


class ColumnWriter:
    def __init__(self, sheet: Worksheet, place: int, kind: str, formats: Formats) -> None:
        self.sheet, self.place, self.formats = sheet, place, formats
        self.own = formats.get(kind)
        self.text_format = self.own if kind == "words" else formats["text"]
        known: dict[str, Write] = {"text": self.text, "words": self.text, "day": self.day, "any": self.any}
        self.write = known.get(kind, self.number)

    def text(self, row: int, value: Any) -> None:
        if not isinstance(value, str):
            self.any(row, value)
        elif is_too_long(value):
            self.sheet.write_comment(row, self.place, gettext(TOO_LONG))
        elif value:
            self.sheet.write_string(row, self.place, as_text(value), self.text_format)

    def number(self, row: int, value: Any) -> None:
        if isinstance(value, str):
            self.text(row, value)
        else:
            self.sheet.write_number(row, self.place, value, self.own)

    def day(self, row: int, value: Any) -> None:
        if type(value) is date:
            self.sheet.write_number(row, self.place, (value - _FIRST_DAY).days, self.own)
        else:
            self.any(row, value)

    def any(self, row: int, value: Any) -> None:
        if isinstance(value, str):
            self.text(row, value)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, self.place, value, self.formats["text"])
        elif isinstance(value, date):
            self.sheet.write_datetime(row, self.place, value, self.formats["day"])
        else:
            kind = "whole" if isinstance(value, int) else "number"
            self.sheet.write_number(row, self.place, value, self.formats[kind])


def as_text(value: str) -> str:
    """XlsxWriter takes <r>…</r> for rich text of its own; a zero-width space, which reading takes off, ends that."""
    return f"\u200b{value}" if value.startswith("<r>") else value


def check_row(row: int) -> None:
    """Errors: Refused, where a workbook has no such row (counted from 0)."""
    if row >= MOST_ROWS:
        raise Refused(TOO_MANY_ROWS, limit=MOST_ROWS - 1)
