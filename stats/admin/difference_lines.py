"""Differences in words: what each of the two numbers is, and the lines of a release's page and sheet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from stats.finding_words import unit_name
from stats.marks import CONFIDENTIAL, MARKS
from stats.models import Difference, DifferenceKind
from stats.queries.approval_sheet import ApprovalSheet, ExaminedDifference, examined
from stats.queries.compile_state import scope_names
from stats.queries.reconciling import Found, is_about, key_of
from stats.reconciling import row_of
from zoneportal.messages import N_
from zoneportal.numbers import decimals_of, display

SUMS: dict[str, str] = {
    DifferenceKind.PARKS: N_("sum of the parks"),
    DifferenceKind.INDUSTRIES: N_("sum of the industries"),
    DifferenceKind.SIZES: N_("sum of the size classes"),
}


@dataclass(frozen=True)
class DifferenceLine:
    difference: Difference
    scope: str
    numbers: list[tuple[str, str]]  # what it is, and how much
    tolerance: str
    is_recorded: bool  # with these numbers: only then it can be explained


def sides_of(row: Difference, scope: str) -> tuple[str, str]:
    """What its two numbers are: ("sum of the parks", "the whole zone"). `scope` is the name of its scope."""
    if row.kind in SUMS:
        return _(SUMS[row.kind]), scope
    if row.kind == DifferenceKind.RETURNS:
        return _("sum of the returns"), _("our figure")
    return _("our figure"), row.against


def numbers_of(row: Difference, scope: str, *, is_hidden: bool) -> list[tuple[str, str]]:
    """Both sides and how far they are apart, each with its unit; the mark instead of numbers that are not shown."""
    ours, theirs = sides_of(row, scope)
    values = ((ours, row.ours), (theirs, row.theirs), (_("difference"), row.theirs - row.ours))
    return [(name, _shown(value, row, is_hidden)) for name, value in values]


def tolerance_of(row: Difference, *, is_hidden: bool) -> str:
    return _shown(row.tolerance, row, is_hidden)


def amount(value: Decimal, row: Difference) -> str:
    return f"{display(value, decimals_of(value))} {unit_name(row.unit)}"


def difference_lines(sheet: ApprovalSheet, live: Sequence[Found]) -> list[DifferenceLine]:
    """What is not explained (`live`, by the numbers of this moment), then what else is on record.

    Three queries where there are any.
    """
    recorded = {key_of(each.difference): each.difference for each in sheet.differences}
    fresh = [
        row if (row := recorded.get(found.key)) and is_about(row, found) else row_of(sheet.release, found)
        for found in live
    ]
    open_keys = {found.key for found in live}
    others = [each for each in sheet.differences if key_of(each.difference) not in open_keys]
    return _lines([*examined(fresh), *others])


def whole_lines(rows: Iterable[Difference]) -> list[DifferenceLine]:
    """With their numbers, for who may see withheld values. Two queries."""
    return _lines([ExaminedDifference(each, is_hidden=False) for each in rows])


def _lines(listed: Collection[ExaminedDifference]) -> list[DifferenceLine]:
    names = scope_names([each.difference.scope_key for each in listed]) if listed else {}
    return [
        DifferenceLine(
            each.difference,
            names[each.difference.scope_key],
            numbers_of(each.difference, names[each.difference.scope_key], is_hidden=each.is_hidden),
            tolerance_of(each.difference, is_hidden=each.is_hidden),
            each.difference.pk is not None,
        )
        for each in listed
    ]


def are_recorded(lines: Iterable[DifferenceLine]) -> bool:
    return all(line.is_recorded for line in lines)


def _shown(value: Decimal, row: Difference, is_hidden: bool) -> str:
    return MARKS[CONFIDENTIAL].symbol if is_hidden else amount(value, row)
