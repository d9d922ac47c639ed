"""Refuse the useless: when a breakdown would lose most of its value, which coarser table survives."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from stats.disclosure.problem import Cell, Contribution, Key, Problem, Protected, Rules
from stats.disclosure.protection import protect
from stats.disclosure.tables import MARGIN, line_problem, place_of

BY_ROWS = "by_rows"
BY_COLUMNS = "by_columns"
TOTAL_ONLY = "total_only"
NOTHING = "nothing"
MOST = Decimal("0.5")


@dataclass(frozen=True)
class Coarser:
    kind: str
    problem: Problem
    protected: Protected


def is_useless(problem: Problem, withheld: Collection[Key]) -> bool:
    """More than half of the inner cells that are not zero, or of their value, would be withheld."""
    totals = {relation.total for relation in problem.relations}
    return loses_most([cell for cell in problem.cells if cell.key not in totals], withheld)


def loses_most(cells: Iterable[Cell], withheld: Collection[Key]) -> bool:
    filled = [cell for cell in cells if cell.value]
    lost = [cell for cell in filled if cell.key in withheld]
    value = sum((abs(cell.value) for cell in filled), Decimal(0))
    return len(lost) > MOST * len(filled) or sum((abs(cell.value) for cell in lost), Decimal(0)) > MOST * value


def propose_coarser(
    contributions: Iterable[Contribution], rules: Rules | None = None, time_limit: float = 60
) -> Coarser:
    """The finest of by rows, by columns and the total that keeps most of its value; NOTHING when even that is unsafe.

    The proposal is instead of the table, never beside it: beside it, the margins that it lacks would add up.

        propose_coarser(contributions).kind == "by_columns"
    """
    listed = list(contributions)
    candidates = []
    for kind, place in ((BY_ROWS, 0), (BY_COLUMNS, 1)):
        problem = line_problem(replace(each, cell=place_of(each)[place]) for each in listed)
        protected = protect(problem, rules, time_limit)
        if MARGIN in protected.values and not is_useless(problem, protected.withheld):
            candidates.append(Coarser(kind, problem, protected))
    if candidates:
        return max(candidates, key=lambda candidate: len(candidate.protected.values))
    problem = line_problem(replace(each, cell=MARGIN) for each in listed)
    protected = protect(problem, rules, time_limit)
    return Coarser(NOTHING if protected.withheld else TOTAL_ONLY, problem, protected)
