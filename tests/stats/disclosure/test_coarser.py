from decimal import Decimal

import pytest

from stats.disclosure.coarser import BY_COLUMNS, BY_ROWS, NOTHING, TOTAL_ONLY, is_useless, propose_coarser
from stats.disclosure.problem import Contribution
from stats.disclosure.protection import protect
from stats.disclosure.tables import table_problem
from tests.stats.disclosure import worlds

ROWS, COLUMNS = "abcd", "vwxyz"


def spread(cells: list[tuple[str, str]]) -> list[Contribution]:
    return [Contribution(cell, f"e{place}", "", Decimal(100 + place)) for place, cell in enumerate(cells)]


def seventeen() -> list[Contribution]:
    """Above-scale enterprises over four parks and five industries."""
    return spread([(ROWS[place % 4], COLUMNS[place % 5]) for place in range(17)])


def test_seventeen_enterprises_over_twenty_cells_lose_most_of_the_table():
    problem = table_problem(seventeen())

    assert is_useless(problem, protect(problem).withheld)


def test_the_finest_table_that_survives_is_proposed():
    proposed = propose_coarser(seventeen())

    assert proposed.kind == BY_COLUMNS
    assert proposed.protected.withheld == {}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([(row, COLUMNS[place]) for row in "ab" for place in range(4)], BY_ROWS),
        ([(ROWS[place], column) for column in "vw" for place in range(4)], BY_COLUMNS),
        ([(ROWS[place], COLUMNS[place]) for place in range(4)], TOTAL_ONLY),
        ([("a", "v"), ("b", "w")], NOTHING),
    ],
)
def test_what_is_kept_depends_on_where_the_enterprises_are(cells, kind):
    assert propose_coarser(spread(cells)).kind == kind


def test_a_table_without_small_cells_is_useful():
    problem = worlds.crowded(1)

    assert not is_useless(problem, protect(problem).withheld)


def test_a_table_of_nothing_but_zeros_is_not_called_useless():
    assert not is_useless(table_problem([]), {})
