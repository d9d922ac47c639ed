"""An export as xlsx, in constant memory."""

from typing import IO

from xlsxwriter.worksheet import Worksheet

from zoneportal.spreadsheets.handing_out.tables import Table
from zoneportal.spreadsheets.handing_out.workbooks import Book, check_row

SHORT = 10_000  # characters that fit into a cell whatever they are


def write(file: IO[bytes], table: Table) -> None:
    with Book(file) as book:
        sheet = book.sheet(table.title)
        book.set_columns(sheet, table.columns, table.formats)
        last = len(table.columns)
        book.hide_fingerprints(sheet, last)
        sheet.freeze_panes(1, 0)
        book.write_headers(sheet, 0, table.columns)
        sheet.write_string(0, last, table.headers[last], book.header)
        _write_rows(book, sheet, table)


def _write_rows(book: Book, sheet: Worksheet, table: Table) -> None:
    columns = [
        (place, book.formats[kind], kind in ("text", "words"), book.writer(sheet, place, kind))
        for place, kind in enumerate(table.formats)
    ]
    write_string = sheet.write_string
    for number, row in enumerate(table.rows, 1):
        check_row(number)
        for place, style, is_text, write_cell in columns:
            value = row[place]
            if value is None:
                continue
            if is_text and len(value) < SHORT and value[0] != "<":  # nearly every cell, without a further call
                write_string(number, place, value, style)
            else:
                write_cell(number, value)
