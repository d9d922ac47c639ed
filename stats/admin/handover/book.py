"""The sheets as a workbook: every cell a text, long ones wrapped, the headings always in sight."""

from collections.abc import Iterable
from typing import IO, Any

import xlsxwriter

from stats.admin.handover.sheet import Sheet

LONGEST_CELL = 32_767  # of Excel


def write_book(sheets: Iterable[Sheet], file: IO[bytes], title: str) -> None:
    """Texts only: what begins with = or looks like a long number stays what it is."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": title})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#EEF2F5"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        _write(book.add_worksheet(sheet.title), sheet, head, text)
    book.close()


def _write(page: Any, sheet: Sheet, head: Any, text: Any) -> None:
    for place, (heading, width) in enumerate(sheet.columns):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, head)
    for line, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            page.write_string(line, place, cell[:LONGEST_CELL], text)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
