"""Seeded worlds, protected, then attacked by linear programming by somebody who shares no code with the protection."""

import pytest

from stats.disclosure.audit import audit
from stats.disclosure.problem import Problem
from stats.disclosure.protection import protect
from tests.stats.disclosure import worlds
from tests.stats.disclosure.attacker import leaks, new_leaks, small_cells

BATCH = 10


def assert_no_leak(problem: Problem) -> None:
    protected = protect(problem)

    assert new_leaks(problem, protected.withheld) == []
    assert audit(problem, protected.withheld).ok


@pytest.mark.parametrize("first", range(0, 180, BATCH))
def test_no_table_leaks(first):
    for seed in range(first, first + BATCH):
        assert_no_leak(worlds.table(seed))


@pytest.mark.parametrize("seed", range(5))
def test_no_cube_with_all_its_margins_leaks(seed):
    assert_no_leak(worlds.cube(seed))


@pytest.mark.parametrize("first", range(0, 20, BATCH))
def test_no_two_vintages_together_leak(first):
    for seed in range(first, first + BATCH):
        assert_no_leak(worlds.vintages(seed))


@pytest.mark.parametrize("seed", [2000011, 2000033, 2000167, 2000259, 2000455])
def test_a_world_that_deceives_one_is_not_stretched_past_what_another_expects(seed):
    """One owner needs less uncertainty than everybody; its world was counted in their larger unit."""
    assert_no_leak(worlds.vintages(seed))


def test_a_target_that_only_one_contributor_could_attack_is_kept_from_everybody_too():
    """What deceives that one, who needs less, was taken to deceive everybody."""
    assert_no_leak(worlds.vintages(2000166))


def test_the_attacker_finds_what_is_withheld_alone():
    """Else all of the above would prove nothing."""
    caught = 0
    for seed in range(20):
        problem = worlds.table(seed)
        caught += bool(leaks(problem, small_cells(problem)))

    assert caught >= 10


@pytest.mark.parametrize("seed", range(20))
def test_worlds_without_small_cells_lose_nothing(seed):
    protected = protect(worlds.crowded(seed))

    assert protected.withheld == {}
    assert protected.is_optimal
