"""The unified social credit code (GB 32100-2015): reading what registers write, checking, inventing.

18 characters: registering authority, kind, six division digits, nine of the subject code, check character.
The subject code's own check character (GB 11714) is not judged: registers carry valid codes that break it.
"""

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from stdnum.cn import uscc

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
# For parsing and for the database. \Z, not $, which in Python lets a line break through.
REGEX = rf"^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}\Z"
OLD_NUMBER_REGEX = r"^[0-9]{15}\Z"
UNKNOWN_WORDS = frozenset(("", "无", "暂无", "未知", "N/A", "NA", "—", "——", "-", "--", "/", "…", "……"))
# No county of Changzhi has 140499, so an invented code is nobody's.
INVENTED_DIVISION = "140499"

WRONG_LENGTH = N_(
    "A credit code has 18 characters, “%(value)s” has %(length)s. Copy the code from the business licence."
)
FORBIDDEN_CHARACTER = N_(
    "“%(character)s” does not occur in a credit code (“%(value)s”): it has digits and capital letters, "
    "but never I, O, S, V or Z. Often the digit 1, 0, 5 or 2 is meant. Check the business licence."
)
WRONG_SHAPE = N_(
    "Characters 3 to 8 of a credit code are digits (the division); in “%(value)s” they are not. "
    "Check the business licence."
)
WRONG_CHECK = N_(
    "The check character of “%(value)s” does not fit: at least one character is mistyped. "
    "Compare it with the business licence."
)
LOST_DIGITS = N_(
    "The spreadsheet program turned this code into a number (%(value)s) and the digits after the 15th "
    "are lost. Format the column as text and enter the code again from the business licence."
)

_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
_REGEX = re.compile(REGEX)


_NUMBERS = {character: number for number, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(3**place % 31 for place in range(LENGTH - 1))


@dataclass(frozen=True)
class Found:
    """What a cell says: a checked code, or an old registration number, or (both empty) that it is unknown."""

    code: str = ""
    old_number: str = ""


def normalise(text: str) -> str:
    """Half-width capitals without spaces: " ９１1404ab… " as the licence prints it."""
    return compact(text).upper()


@lru_cache(maxsize=5000)  # a sheet asks twice about each code: as a cell and as a value of the record
def check(code: str) -> str:
    """The code, already normalised; refused with the reason when it is not a valid one."""
    if len(code) != LENGTH:
        raise Refused(WRONG_LENGTH, value=code, length=len(code))
    if not _REGEX.match(code):
        for character in code:
            if character not in ALPHABET:
                raise Refused(FORBIDDEN_CHARACTER, character=character, value=code)
        raise Refused(WRONG_SHAPE, value=code)
    if _check_character(code) != code[-1]:
        raise Refused(WRONG_CHECK, value=code)
    return code


def _check_character(code: str) -> str:
    """As stdnum's uscc.calc_check_digit(code[:-1]), a tenth of its time; a test holds the two together.

    Not its `validate`, which refuses the letter authorities (N2: rural collectives).
    """
    return ALPHABET[-sum(map(mul, map(_NUMBERS.__getitem__, code[:-1]), _WEIGHTS)) % 31]


def read(cell: object) -> Found:
    """What a register's cell holds; numbers and malformed codes are refused, nothing is repaired."""
    if cell is None:
        return Found()
    if not isinstance(cell, str):
        raise Refused(LOST_DIGITS, value=cell)
    text = normalise(cell)
    if text in _UNKNOWN:
        return Found()
    if _SCIENTIFIC.fullmatch(text):
        raise Refused(LOST_DIGITS, value=text)
    if re.match(OLD_NUMBER_REGEX, text):
        return Found(old_number=text)
    return Found(code=check(text))


def is_individual_business(code: str) -> bool:
    """True for 个体工商户 (second character 2 of GB 32100): a natural person stands behind it."""
    return code[1:2] == "2"


def invent(rng: random.Random) -> str:
    """A valid code that belongs to nobody, for sample data and tests."""
    subject = "MA" + "".join(rng.choice(ALPHABET) for _ in range(7))
    body = "91" + INVENTED_DIVISION + subject
    return body + uscc.calc_check_digit(body)


_UNKNOWN = frozenset(normalise(word) for word in UNKNOWN_WORDS)
