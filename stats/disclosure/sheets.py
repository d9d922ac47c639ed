"""The outside form of a table: contributions as csv in, the protected table as csv out.

In: `row,column,contributor,holding,value`; a blank holding is the contributor itself, repeats are summed.
Out: `row,column,value,mark`; margins are `*`, withheld is an empty value with the mark `confidential`.
"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from stats.disclosure.problem import Contribution, Problem, Protected
from stats.disclosure.tables import MARGIN, place_of
from stats.marks import CONFIDENTIAL
from zoneportal.messages import N_, Refused

COLUMNS = ("row", "column", "contributor", "holding", "value")
NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
MOST_DIGITS = 15
MOST_ROWS = 200_000
MOST_CELLS = 20_000

NOT_UTF8 = N_("The file is not UTF-8 text. Save it as “CSV UTF-8” and try again.")
NOT_CSV = N_("Line %(line)s is not readable as csv. Check its quotation marks.")
EMPTY = N_("The file has no contributions. It needs a header and at least one line below it.")
HEADER = N_("The header must be %(columns)s, each once; the file has: %(found)s.")
FIELDS = N_("Line %(line)s has %(count)s fields instead of %(expected)s. Check its commas and quotation marks.")
BLANK = N_("Line %(line)s has no %(column)s. Fill it in.")
RESERVED = N_("Line %(line)s is called *, which is kept for margins. Leave margins out: they are computed.")
NO_NUMBER = N_("Line %(line)s: the value is no plain number like 1234.5. Write digits, without unit, note or exponent.")
TOO_LONG = N_("Line %(line)s: the value has more than %(digits)s significant digits. Round it or use a larger unit.")
TWO_HOLDINGS = N_(
    "Line %(line)s gives a contributor another holding than an earlier line does. Say which one is right."
)
TOO_MANY_ROWS = N_("The file has more than %(limit)s lines of contributions. Protect it in parts.")
TOO_MANY_CELLS = N_("The table has more than %(limit)s cells. Group its rows or columns.")


class BadSheet(Refused):
    """The file cannot be taken as it is."""


def read(content: bytes) -> list[Contribution]:
    """Contributions to cells (row, column). BadSheet says what is wrong and in which line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSheet(NOT_UTF8) from None
    if "\0" in text:
        raise BadSheet(NOT_UTF8)
    lines = _lines(text)
    _line, header = next(lines, (1, []))
    names = [name.strip() for name in header]
    if not any(names):
        raise BadSheet(EMPTY)
    if sorted(names) != sorted(COLUMNS):
        raise BadSheet(HEADER, columns=",".join(COLUMNS), found=",".join(names))
    contributions: list[Contribution] = []
    holdings: dict[str, str] = {}
    for line, fields in lines:
        if len(contributions) == MOST_ROWS:
            raise BadSheet(TOO_MANY_ROWS, limit=MOST_ROWS)
        if len(fields) != len(COLUMNS):
            raise BadSheet(FIELDS, line=line, count=len(fields), expected=len(COLUMNS))
        contribution = _contribution(line, dict(zip(names, (field.strip() for field in fields), strict=True)))
        if holdings.setdefault(contribution.contributor, contribution.holding) != contribution.holding:
            raise BadSheet(TWO_HOLDINGS, line=line)
        contributions.append(contribution)
    if not contributions:
        raise BadSheet(EMPTY)
    _check_size(contributions)
    return contributions


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadSheet(NOT_CSV, line=reader.line_num) from None
        if any(field.strip() for field in fields):
            yield reader.line_num, fields


def _contribution(line: int, fields: dict[str, str]) -> Contribution:
    for name in ("row", "column", "contributor", "value"):
        if not fields[name]:
            raise BadSheet(BLANK, line=line, column=name)
    if MARGIN in (fields["row"], fields["column"]):
        raise BadSheet(RESERVED, line=line)
    if not NUMBER.fullmatch(fields["value"]):
        raise BadSheet(NO_NUMBER, line=line)
    value = Decimal(fields["value"])
    if len(value.normalize().as_tuple().digits) > MOST_DIGITS:
        raise BadSheet(TOO_LONG, line=line, digits=MOST_DIGITS)
    return Contribution((fields["row"], fields["column"]), fields["contributor"], fields["holding"], value)


def _check_size(contributions: list[Contribution]) -> None:
    rows, columns = map(set, zip(*(place_of(each) for each in contributions), strict=True))
    if (len(rows) + 1) * (len(columns) + 1) > MOST_CELLS:
        raise BadSheet(TOO_MANY_CELLS, limit=MOST_CELLS)


def write(problem: Problem, protected: Protected) -> str:
    """The protected table as csv, rows and columns in order, margins last."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "column", "value", "mark"])
    for cell in problem.cells:
        value = protected.values.get(cell.key)
        shown = ["", CONFIDENTIAL] if value is None else [f"{value:f}" if value else "0", ""]
        row, column = cast(tuple[str, str], cell.key)
        writer.writerow([row, column, *shown])
    return out.getvalue()
