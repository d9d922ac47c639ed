"""The child that marks up one workbook with openpyxl, within limits of its own.

Stdin: a line of JSON (what to mark, all sentences ready), then the workbook. Stdout: the marked workbook, stderr: a
line of JSON, what could not be kept. Run by `annotating`. It imports no Django.
"""

import io
import json
import os
import sys
import warnings
import zipfile
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from zoneportal.spreadsheets.files import own_parts
from zoneportal.spreadsheets.files.confinement import confine
from zoneportal.spreadsheets.files.limits import Limits

AUTHOR = "门户校验"
PARTED = f"\n—— {AUTHOR} ——\n"
WRONG = PatternFill("solid", fgColor="FFFFD6D1")
_COMMENT_WIDTH, _LINE_HEIGHT = 320, 20
_SUMMARY_WIDTHS = (24, 90, 10, 40)
_THIN = Border(*[Side("thin", color="FFC8D3DA")] * 4)

# What a part of the archive tells: (word, in its name, in its content).
_LOST = (
    ("charts", "xl/charts/", b""),
    ("images", "xl/cellimages.xml", b""),
    ("controls", "xl/ctrlprops/", b""),
    ("controls", "xl/activex/", b""),
    ("slicers", "xl/slicers/", b""),
    ("slicers", "xl/timelines/", b""),
    ("threads", "xl/threadedcomments/", b""),
    ("signatures", "_xmlsignatures/", b""),
    ("shapes", "xl/drawings/drawing", b"<xdr:sp "),
    ("shapes", "xl/drawings/drawing", b"<xdr:sp>"),
    ("shapes", "xl/drawings/drawing", b"<xdr:grpsp>"),
    ("rules", "xl/worksheets/sheet", b"<extlst"),
)


def lost(content: bytes) -> list[str]:
    """Words for what openpyxl reads past."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            name = member.filename.lower()
            for word, part, mark in _LOST:
                if word not in found and name.startswith(part) and (not mark or _has(archive, member, mark)):
                    found.append(word)
    return found


def _has(archive: zipfile.ZipFile, member: zipfile.ZipInfo, mark: bytes) -> bool:
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(1024 * 1024):
            if mark in (tail + chunk).lower():
                return True
            tail = chunk[-len(mark) :]
    return False


def annotate(content: bytes, asked: dict[str, Any]) -> tuple[openpyxl.Workbook, str]:
    """The marked workbook, and the sentence that says what it lacks ("" where it has everything)."""
    missing = "、".join(asked["parts"][word] for word in lost(content))
    note = asked["lost"] % {"what": missing} if missing else ""
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    sheet = book[asked["sheet"]]
    _take_off(sheet)
    for number, marks in asked["cells"].items():
        for place, text in marks.items():
            _mark(sheet.cell(int(number), int(place) + 1), text)
    _errors_column(sheet, asked)
    _summary(book, asked, note)
    book.calculation.fullCalcOnLoad = True  # openpyxl keeps formulas without their values
    return book, note


def _take_off(sheet: Worksheet) -> None:
    """The marks of an earlier copy."""
    for row in sheet.iter_rows():
        for cell in row:
            comment = cell.comment
            if comment is None or isinstance(cell, MergedCell):
                continue
            if comment.author == AUTHOR:
                theirs = comment.text.partition(PARTED)[0] if PARTED in comment.text else ""
                cell.comment = Comment(theirs, AUTHOR) if theirs else None
                if cell.fill == WRONG:
                    cell.fill = PatternFill()


def _mark(cell: Cell | MergedCell, text: str) -> None:
    cell.fill = copy(WRONG)
    if isinstance(cell, MergedCell):
        return
    theirs = cell.comment.text + PARTED if cell.comment else ""
    cell.comment = Comment(theirs + text, AUTHOR, width=_COMMENT_WIDTH)
    cell.comment.height = _LINE_HEIGHT * (2 + len(theirs + text) // 20 + (theirs + text).count("\n"))


def _errors_column(sheet: Worksheet, asked: dict[str, Any]) -> None:
    place = asked["errors_place"] + 1
    for row in range(1, sheet.max_row + 1):
        cell = sheet.cell(row, place)
        if cell.value is not None and not isinstance(cell, MergedCell):
            cell.value = None
    head = sheet.cell(asked["header"], place)
    before = sheet.cell(asked["header"], max(1, place - 1))
    head._style = copy(before._style)
    _say(head, own_parts.ERRORS_HEADER)
    for number, text in asked["rows"].items():
        cell = sheet.cell(int(number), place)
        _say(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(color="FFC0392B")
        if sheet.row_dimensions[int(number)].height is None:
            sheet.row_dimensions[int(number)].height = own_parts.height_of(text)
    width = sheet.column_dimensions[openpyxl.utils.get_column_letter(place)]
    width.width, width.hidden = own_parts.ERRORS_WIDTH, False


def _say(cell: Cell | MergedCell, text: str | int) -> None:
    """Text as text, also where it begins like a formula."""
    if isinstance(cell, MergedCell):
        return
    cell.value = text
    if isinstance(text, str):
        cell.data_type = "s"


def _summary(book: openpyxl.Workbook, asked: dict[str, Any], note: str) -> None:
    if own_parts.SUMMARY_SHEET in book.sheetnames:
        del book[own_parts.SUMMARY_SHEET]
    page = book.create_sheet(own_parts.SUMMARY_SHEET)
    page.sheet_properties.tabColor = "C0392B"
    page.sheet_view.showGridLines = False
    for place, width in enumerate(_SUMMARY_WIDTHS, 1):
        page.column_dimensions[openpyxl.utils.get_column_letter(place)].width = width
    summary = asked["summary"]
    notes = [*summary["notes"], note] if note else summary["notes"]
    for row, text in enumerate(notes, 1):
        _say(page.cell(row, 1), text)
    top = len(notes) + 2
    for row, line in enumerate([summary["headers"], *summary["rows"]], top):
        for place, value in enumerate(line, 1):
            cell = page.cell(row, place)
            _say(cell, value)
            cell.border, cell.alignment = _THIN, Alignment(wrap_text=True, vertical="top")
            if row == top:
                cell.font = Font(bold=True)


def _keep_own_ids(user: int, group: int) -> None:
    """In the namespace of `confine` nobody has an id, and who has none may create no file."""
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    ids = os.getuid(), os.getgid()
    confine(Limits(**asked["limits"]))
    _keep_own_ids(*ids)
    warnings.simplefilter("ignore")
    book, note = annotate(sys.stdin.buffer.read(), asked)
    book.save(sys.stdout.buffer)
    sys.stdout.flush()
    sys.stderr.write(json.dumps({"lost": note}))


if __name__ == "__main__":
    main()
