"""An export as xlsx, in constant memory."""

from typing import IO

from zoneportal.spreadsheets.tables import Table
from zoneportal.spreadsheets.workbooks import Book, check_row


def write(file: IO[bytes], table: Table) -> None:
    book = Book(file)
    sheet = book.sheet(table.title)
    book.set_columns(sheet, table.columns)
    last = len(table.columns)
    book.hide_fingerprints(sheet, last)
    sheet.freeze_panes(1, 0)
    book.write_headers(sheet, 0, table.columns)
    sheet.write_string(0, last, table.headers[last], book.header)
    writers = list(enumerate(book.writer(sheet, place, kind) for place, kind in enumerate(table.formats)))
    for number, row in enumerate(table.rows, 1):
        check_row(number)
        for place, write_cell in writers:
            value = row[place]
            if value is not None:
                write_cell(number, value)
    book.close()
