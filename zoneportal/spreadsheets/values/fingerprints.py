"""What a row said when it left: one text a row, by which an import tells what the clerk edited since.

It holds a digest of the whole row and a short one of every cell, so that columns may be left out or reordered.
Cells are compared by what they say, not by how a program stores them: 358.260 and 358.26, 2015/2/4 and 2015-02-04.
"""

import binascii
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
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
from zoneportal.spreadsheets.values import cells

# A cell of a workbook holds no more; a longer text is left out there and nowhere compared.
LONGEST_CELL = 32_767

# The letter in front keeps a spreadsheet program from taking the text for a number or a formula.
_WRITTEN = re.compile("z[A-Za-z0-9_-]{19,}={0,2}")
_HEAD = struct.Struct(">HI8s")
_PARTED = "\x1f"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    shape: int  # of the sheet: which columns it had
    record: int  # which record the row was of
    whole: bytes
    cells: tuple[int, ...]  # by column, in the order of the sheet's declaration


def parsed(text: Any) -> Fingerprint | None:
    """None for a blank cell and for anything that no export wrote."""
    written = text.strip() if isinstance(text, str) else ""
    if not _WRITTEN.fullmatch(written):
        return None
    try:
        content = urlsafe_b64decode(written[1:])
    except binascii.Error:
        return None
    head, cells = content[: _HEAD.size], content[_HEAD.size :]
    if len(head) < _HEAD.size or len(cells) % 2:
        return None
    shape, record, whole = _HEAD.unpack(head)
    return Fingerprint(shape, record, whole, struct.unpack(f">{len(cells) // 2}H", cells))


def printer(shape: int, columns: int) -> Callable[[Any, Sequence[str], Sequence[int]], str]:
    """A function of (identity, what each cell says, its digests): the fingerprint of a row that leaves."""
    pack = struct.Struct(f"{_HEAD.format}{columns}H").pack

    def fingerprint(identity: Any, texts: Sequence[str], digests: Sequence[int]) -> str:
        content = pack(shape, record_of(identity), whole_of(texts), *digests)
        return "z" + urlsafe_b64encode(content).decode()

    return fingerprint


def shape_of(columns: Iterable[tuple[str, str, str]]) -> int:
    """Of the columns' (name, header, format): another set or another unit gives another shape."""
    return crc32(repr(list(columns)).encode()) & 0xFFFF


def record_of(identity: Any) -> int:
    return crc32(str(identity).encode())


def whole_of(texts: Iterable[str]) -> bytes:
    return blake2b(_PARTED.join(texts).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def digest_of(text: str) -> int:
    """Two bytes; 0 for nothing."""
    return crc_hqx(text.encode("utf-8", "surrogatepass"), 0)


def is_too_long(text: str) -> bool:
    """For a cell of a workbook, which counts in units of UTF-16."""
    return len(text) > LONGEST_CELL // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL


def says_text(cell: Any) -> str:
    """As `cells.text` reads it, but nothing is refused."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return says_number(cell)
    if is_too_long(cell):
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
