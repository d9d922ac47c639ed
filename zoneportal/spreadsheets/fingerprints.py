"""What a row said when it left: one text a row, by which an import tells what the clerk edited since.

It holds a digest of the whole row and a short one of every cell, so that columns may be left out or reordered.
Cells are compared by what they say, not by how a program stores them: 358.260 and 358.26, 2015/2/4 and 2015-02-04.
"""

import re
from binascii import crc32, crc_hqx
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from zoneportal.characters import visible
from zoneportal.messages import Refused
from zoneportal.numbers import plain_number
from zoneportal.spreadsheets import cells

# A cell of a workbook holds no more; a longer text is left out there and nowhere compared.
LONGEST_CELL = 32_767

# The letter in front keeps a spreadsheet program from taking 12345e678 for a number.
_SHAPE = re.compile("z(?P<shape>[0-9a-f]{4})(?P<record>[0-9a-f]{8})(?P<whole>[0-9a-f]{16})(?P<cells>([0-9a-f]{4})+)")
_PARTED = "\x1f"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    shape: str  # of the sheet: which columns it had
    record: str  # which record the row was of
    whole: str
    cells: tuple[str, ...]  # by column, in the order of the sheet's declaration


def parsed(text: Any) -> Fingerprint | None:
    """None for a blank cell and for anything that no export wrote."""
    found = _SHAPE.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        return None
    digits = found["cells"]
    return Fingerprint(
        found["shape"],
        found["record"],
        found["whole"],
        tuple(digits[start : start + 4] for start in range(0, len(digits), 4)),
    )


def shape_of(columns: Iterable[tuple[str, str, str]]) -> str:
    """Of the columns' (name, header, format): another set or another unit gives another shape."""
    return f"{crc32(repr(list(columns)).encode()) & 0xFFFF:04x}"


def record_of(identity: Any) -> str:
    return f"{crc32(str(identity).encode()):08x}"


def whole_of(texts: Iterable[str]) -> str:
    return blake2b(_PARTED.join(texts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def cell_of(text: str) -> str:
    return f"{crc_hqx(text.encode('utf-8', 'surrogatepass'), 0):04x}"


def printer(shape: str, formats: Sequence[str]) -> Callable[[Any, Iterable[Any]], str]:
    """A function of (identity, the rendered cells): the fingerprint of a row that leaves."""
    saying = [SAYING[format] for format in formats]
    start = f"z{shape}"

    def fingerprint(identity: Any, row: Iterable[Any]) -> str:
        texts = [say(cell) for say, cell in zip(saying, row, strict=True)]
        return f"{start}{record_of(identity)}{whole_of(texts)}{''.join(map(cell_of, texts))}"

    return fingerprint


def says_text(cell: Any) -> str:
    """As `cells.text` reads it, but nothing is refused."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return says_number(cell)
    if len(cell) > LONGEST_CELL:
        return ""
    if cell.isprintable():
        return cell.strip()
    return visible(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def says_number(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, Decimal):
        return plain_number(cell)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, date):
        return says_day(cell)
    try:
        number = cells.decimal(cell)
    except Refused:
        return says_text(cell) if isinstance(cell, str) else str(cell)
    return "" if number is None else plain_number(number)


def says_day(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    try:
        day = cells.day(cell)
    except Refused:
        return says_text(cell) if isinstance(cell, str) else str(cell)
    return "" if day is None else day.isoformat()


SAYING: dict[str, Callable[[Any], str]] = {
    "text": says_text,
    "number": says_number,
    "whole": says_number,
    "day": says_day,
}
