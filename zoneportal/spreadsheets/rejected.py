"""The wrong rows of a sheet in a fresh file of the same layout: titles, header and units as they were sent."""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from zoneportal.spreadsheets import csv_files, error_marks, formats, formulas, margins, own_parts
from zoneportal.spreadsheets.error_marks import Marks, Summary
from zoneportal.spreadsheets.headers import Layout
from zoneportal.spreadsheets.reading import Sheet
from zoneportal.spreadsheets.workbooks import NUMBER_FORMATS, Book

WRONG_COLOUR = "#FFD6D1"
ERRORS_WIDTH = 60
MOST_COMMENTS = 3000  # a program opens them slowly; the errors stand in their column as well
WIDTHS = (6, 24, 90, 10, 40)
_LAYOUT_ROWS = (margins.UNIT_ROW, margins.NUMBER_ROW)


def write_csv(file: IO[bytes], sheet: Sheet, layout: Layout, marks: Marks) -> None:
    file.writelines(csv_files.lines([], (cells for _number, cells in _lines(sheet, layout, marks))))


def write_xlsx(file: IO[bytes], sheet: Sheet, layout: Layout, marks: Marks, notes: Iterable[str] = ()) -> None:
    """The wrong cells coloured, a comment on each, a last column with all that is wrong, and a summary."""
    book = Book(file)
    page = book.sheet(_title(sheet.name))
    wrong = {kind: book.style(num_format=shape, bg_color=WRONG_COLOUR) for kind, shape in NUMBER_FORMATS.items()}
    place_of_errors = _place_of_errors(layout)
    writers = [book.writer(page, place, "any") for place in range(place_of_errors)]
    wrong_writers = [book.writer(page, place, "any", wrong) for place in range(place_of_errors)]
    page.set_column(0, place_of_errors - 1, 18)
    page.set_column(place_of_errors, place_of_errors, ERRORS_WIDTH, book.style(text_wrap=True, valign="top"))
    if layout.fingerprint:
        book.hide_fingerprints(page, layout.fingerprint.index)
    comments, numbers = 0, {}
    for row, (number, cells) in enumerate(_lines(sheet, layout, marks)):
        numbers[number] = row + 1
        at_cells = marks.cells.get(number, {}) if number not in layout.header_rows else {}
        for place, cell in enumerate(cells[:-1]):
            if number in layout.header_rows and cell is not None:
                page.write_string(row, place, str(cell), book.header)
            elif cell is not None:
                (wrong_writers if place in at_cells else writers)[place](row, cell)
            elif place in at_cells:
                page.write_blank(row, place, None, wrong["text"])
            if place in at_cells and comments < MOST_COMMENTS:
                page.write_comment(row, place, at_cells[place], {"x_scale": 2})
                comments += 1
        if cells[-1]:
            page.write_string(row, place_of_errors, cells[-1], book.header if number in layout.header_rows else None)
        if number == layout.header_rows[-1]:
            page.freeze_panes(row + 1, 0)
    write_summary(book, error_marks.summary_of(marks, notes, numbers))
    book.close()


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
        for place, value in enumerate(line):
            (page.write_string if isinstance(value, str) else page.write_number)(row, place, value, text)


def _title(name: str) -> str:
    return name if name and not own_parts.is_own_sheet(name) else "Sheet1"


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
