from stats.disclosure.attacks import Attacks
from stats.disclosure.linear import Deadline
from stats.disclosure.primary import primary_cells
from stats.disclosure.problem import PUBLISHED, Rules
from stats.disclosure.system import systems_of
from tests.stats.disclosure import worlds


def test_a_vague_expectation_is_left_aside_before_the_close_ones():
    """What an expectation that was far off tells a contributor anyway does not open what hardly moved to everybody."""
    problem, rules = worlds.vintages(3000111), Rules()
    states = {cell.key: cell.status for cell in problem.cells}
    unsafe = {key: why for key, why in primary_cells(problem, rules).items() if states[key] != PUBLISHED}
    steps = []
    for system in systems_of(problem, unsafe, rules):
        attacks = Attacks(system, Deadline(60))
        attacks.widen()
        steps += [step for each in attacks.steps for step in each]

    assert set(steps) == {0, 1}
