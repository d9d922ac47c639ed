"""Each trap by itself, small enough to check by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from stats.disclosure.audit import OUTSIDER, audit
from stats.disclosure.problem import (
    FEW_CONTRIBUTORS,
    HIDDEN,
    PRIMARY,
    PUBLISHED,
    SECONDARY,
    Cell,
    Contribution,
    NoSafeTable,
    OutOfTime,
    Problem,
    Relation,
)
from stats.disclosure.protection import protect
from stats.disclosure.tables import line_problem, table_problem
from tests.stats.disclosure.attacker import leaks
from tests.stats.disclosure.worlds import line, spread


def test_a_cell_withheld_alone_takes_another_with_it():
    protected = protect(line(a=[50], b=[20, 20, 20, 20], c=[90, 90, 90, 90]))

    assert {key: why.kind for key, why in protected.withheld.items()} == {"a": PRIMARY, "b": SECONDARY}


def test_the_cheaper_cell_is_taken():
    protected = protect(line(a=[5], b=[20, 20, 20, 20], c=[9, 9, 9, 9], d=[30, 30, 30, 30]))

    assert set(protected.withheld) == {"a", "c"}


def test_a_firm_alone_in_a_cell_does_not_compute_the_other_withheld_one():
    """a and b hide each other from outsiders; but whoever is a knows a, and then b."""
    problem = line(a=[50], b=[60], c=[40, 40, 40, 40], d=[90, 90, 90, 90])

    assert [leak.by for leak in leaks(problem, {"a", "b"})] == ["a0", "b0"]
    protected = protect(problem)
    assert set(protected.withheld) == {"a", "b", "c"}
    assert leaks(problem, protected.withheld) == []


def test_two_firms_of_one_owner_are_one_contributor():
    one_owner = spread("a", 50, 40, holding="h") + spread("b", 10, 11, 12)
    three = line_problem([*one_owner, Contribution("a", "x", "", Decimal(30)), *spread("c", 10, 11, 12)])

    assert protect(three).withheld["a"].reason == FEW_CONTRIBUTORS


def test_a_firm_and_the_holding_that_is_called_like_it_are_one_contributor():
    problem = line_problem(
        [
            Contribution("a", "parent", "", Decimal(50)),
            Contribution("a", "child", "parent", Decimal(40)),
            Contribution("a", "other", "", Decimal(45)),
        ]
    )

    assert protect(problem).withheld["a"].reason == FEW_CONTRIBUTORS


def test_two_cells_of_one_owner_do_not_tell_its_sum():
    """a and b hide each other, but their sum is all that the holding has in this row."""
    cells = spread("a", 50, holding="h") + spread("b", 60, holding="h") + spread("c", 40, 40, 40, 40)
    problem = line_problem([*cells, *spread("d", 90, 90, 90, 90)])

    assert not audit(problem, {"a", "b"}).ok
    assert set(protect(problem).withheld) == {"a", "b", "c"}


def test_a_zero_is_no_hiding_place():
    contributions = [*spread("a", 50), *spread("b", 20, 20, 20, 20), *spread("c", 90, 90, 90, 90)]
    problem = line_problem(contributions)
    empty = Cell("empty", Decimal(0))
    problem = Problem((*problem.cells, empty), (Relation("*", ("a", "b", "c", "empty")),), problem.contributions)

    protected = protect(problem)

    assert protected.values["empty"] == 0
    assert set(protected.withheld) == {"a", "b"}
    assert [each.kind for each in audit(problem, {"a", "empty"}).exposed] == [OUTSIDER]


def test_a_return_of_zero_is_withheld_and_hides_nothing():
    problem = line(a=[50], zero=[0], b=[20, 20, 20, 20], c=[90, 90, 90, 90])

    protected = protect(problem)

    assert set(protected.withheld) == {"a", "zero", "b"}
    assert not audit(problem, {"a", "zero"}).ok


@pytest.mark.parametrize(("signed", "is_shown"), [("", False), ("0", False), ("1", False), ("01", True)])
def test_a_waiver_counts_when_both_of_two_have_signed(signed, is_shown):
    problem = line_problem([*spread("a", 50, 60, waived=signed), *spread("b", 20, 20, 20), *spread("c", 30, 30, 30)])

    protected = protect(problem)

    assert ("a" in protected.values) is is_shown
    assert audit(problem, protected.withheld).ok
    assert audit(problem, set()).ok is is_shown


def test_a_waiver_of_the_leading_firm_is_enough_where_only_it_could_be_estimated():
    values = [*spread("a", 900, 20, 10, 8, waived="0"), *spread("b", 20, 20, 20), *spread("c", 30, 30, 30)]

    assert protect(line_problem(values)).withheld == {}
    assert audit(line_problem(values), set()).ok


def test_a_waiver_of_one_firm_does_not_speak_for_its_holding():
    pair = [
        Contribution("a", "x", "h", Decimal(50), waived=True),
        Contribution("a", "y", "h", Decimal(60)),
    ]

    assert "a" in protect(line_problem([*pair, *spread("b", 20, 20, 20)])).withheld


def test_a_total_typed_by_hand_gives_no_cell_away():
    """The zone's total is public, the parks are not additive to it by more than rounding."""
    parks = line(a=[50], b=[20, 20, 20, 20], c=[90, 90, 90, 90])
    typed = Cell("typed", Decimal(490), PUBLISHED, is_confidential=False)
    problem = Problem(
        (*parks.cells, typed), (*parks.relations, Relation("typed", ("*",), Decimal("0.5"))), parks.contributions
    )

    protected = protect(problem)

    assert set(protected.withheld) == {"a", "b"}
    assert audit(problem, protected.withheld).ok
    assert not audit(problem, {"a", "*"}).ok


def test_a_part_and_its_whole_do_not_tell_the_rest():
    """Revenue and exports are safe; what is not exported is one firm's."""
    whole, part, rest = ("revenue", "zone"), ("exports", "zone"), ("rest", "zone")
    firms = [("e1", 50, 50), ("e2", 60, 60), ("e3", 70, 70), ("e4", 80, 35)]
    problem = Problem(
        (Cell(whole, Decimal(260)), Cell(part, Decimal(215)), Cell(rest, Decimal(45), HIDDEN)),
        (Relation(whole, (part, rest)),),
        tuple(
            Contribution(key, name, "", Decimal(value))
            for name, all_of_it, exported in firms
            for key, value in ((whole, all_of_it), (part, exported), (rest, all_of_it - exported))
        ),
    )

    protected = protect(problem)

    assert set(protected.withheld) == {part}
    assert not audit(problem, set()).ok


def test_counts_of_answers_are_tables_of_ones():
    problem = line(yes=[1, 1], no=[1, 1, 1, 1], unknown=[1, 1, 1])

    assert set(protect(problem).withheld) == {"yes", "unknown"}


def test_what_anybody_reads_in_the_register_is_never_withheld():
    cells = tuple(replace(cell, is_confidential=False) for cell in line(a=[1], b=[1, 1]).cells)

    assert protect(replace(line(a=[1], b=[1, 1]), cells=cells)).withheld == {}


def test_losses_hide_as_well_as_gains_by_their_amount():
    problem = line(a=[-900, 20, 10, 8], b=[20, 20, 20, 20], c=[30, 30, 30])

    protected = protect(problem)

    assert set(protected.withheld) == {"a", "b"} or set(protected.withheld) == {"a", "c"}
    assert leaks(problem, protected.withheld) == []


def published(problem: Problem, *keys: str) -> Problem:
    cells = tuple(replace(cell, status=PUBLISHED) if cell.key in keys else cell for cell in problem.cells)
    return replace(problem, cells=cells)


def test_nothing_is_safe_where_everybody_can_subtract_what_stands_in_public_already():
    with pytest.raises(NoSafeTable):
        protect(published(line(a=[50], b=[20, 20, 20]), "b", "*"))


def test_what_a_total_in_public_tells_a_contributor_is_named():
    problem = published(line(a=[50], b=[60]), "*")

    result = audit(problem, protect(problem).withheld)

    assert result.ok
    assert {"a", "b"} <= set(result.public_before)


def test_out_of_time_publishes_nothing():
    problem = table_problem(each for row in "abcd" for column in "wxyz" for each in spread((row, column), 5, 6))

    with pytest.raises(OutOfTime):
        protect(problem, time_limit=0)
    with pytest.raises(OutOfTime):
        audit(problem, {cell.key for cell in problem.cells}, time_limit=0)


def test_the_order_of_the_lines_changes_nothing():
    contributions = [
        each for row in "abc" for column in "xyz" for each in spread((row, column), ord(row), 30, ord(column) % 7)
    ] + spread(("a", "x2"), 7)

    assert protect(table_problem(contributions)) == protect(table_problem(reversed(contributions)))
