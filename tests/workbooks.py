"""Workbooks as clerks send them, and what stands in those that come back."""

import io
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Font, PatternFill
from python_calamine import CalamineWorkbook

Table = list[list[Any]]


def sent(table: Table, *, name: str = "企业表", top: Table = ()) -> bytes:
    """A workbook with a clerk's own look: fonts, a fill, a wide column, a merged title where there are rows above."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in [*top, *table]:
        sheet.append(row)
    for cell in (cell for row in sheet.iter_rows() for cell in row):  # a row by its number looks through all cells
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type  # no formulas
    for cell in sheet[len(top) + 1]:
        cell.font = Font(name="楷体", bold=True)
        cell.fill = PatternFill("solid", fgColor="FFDDEEAA")
    sheet.column_dimensions["A"].width = 44
    if top:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(table[0]))
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_chart(table: Table) -> bytes:
    """A table and a chart of it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("企业表")
    for number, row in enumerate(table):
        sheet.write_row(number, 0, [str(cell) if isinstance(cell, date) else cell for cell in row])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=企业表!$A$2:$A$3"})
    sheet.insert_chart("H2", chart)
    book.close()
    return file.getvalue()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def tables_of(content: bytes) -> dict[str, Table]:
    """{sheet: rows}, as python-calamine reads them."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def mended(content: bytes, sheet: str, cells: dict[str, Any]) -> bytes:
    """The workbook after a clerk typed into these cells ({"B3": "…"}) and saved it."""
    book = opened(content)
    for place, value in cells.items():
        book[sheet][place].value = value
    return _saved(book)
