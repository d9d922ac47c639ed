"""The wrong rows of a sheet in a fresh file of the same layout: titles, header and units as they were sent."""

import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from zoneportal.spreadsheets.corrections import error_marks
from zoneportal.spreadsheets.corrections.error_marks import Marks, Summary
from zoneportal.spreadsheets.files import formats, own_parts
from zoneportal.spreadsheets.files.reading import Sheet
from zoneportal.spreadsheets.files.wire import written
from zoneportal.spreadsheets.handing_out import csv_files
from zoneportal.spreadsheets.handing_out.workbooks import NAME_LIMIT, NUMBER_FORMATS, Book
from zoneportal.spreadsheets.layout import margins
from zoneportal.spreadsheets.layout.headers import Layout
from zoneportal.spreadsheets.values import formulas

WRONG_COLOUR = "#FFD6D1"
MOST_COMMENTS = 20_000  # a program opens more of them slowly; the errors stand in their column as well
WIDTHS = (6, 24, 90, 10, 40)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LAYOUT_ROWS = (margins.UNIT_ROW, margins.NUMBER_ROW)


def write_csv(file: IO[bytes], sheet: Sheet, layout: Layout, marks: Marks) -> None:
    file.writelines(csv_files.lines([], (cells for _number, cells in _lines(sheet, layout, marks))))


def write_xlsx(file: IO[bytes], sheet: Sheet, layout: Layout, marks: Marks, notes: Iterable[str] = ()) -> None:
    """The wrong cells coloured, a comment on each, a last column with all that is wrong, and a summary."""
    with Book(file) as book:
        page = _Page(book, sheet.name, layout, marks)
        numbers = {}
        for row, (number, cells) in enumerate(_lines(sheet, layout, marks)):
            numbers[number] = row + 1
            if number in layout.header_rows:
                page.write_header(row, cells)
            else:
                page.write_row(row, number, cells)
        write_summary(book, error_marks.summary_of(marks, notes, numbers))


class _Page:
    def __init__(self, book: Book, name: str, layout: Layout, marks: Marks) -> None:
        self.book, self.marks = book, marks
        self.page = book.sheet(_title(name))
        self.last = _place_of_errors(layout)
        self.comments = 0
        formats = {kind: book.style(num_format=shape, bg_color=WRONG_COLOUR) for kind, shape in NUMBER_FORMATS.items()}
        self.blank = formats["text"]
        self.writers = [book.writer(self.page, place, "any") for place in range(self.last)]
        self.wrong = [book.writer(self.page, place, "any", formats) for place in range(self.last)]
        self.page.set_column(0, self.last - 1, 18)
        self.page.set_column(self.last, self.last, own_parts.ERRORS_WIDTH, book.style(text_wrap=True, valign="top"))
        if layout.fingerprint:
            book.hide_fingerprints(self.page, layout.fingerprint.index)

    def write_header(self, row: int, cells: list[Any]) -> None:
        for place, cell in enumerate(cells):
            if cell is not None:
                self.page.write_string(row, place, written(cell), self.book.header)
        self.page.freeze_panes(row + 1, 0)

    def write_row(self, row: int, number: int, cells: list[Any]) -> None:
        sentences = self.marks.cells.get(number, {})
        *own, errors = cells
        if errors:
            self.page.set_row(row, own_parts.height_of(errors))
            self.page.write_string(row, self.last, errors)
        for place, cell in enumerate(own):
            if cell is not None:
                (self.wrong if place in sentences else self.writers)[place](row, cell)
            elif place in sentences:
                self.page.write_blank(row, place, None, self.blank)
            if place in sentences and self.comments < MOST_COMMENTS:
                self.page.write_comment(row, place, sentences[place], {"x_scale": 2})
                self.comments += 1


def write_summary(book: Book, summary: Summary) -> None:
    page = book.sheet(own_parts.SUMMARY_SHEET)
    page.set_tab_color("#C0392B")
    page.hide_gridlines(2)
    text = book.style(text_wrap=True, valign="top", border=1, border_color="#C8D3DA")
    for place, width in enumerate(WIDTHS[1:]):
        page.set_column(place, place, width)
    for row, note in enumerate(summary.notes):
        page.write_string(row, 0, note)
    top = len(summary.notes) + 1
    for place, header in enumerate(summary.headers):
        page.write_string(top, place, header, book.header)
    for row, line in enumerate(summary.rows, top + 1):
        page.set_row(row, own_parts.height_of(str(line[1]), WIDTHS[2]))
        for place, value in enumerate(line):
            (page.write_string if isinstance(value, str) else page.write_number)(row, place, value, text)


def _title(name: str) -> str:
    """The name of the sheet as it was sent, as far as a workbook takes it: other programs allow 2023/2024."""
    taken = _NOT_IN_A_NAME.sub("-", name)[:NAME_LIMIT].strip("'")
    return taken if taken and not own_parts.is_own_sheet(taken) else "Sheet1"


def _place_of_errors(layout: Layout) -> int:
    """Behind all columns; where an earlier copy had it, if that is there."""
    places = [*layout.places.values(), *layout.unknown, *filter(None, [layout.fingerprint])]
    return max((place.index + 1 for place in places), default=0)


def _lines(sheet: Sheet, layout: Layout, marks: Marks) -> Iterator[tuple[int, list[Any]]]:
    """(row number as sent, cells and the errors): everything down to the header, then the wrong rows."""
    width = _place_of_errors(layout)
    bottom = layout.header_rows[-1]
    kept = {skipped.row for skipped in layout.skipped if skipped.reason in _LAYOUT_ROWS}
    is_text = sheet.format == formats.TEXT
    for number, row in enumerate(sheet.rows, 1):
        if number > bottom and number not in marks.rows and number not in kept:
            continue
        cells = [_plain(cell, is_text) for cell in row[:width]]
        cells += [None] * (width - len(cells))
        if layout.own_errors and layout.own_errors.index < width:
            cells[layout.own_errors.index] = None
        errors = own_parts.ERRORS_HEADER if number == bottom else marks.rows.get(number) if number > bottom else None
        yield number, [*cells, errors]


def _plain(cell: Any, is_text: bool) -> Any:
    """Without the apostrophe of csv, which the next file puts there again if it is one."""
    return formulas.unescape(cell) if is_text and isinstance(cell, str) else cell
