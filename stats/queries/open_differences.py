"""Which numbers of a difference those may read who may not see withheld values.

The rule, for every page: the numbers are open when everybody who sees the release has them before the eyes anyway.
That is, the release passed disclosure control or needs none; every number that takes part is itself shown; and of what
sums parts, nothing of that indicator and year is withheld in any release. What returns come to is never open.
"""

from dataclasses import dataclass
from decimal import Decimal

from stats.compiling import DECIMALS
from stats.marks import CONFIDENTIAL
from stats.models import Difference, DifferenceKind, Figure
from stats.queries.approval_sheet import ApprovalSheet
from stats.queries.reconciling import KINDS, Cells, is_compared, unit_of, wholes, with_fellows
from zoneportal.numbers import UNITS, Unit, convert, round_half_up


@dataclass(frozen=True)
class Shown:
    """What can be read off the shown figures. `sums` holds both sides: of parts and of their whole."""

    values: frozenset[tuple] = frozenset()
    sums: frozenset[tuple] = frozenset()

    def tells(self, row: Difference) -> bool:
        """Judged by its very numbers: those of yesterday, or what returns add, stand in no shown figure."""
        place = row.indicator_id, row.year, row.scope_key, row.unit
        if row.kind == DifferenceKind.SOURCE:
            return (*place, row.ours) in self.values
        return (row.kind, *place, row.ours, row.theirs) in self.sums


def shown_numbers(sheet: ApprovalSheet) -> Shown:
    """Two queries."""
    if not sheet.is_open or not sheet.figures:
        return Shown()
    own = [figure for figure in sheet.figures if is_compared(figure)]
    values = {(*_place(figure), figure.value) for figure in own if figure.value is not None}
    hidden = Figure.objects.filter(mark=CONFIDENTIAL, indicator__in={each.indicator_id for each in own}).order_by()
    withheld = set(hidden.values_list("indicator", "year").distinct())
    sums = {
        total
        for (indicator, year, _vintage), cells in (with_fellows(sheet.release, own) if own else {}).items()
        if (indicator, year) not in withheld
        for total in _sums(cells)
    }
    return Shown(frozenset(values), frozenset(sums))


def _sums(cells: Cells) -> set[tuple]:
    """Of wholes and parts that are all shown."""
    found = set()
    for whole, dimension, children in wholes(cells):
        unit = unit_of(whole)
        parts = [_shown(part, unit) for part in children.values() if part.mark != "not_applicable"]
        known = [part for part in parts if part is not None]
        if whole.value is not None and len(known) == len(parts):
            total = round_half_up(sum(known, Decimal(0)), DECIMALS)
            found.add((KINDS[dimension], *_place(whole), total, whole.value))
    return found


def _place(figure: Figure) -> tuple:
    return figure.indicator_id, figure.year, figure.scope_key, figure.definition.unit


def _shown(figure: Figure, unit: Unit) -> Decimal | None:
    return None if figure.value is None else convert(figure.value, UNITS[figure.definition.unit], unit)
