"""The child that parses one uploaded file: bytes on stdin, lines of `wire` on stdout.

Run as `python -m zoneportal.spreadsheets.parsing '{"sheet": …, "limits": …}'`. It imports no Django and lives
within its own limits of memory and time, because a parser of hostile files may crash, hang or eat memory.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import python_calamine as calamine

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets import formats, formula_errors, texts, wire
from zoneportal.spreadsheets.archives import DAMAGED, PASSWORD
from zoneportal.spreadsheets.confinement import confine
from zoneportal.spreadsheets.limits import Limits

TOO_MANY_ROWS = N_("Row %(row)s is beyond the limit of %(limit)s rows. Split the table, or delete what lies below it.")
TOO_MANY_COLUMNS = N_("Row %(row)s has %(columns)s columns; at most %(limit)s are read. Delete what lies to the right.")
NO_CELLS = N_("This file has no filled cell.")
NO_SUCH_SHEET = N_("There is no sheet “%(sheet)s” in this workbook. It has: %(names)s.")
CHOOSE_SHEET = N_("This workbook has several sheets: %(names)s. Choose the one to be read.")
TOO_MUCH_MEMORY = N_(
    "This file needs too much memory. Copy the table alone (values only) into a new workbook and send that."
)


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
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        names = _worksheets(workbook)
        chosen = _chosen(workbook, names, sheet)
    facts: dict[str, Any] = {"names": names, "name": chosen.name}
    errors: dict[tuple[int, int], str] = {}
    if kind == formats.XLSX:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            facts["has_1904_dates"] = _counts_from_1904(archive)
            errors = formula_errors.in_sheet(archive, chosen.name)
    return facts, _with_errors(_cells(chosen, limits), errors)


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


def _chosen(workbook: calamine.CalamineWorkbook, names: list[str], sheet: str | None) -> calamine.CalamineSheet:
    """The sheet asked for, hidden ones included; without a name the only visible one with a cell in it."""
    if sheet is not None:
        if sheet not in workbook.sheet_names:
            raise Refused(NO_SUCH_SHEET, sheet=sheet, names="、".join(names))
        return workbook.get_sheet_by_name(sheet)
    if len(names) == 1:
        return workbook.get_sheet_by_name(names[0])
    filled = [found for found in map(workbook.get_sheet_by_name, names) if found.start is not None]
    if not filled:
        raise Refused(NO_CELLS)
    if len(filled) > 1:
        raise Refused(CHOOSE_SHEET, names="、".join(found.name for found in filled), choices=[f.name for f in filled])
    return filled[0]


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
    rows_with_errors = {row for row, _ in errors}
    for number, row in enumerate(found):
        if number in rows_with_errors:
            yield [errors.get((number, column), cell) for column, cell in enumerate(row)]
        else:
            yield row


def _bounded(found: Iterable[list[Any]], limits: Limits) -> Iterator[str]:
    """Encoded rows without what is blank at their ends and at the end of the sheet."""
    blank = 0
    for number, row in enumerate(found, 1):
        width = len(row)
        while width and (row[width - 1] is None or str(row[width - 1]).isspace()):
            width -= 1
        if not width:
            blank += 1
            continue
        if number > limits.rows:
            raise Refused(TOO_MANY_ROWS, row=number, limit=limits.rows)
        if width > limits.columns:
            raise Refused(TOO_MANY_COLUMNS, row=number, columns=width, limit=limits.columns)
        for _ in range(blank):
            yield "[]"
        blank = 0
        yield wire.encode_row(row[:width])


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
    except calamine.CalamineError:
        sys.stdout.write(wire.refusal(Refused(DAMAGED)) + "\n")
    except MemoryError:
        sys.stdout.write(wire.refusal(Refused(TOO_MUCH_MEMORY)) + "\n")


if __name__ == "__main__":
    main()
