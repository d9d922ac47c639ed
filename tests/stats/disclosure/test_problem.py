from decimal import Decimal

import pytest

from stats.disclosure.problem import BadProblem, Cell, Contribution, Problem, Relation, Rules

A, B, TOTAL = Cell("a", Decimal(1)), Cell("b", Decimal(2)), Cell("total", Decimal(3))


def test_numbers_that_contradict_each_other_are_refused():
    with pytest.raises(BadProblem, match="contradict"):
        Problem((A, B, Cell("total", Decimal("3.1"))), (Relation("total", ("a", "b")),))


def test_rounding_within_the_tolerance_is_no_contradiction():
    Problem((A, B, Cell("total", Decimal("3.1"))), (Relation("total", ("a", "b"), Decimal("0.1")),))


@pytest.mark.parametrize(
    "relations_and_contributions",
    [((Relation("total", ("a", "c")),), ()), ((), (Contribution("c", "e", "", Decimal(1)),))],
)
def test_a_cell_that_does_not_exist_is_refused(relations_and_contributions):
    with pytest.raises(BadProblem, match="does not exist"):
        Problem((A, B, TOTAL), *relations_and_contributions)


def test_a_cell_described_twice_is_refused():
    with pytest.raises(BadProblem, match="twice"):
        Problem((A, A))


@pytest.mark.parametrize(("n", "p"), [(1, 10), (3, 0), (3, 100), (3, -5)])
def test_rules_that_protect_nothing_are_refused(n, p):
    with pytest.raises(BadProblem):
        Rules(n, Decimal(p))
