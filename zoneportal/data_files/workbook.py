"""A document as a workbook: a sheet of data with real numbers and days, and a sheet of notes."""

import io
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from zoneportal.data_files.columns import Value
from zoneportal.data_files.document import NOT_STATED, Document

LONGEST_CELL = 32_767  # of Excel


def as_xlsx(document: Document) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Not the clock's moment: the same figures make the same file.
    created = timezone.make_naive(document.made_at)
    book.set_properties({"title": document.title, "author": document.terms.publisher, "created": created})
    write_data(book, document)
    write_notes(book, document)
    book.close()
    return buffer.getvalue()


def write_data(book: xlsxwriter.Workbook, document: Document) -> None:
    sheet = book.add_worksheet(_("data"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {"day": book.add_format({"num_format": "yyyy-mm-dd"})}
    words = {True: _("yes"), False: _("no")}
    for place, column in enumerate(document.columns):
        sheet.write_string(0, place, _(column.heading), bold)
        sheet.set_column(place, place, column.width)
    for line, row in enumerate(document.rows, start=1):
        for place, column in enumerate(document.columns):
            write_cell(sheet, (line, place), row[column.name], formats, words)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(document.rows), len(document.columns) - 1)


def write_cell(sheet, where: tuple[int, int], value: Value, formats: dict, words: dict[bool, str]) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_string(*where, words[value])
        case Decimal() | int():
            sheet.write_number(*where, float(value))
        case date():
            sheet.write_datetime(*where, value, formats["day"])
        case _:
            sheet.write_string(*where, value[:LONGEST_CELL])


def write_notes(book: xlsxwriter.Workbook, document: Document) -> None:
    sheet = book.add_worksheet(_("notes"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for line, (name, text) in enumerate([*document.notes, *terms_in_notes(document)]):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, text[:LONGEST_CELL], wrapped)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)


def terms_in_notes(document: Document) -> list[tuple[str, str]]:
    terms = document.terms
    licence = " ".join(part for part in (terms.licence, terms.licence_address) if part)
    return [
        (_("publisher"), terms.publisher),
        (_("licence"), licence or _(NOT_STATED)),
        (_("address of the page"), document.address),
    ]
