"""A table of rows and columns with its margins as a problem. A margin is `*`, the grand total (`*`, `*`)."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from stats.disclosure.problem import Cell, Contribution, Key, Problem, Relation

MARGIN = "*"


def table_problem(contributions: Iterable[Contribution]) -> Problem:
    """Of contributions to cells (row, column), every pair of a row and a column that occur is a cell.

    Contribution(("north", "steel"), "e1", "", Decimal(5)) adds to ("north", "steel"), ("north", "*"), ("*", "steel")
    and ("*", "*").
    """
    listed = sorted(contributions, key=_in_order)
    values: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for each in listed:
        row, column = place_of(each)
        for key in ((row, column), (row, MARGIN), (MARGIN, column), (MARGIN, MARGIN)):
            values[key] += each.value
    rows = sorted({row for row, _column in values} - {MARGIN})
    columns = sorted({column for _row, column in values} - {MARGIN})
    may_be_negative = any(each.value < 0 for each in listed)
    keys = [(row, column) for row in [*rows, MARGIN] for column in [*columns, MARGIN]]
    cells = [Cell(key, values[key], may_be_negative=may_be_negative) for key in keys]
    across = [Relation((row, MARGIN), tuple((row, column) for column in columns)) for row in [*rows, MARGIN]]
    down = [Relation((MARGIN, column), tuple((row, column) for row in rows)) for column in [*columns, MARGIN]]
    return Problem(tuple(cells), tuple(across + down), tuple(listed))


def line_problem(contributions: Iterable[Contribution]) -> Problem:
    """One row of a table with its sum `*`: Contribution("steel", "e1", "", Decimal(5)) adds to "steel" and "*"."""
    listed = sorted(contributions, key=_in_order)
    values: dict[Key, Decimal] = defaultdict(Decimal)
    for each in listed:
        values[each.cell] += each.value
    parts = tuple(key for key in values if key != MARGIN)
    values[MARGIN] = sum((each.value for each in listed), Decimal(0))
    may_be_negative = any(each.value < 0 for each in listed)
    cells = tuple(Cell(key, values[key], may_be_negative=may_be_negative) for key in (*parts, MARGIN))
    return Problem(cells, (Relation(MARGIN, parts),) if parts else (), tuple(listed))


def place_of(contribution: Contribution) -> tuple[str, str]:
    """Row and column of the inner cell it adds to."""
    return cast(tuple[str, str], contribution.cell)


def _in_order(each: Contribution) -> tuple[Any, ...]:
    """So that the same contributions in another order are protected in the same way."""
    return each.cell, each.contributor, each.holding, each.value, each.waived
