"""The child that parses one uploaded file: bytes on stdin, lines of `wire` on stdout.

Run as `python -m zoneportal.spreadsheets.files.parsing '{"sheet": …, "limits": …}'`. It imports no Django and lives
within its own limits of memory and time, because a parser of hostile files may crash, hang or eat memory.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

import python_calamine as calamine

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files import (
    formats,
    formula_errors,
    odd_cells,
    own_parts,
    places,
    sheet_parts,
    texts,
    wire,
    xls_records,
)
from zoneportal.spreadsheets.files.archives import DAMAGED, PASSWORD
from zoneportal.spreadsheets.files.confinement import TOO_MUCH_MEMORY, confine
from zoneportal.spreadsheets.files.limits import Limits

TOO_MANY_ROWS = N_("Row %(row)s is beyond the limit of %(limit)s rows. Split the table, or delete what lies below it.")
TOO_MANY_COLUMNS = N_("Row %(row)s has %(columns)s columns; at most %(limit)s are read. Delete what lies to the right.")
TOO_MANY_CELLS = N_("Up to row %(row)s there are more than %(limit)s cells. Split the table into several files.")
LONG_CELL = N_(
    "The text in cell %(cell)s has %(length)s characters; a cell holds at most %(limit)s. Shorten it. "
    "Where other rows have got into this cell, a quotation mark does not close."
)
FORMULA_ERROR = N_(
    "The formula in cell %(cell)s has an error (%(value)s). Correct it in WPS or Excel, save the workbook and send it "
    "again."
)
NO_CELLS = N_("This file has no filled cell.")
NO_SUCH_SHEET = N_("There is no sheet “%(sheet)s” in this workbook. It has: %(names)s.")
CHOOSE_SHEET = N_("This workbook has several sheets: %(names)s. Choose the one to be read.")


def story(content: bytes, sheet: str | None, limits: Limits) -> Iterator[str]:
    """The lines for the parent: facts, rows, the number of rows."""
    kind = formats.detect(content, limits)
    facts, found = _text(content) if kind == formats.TEXT else _workbook(content, kind, sheet, limits)
    yield json.dumps({"format": kind} | facts)
    count = 0
    for line in _bounded(found, limits):
        count += 1
        yield line
    if not count:
        raise Refused(NO_CELLS)
    yield json.dumps({"rows": count})


def _text(content: bytes) -> tuple[dict[str, Any], Iterable[list[Any]]]:
    text, encoding = texts.decode(content)
    delimiter = texts.delimiter_of(text)
    return {"encoding": encoding, "delimiter": delimiter, "names": []}, texts.rows(text, delimiter)


def _workbook(
    content: bytes, kind: str, sheet: str | None, limits: Limits
) -> tuple[dict[str, Any], Iterable[list[Any]]]:
    _look_before(content, kind)
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        names = _worksheets(workbook)
        if kind != formats.XLSX:
            chosen = _chosen(workbook.get_sheet_by_name, workbook.sheet_names, names, sheet)
            errors = xls_records.errors_in_sheet(content, chosen.name) if kind == formats.XLS else {}
            return {"names": names, "name": chosen.name}, _with_errors(_cells(chosen, limits), errors)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            looked = _Looked(workbook, archive, limits)
            chosen = _chosen(looked.sheet, workbook.sheet_names, names, sheet)
            facts = {"names": names, "name": chosen.name, "has_1904_dates": _counts_from_1904(archive)}
    return facts, _with_errors(_cells(chosen, limits), looked.errors[chosen.name])


def _look_before(content: bytes, kind: str) -> None:
    """What the reader of cells would not say, or say wrongly, about an xls or ods workbook as a whole."""
    if kind == formats.XLS and xls_records.has_password(content):
        raise Refused(PASSWORD)
    if kind == formats.ODS:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            formula_errors.check_ods(archive)


class _Looked:
    """The sheets of an xlsx workbook, each looked through before the reader of cells gets it."""

    def __init__(self, workbook: calamine.CalamineWorkbook, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.workbook, self.archive, self.limits = workbook, archive, limits
        self.parts = sheet_parts.of_sheets(archive)
        self.errors: dict[str, dict[tuple[int, int], str]] = {}

    def sheet(self, name: str) -> calamine.CalamineSheet:
        found = self.errors[name] = {}
        for piece in sheet_parts.pieces(self.archive, self.parts[name]) if name in self.parts else ():
            odd_cells.check(piece, self.limits)
            found.update(formula_errors.in_piece(piece))
        try:
            return self.workbook.get_sheet_by_name(name)
        except calamine.CalamineError:
            for place, error in found.items():
                if error not in formula_errors.KNOWN:
                    raise Refused(FORMULA_ERROR, cell=places.cell(*place), value=error) from None
            raise


def _worksheets(workbook: calamine.CalamineWorkbook) -> list[str]:
    """Names of the visible worksheets; a macro sheet ends the reading."""
    with_code = (calamine.SheetTypeEnum.MacroSheet, calamine.SheetTypeEnum.Vba)
    if any(metadata.typ in with_code for metadata in workbook.sheets_metadata):
        raise Refused(formats.MACROS)
    return [
        metadata.name
        for metadata in workbook.sheets_metadata
        if metadata.typ == calamine.SheetTypeEnum.WorkSheet and metadata.visible == calamine.SheetVisibleEnum.Visible
    ]


def _chosen(
    load: Callable[[str], calamine.CalamineSheet], all_names: list[str], names: list[str], sheet: str | None
) -> calamine.CalamineSheet:
    """The sheet asked for, hidden ones included; without a name the only visible one with a cell in it."""
    if sheet is not None:
        if sheet not in all_names:
            raise Refused(NO_SUCH_SHEET, sheet=sheet, names="、".join(names))
        return load(sheet)
    candidates = [name for name in names if not own_parts.is_own_sheet(name)] or names
    if len(candidates) == 1:
        return load(candidates[0])
    filled = [name for name in candidates if load(name).start is not None]  # one at a time is in memory
    if not filled:
        raise Refused(NO_CELLS)
    if len(filled) > 1:
        raise Refused(CHOOSE_SHEET, names="、".join(filled), choices=filled)
    return load(filled[0])


def _cells(sheet: calamine.CalamineSheet, limits: Limits) -> Iterator[list[Any]]:
    """Rows from row 1 and column A on; calamine leaves out the columns before the first filled one."""
    if sheet.start is None:
        return
    first_row, first_column = sheet.start
    if first_row >= limits.rows:
        raise Refused(TOO_MANY_ROWS, row=first_row + 1, limit=limits.rows)
    if first_column >= limits.columns:
        raise Refused(TOO_MANY_COLUMNS, row=first_row + 1, columns=first_column + 1, limit=limits.columns)
    before = [None] * first_column
    for row in sheet.iter_rows():
        yield before + [None if cell == "" else cell for cell in row]


def _with_errors(found: Iterable[list[Any]], errors: dict[tuple[int, int], str]) -> Iterator[list[Any]]:
    """The rows with what the reader left blank; it also leaves out such cells at the end of a row or a sheet."""
    waiting: dict[int, dict[int, str]] = {}
    for (row_number, column), error in errors.items():
        waiting.setdefault(row_number, {})[column] = error
    number = 0
    for number, row in enumerate(found, 1):
        marks = waiting.pop(number - 1, None)
        yield _marked(row, marks) if marks else row
    for row_number in sorted(waiting):
        yield from ([] for _ in range(number, row_number))
        number = row_number + 1
        yield _marked([], waiting[row_number])


def _marked(row: list[Any], marks: dict[int, str]) -> list[Any]:
    padded = row + [None] * (max(marks) + 1 - len(row))
    return [marks.get(column, cell) for column, cell in enumerate(padded)]


def _bounded(found: Iterable[list[Any]], limits: Limits) -> Iterator[str]:
    """Encoded rows without what is blank at their ends and at the end of the sheet."""
    blank = cells = 0
    for number, row in enumerate(found, 1):
        width = len(row)
        while width and (row[width - 1] is None or str(row[width - 1]).isspace()):
            width -= 1
        if not width:
            blank += 1
            continue
        cells += width
        line = wire.encode_row(row[:width])
        _check_size(number, width, cells, limits)
        if len(line) > limits.characters:
            _check_lengths(number, row, limits)
        for _ in range(blank):
            yield "[]"
        blank = 0
        yield line


def _check_size(number: int, width: int, cells: int, limits: Limits) -> None:
    if number > limits.rows:
        raise Refused(TOO_MANY_ROWS, row=number, limit=limits.rows)
    if width > limits.columns:
        raise Refused(TOO_MANY_COLUMNS, row=number, columns=width, limit=limits.columns)
    if cells > limits.cells:
        raise Refused(TOO_MANY_CELLS, row=number, limit=limits.cells)


def _check_lengths(number: int, row: list[Any], limits: Limits) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str) and len(cell) > limits.characters:
            raise Refused(LONG_CELL, cell=places.cell(number - 1, place), length=len(cell), limit=limits.characters)


def _counts_from_1904(archive: zipfile.ZipFile) -> bool:
    book = next(name for name in archive.namelist() if name.lower() == "xl/workbook.xml")
    return bool(re.search(rb"""date1904\s*=\s*["'](1|true)""", archive.read(book)))


def main() -> None:
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    confine(limits)
    try:
        for line in story(sys.stdin.buffer.read(), asked["sheet"], limits):
            sys.stdout.write(line + "\n")
    except Refused as refused:
        sys.stdout.write(wire.refusal(refused) + "\n")
    except calamine.PasswordError:
        sys.stdout.write(wire.refusal(Refused(PASSWORD)) + "\n")
    except (calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError):
        sys.stdout.write(wire.refusal(Refused(DAMAGED)) + "\n")
    except MemoryError:
        sys.stdout.write(wire.refusal(Refused(TOO_MUCH_MEMORY)) + "\n")


if __name__ == "__main__":
    main()
