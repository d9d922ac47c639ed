"""A workbook to hand out: header with comments, formats, drop-downs, instructions; empty or with records in it."""

from collections.abc import Sequence
from datetime import date
from typing import IO, Any

from django.utils.translation import gettext
from xlsxwriter.worksheet import Worksheet

from zoneportal.messages import N_
from zoneportal.spreadsheets.files import own_parts
from zoneportal.spreadsheets.handing_out import instructions
from zoneportal.spreadsheets.handing_out.tables import Table
from zoneportal.spreadsheets.handing_out.workbooks import MOST_ROWS, NAME_LIMIT, Book, check_row
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.years import FIRST_YEAR, LAST_YEAR

# Nobody scrolls through a longer drop-down: a longer list is looked up in a sheet of its own, which can be filtered.
LONGEST_DROP_DOWN = 200

LOOK_UP = N_("Look the code up in the sheet “%(sheet)s”.")
NOT_LISTED = N_("This is not in the list. If you are sure, keep it: the import checks it and tells you.")
NO_DAY = N_("Write the day like 2015-02-04.")
NO_NUMBER = N_("Write digits only, without unit.")
NO_WHOLE = N_("Write a whole number.")


def write(file: IO[bytes], table: Table, needed: frozenset[str]) -> None:
    """`needed`: names of the columns that a new record must have."""
    with Book(file) as book:
        sheet = book.sheet(table.title)
        book.set_columns(sheet, table.columns, [column.widget.format for column in table.columns])
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
        must = book.style(bold=True, bg_color="#FFE9B0", border=1, text_wrap=True, valign="top")
        book.write_headers(sheet, 0, table.columns, lambda column: must if column.name in needed else book.header)
        _fill(book, sheet, table)
        _guide(sheet, table.columns, _lists(book, table.columns))
        instructions.write(book, table.columns, needed)
        sheet.activate()


def _fill(book: Book, sheet: Worksheet, table: Table) -> None:
    """The records with their fingerprints; an empty template has no such column."""
    last = len(table.columns)
    writers = [book.writer(sheet, place, kind) for place, kind in enumerate(table.formats)]
    for number, row in enumerate(table.rows, 1):
        check_row(number)
        if number == 1:
            book.hide_fingerprints(sheet, last)
            sheet.write_string(0, last, table.headers[last], book.header)
        for write_cell, value in zip(writers, row, strict=True):
            if value is not None:
                write_cell(number, value)


def _lists(book: Book, columns: Sequence[Column]) -> dict[str, str]:
    """{column: range of its choices, or the sheet in which a long list stands}. Short lists share a hidden sheet."""
    short = [column for column in columns if 0 < len(column.widget.choices) <= LONGEST_DROP_DOWN]
    found = {}
    if short:
        hidden = book.sheet(own_parts.LISTS_SHEET)
        hidden.hide()
        longest = max(len(column.widget.choices) for column in short)
        for row in range(longest + 1):
            for place, column in enumerate(short):
                values = (column.label, *column.widget.choices)
                if row < len(values):
                    hidden.write_string(row, place, values[row])
        for place, column in enumerate(short):
            found[column.name] = _range(own_parts.LISTS_SHEET, place, len(column.widget.choices))
    for column in columns:
        if len(column.widget.choices) > LONGEST_DROP_DOWN:
            found[column.name] = _look_up_sheet(book, column)
    return found


def _range(sheet: str, place: int, count: int) -> str:
    letter = chr(ord("A") + place)
    return f"='{sheet}'!${letter}$2:${letter}${count + 1}"


def _look_up_sheet(book: Book, column: Column) -> str:
    name = f"{column.label}{own_parts.LOOK_UP_ENDING}"[-NAME_LIMIT:]
    sheet = book.sheet(name)
    headers = column.widget.entry_headers
    sheet.set_column(0, 0, 14, book.formats["text"])
    sheet.set_column(1, len(headers), 44, book.formats["text"])
    sheet.freeze_panes(1, 0)
    for place, header in enumerate(headers):
        sheet.write_string(0, place, gettext(header), book.header)
    entries = column.widget.entries()
    for row, entry in enumerate(entries, 1):
        for place, text in enumerate(entry):
            sheet.write_string(row, place, text, book.formats["text"])
    sheet.autofilter(0, 0, len(entries), len(headers) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(entries) + 1}"})
    return name


def _guide(sheet: Worksheet, columns: Sequence[Column], lists: dict[str, str]) -> None:
    """Advice while a cell is filled in. It only warns: what counts is said by the import, in whole sentences."""
    for place, column in enumerate(columns):
        rule = _rule(column, lists.get(column.name, ""))
        if rule:
            rule |= {"error_type": "warning", "error_title": column.label[:32]}
            sheet.data_validation(1, place, MOST_ROWS - 1, place, rule)


def _rule(column: Column, choices: str) -> dict[str, Any] | None:
    widget = column.widget
    if choices and not choices.startswith("="):
        advice = gettext(LOOK_UP) % {"sheet": choices}
        return {"validate": "any", "input_title": column.label[:32], "input_message": advice}
    if choices:
        several = {"show_error": False} if widget.takes_several else {}
        return {"validate": "list", "source": choices, "error_message": gettext(NOT_LISTED), **several}
    if widget.format == "day":
        first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        bounds = {"criteria": "between", "minimum": first, "maximum": last}
        return {"validate": "date", **bounds, "error_message": gettext(NO_DAY)}
    if widget.format == "whole":
        bounds = {"criteria": "between", "minimum": 0, "maximum": 10**9}
        return {"validate": "integer", **bounds, "error_message": gettext(NO_WHOLE)}
    if widget.format == "number" and not widget.takes_words:
        bounds = {"criteria": "between", "minimum": -(10**15), "maximum": 10**15}
        return {"validate": "decimal", **bounds, "error_message": gettext(NO_NUMBER)}
    return None
