"""Differences in words: what each of the two numbers is, and the lines of a release's page and sheet."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from stats.finding_words import unit_name
from stats.marks import CONFIDENTIAL, MARKS
from stats.models import Difference, DifferenceKind, WithheldValue
from stats.queries.approval_sheet import ApprovalSheet
from stats.queries.compile_state import scope_names
from stats.queries.open_differences import shown_numbers
from stats.queries.reconciling import Found, is_about, key_of
from stats.reconciling import row_of
from zoneportal.messages import N_
from zoneportal.numbers import decimals_of, display
from zoneportal.rights import has_right

Reads = Callable[[Difference], bool]  # whether its numbers are shown

SUMS: dict[str, str] = {
    DifferenceKind.PARKS: N_("sum of the parks"),
    DifferenceKind.INDUSTRIES: N_("sum of the industries"),
    DifferenceKind.SIZES: N_("sum of the size classes"),
}


UNASSIGNED: dict[str, str] = {
    DifferenceKind.PARKS: N_("not assigned to a park"),
    DifferenceKind.INDUSTRIES: N_("not assigned to an industry"),
    DifferenceKind.SIZES: N_("not assigned to a size class"),
}
SHORT = N_("Returns were sent back after compiling: compile again.")


@dataclass(frozen=True)
class DifferenceLine:
    difference: Difference
    scope: str
    numbers: list[tuple[str, str]]  # what it is, and how much
    tolerance: str
    note: str
    is_recorded: bool  # with these numbers: only then it can be explained


def sides_of(row: Difference, scope: str) -> tuple[str, str]:
    """What its two numbers are: ("sum of the parks", "the whole zone"). `scope` is the name of its scope."""
    if row.kind in SUMS:
        return _(SUMS[row.kind]), scope
    if row.kind == DifferenceKind.RETURNS:
        return _("sum of the returns"), _("our figure")
    return _("our figure"), row.against


def numbers_of(row: Difference, scope: str, found: Found | None, *, is_hidden: bool) -> list[tuple[str, str]]:
    """Both sides and how far they are apart, each with its unit; the mark instead of numbers that are not shown.

    `found`: the comparison of this moment with the very numbers of the row. It knows what of a sum stands in no part.
    """
    ours, theirs = sides_of(row, scope)
    values = [(ours, row.ours), (theirs, row.theirs), (_("difference"), row.theirs - row.ours)]
    if found is not None and found.unassigned and not is_hidden:
        values.insert(1, (_("of which: %s") % _(UNASSIGNED[row.kind]), found.unassigned))
    return [(name, _shown(value, row, is_hidden)) for name, value in values]


def tolerance_of(row: Difference, *, is_hidden: bool) -> str:
    return _shown(row.tolerance, row, is_hidden)


def amount(value: Decimal, row: Difference) -> str:
    return f"{display(value, decimals_of(value))} {unit_name(row.unit)}"


def may_see_numbers(user) -> bool:
    """Of every difference, also where withheld values and returns take part."""
    return has_right(user, WithheldValue, "view")


def reads_of(reader, sheet: ApprovalSheet) -> Reads:
    """Which differences of the release are read with their numbers. Two queries at most."""
    is_trusted = reader is not None and may_see_numbers(reader)
    return (lambda row: True) if is_trusted else shown_numbers(sheet).tells


def difference_lines(sheet: ApprovalSheet, live: Sequence[Found], reader) -> list[DifferenceLine]:
    """What is not explained (`live`, by the numbers of this moment), then what else is on record.

    `reader`: a user, or None for paper, which goes from hand to hand. Two to four queries where there are any.
    """
    recorded = {key_of(each): each for each in sheet.differences}
    fresh = [
        row if (row := recorded.get(found.key)) and is_about(row, found) else row_of(sheet.release, found)
        for found in live
    ]
    open_keys = {found.key for found in live}
    others = [each for each in sheet.differences if key_of(each) not in open_keys]
    listed = [*fresh, *others]
    return _lines(listed, reads_of(reader, sheet), {found.key: found for found in live}) if listed else []


def whole_lines(rows: Collection[Difference]) -> list[DifferenceLine]:
    """With their numbers, for who may see withheld values. Two queries."""
    return _lines(rows, lambda row: True, {})


def note_of(found: Found | None) -> str:
    return _(SHORT) if found is not None and found.is_short else ""


def _lines(rows: Collection[Difference], reads: Reads, live: Mapping[tuple, Found]) -> list[DifferenceLine]:
    names = scope_names([row.scope_key for row in rows])
    return [_line(row, names[row.scope_key], live.get(key_of(row)), is_hidden=not reads(row)) for row in rows]


def _line(row: Difference, scope: str, found: Found | None, *, is_hidden: bool) -> DifferenceLine:
    numbers, tolerance = numbers_of(row, scope, found, is_hidden=is_hidden), tolerance_of(row, is_hidden=is_hidden)
    return DifferenceLine(row, scope, numbers, tolerance, note_of(found), row.pk is not None)


def are_recorded(lines: Iterable[DifferenceLine]) -> bool:
    return all(line.is_recorded for line in lines)


def _shown(value: Decimal, row: Difference, is_hidden: bool) -> str:
    return MARKS[CONFIDENTIAL].symbol if is_hidden else amount(value, row)
