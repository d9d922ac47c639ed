"""Codes of the national industry classification (GB/T 4754): shape only; existence is in the table."""

import re
from dataclasses import dataclass
from functools import cache

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused

# One shape for parsing and for the database: a section letter, or two to four digits.
REGEX = r"^([A-T]|[0-9]{2,4})\Z"
SECTION, DIVISION, GROUP, CLASS = 1, 2, 3, 4

MALFORMED = N_(
    "“%(value)s” is not an industry code. Write a section letter (C), or 2 to 4 digits (24, 244, 2442), "
    "with or without the letter in front (C2442)."
)
LOST_ZERO = N_(
    "The number %(value)s may have lost a leading zero (0111 becomes 111). "
    "Format the column as text and enter the code again."
)

_SHAPE = re.compile(r"([A-T])?([0-9]{2,4})?")


@dataclass(frozen=True)
class IndustryCode:
    code: str
    section: str = ""  # the letter written in front; the caller checks it against the table

    @property
    def level(self) -> int:
        return level(self.code)


def level(code: str) -> int:
    """SECTION for "C", DIVISION for "24", GROUP for "244", CLASS for "2442"."""
    return SECTION if code.isalpha() else len(code)


@cache
def lineage(code: str, section: str) -> tuple[str, ...]:
    """What a code belongs to, from its section to itself: ("2442", "C") is in ("C", "24", "244", "2442")."""
    return (section, *(code[:digits] for digits in range(DIVISION, len(code) + 1) if code.isdigit()))


def parse(cell: str | int | float | None) -> IndustryCode | None:
    """ "C2442" is code 2442 with section C, " ２４４２" is 2442, "C" is the section itself, blank is None.

    Of number cells only four whole digits are taken: shorter ones may have lost a zero.
    """
    if cell is None:
        return None
    if isinstance(cell, int | float):
        if not 1000 <= cell <= 9999 or cell != int(cell):
            raise Refused(LOST_ZERO, value=f"{cell:g}")
        return IndustryCode(str(int(cell)))
    text = compact(cell).upper()
    if not text:
        return None
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise Refused(MALFORMED, value=cell.strip())
    section, digits = shape.group(1) or "", shape.group(2) or ""
    return IndustryCode(digits or section, section)
