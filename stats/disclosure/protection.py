"""Protect a problem as a whole: primary cells by rule, further ones by linear programming."""

from stats.disclosure.linear import Deadline
from stats.disclosure.primary import primary_cells
from stats.disclosure.problem import (
    HIDES_ANOTHER,
    OPEN,
    PRIMARY,
    PUBLISHED,
    SECONDARY,
    Problem,
    Protected,
    Rules,
    Withheld,
)
from stats.disclosure.secondary import choose
from stats.disclosure.system import systems_of


def protect(problem: Problem, rules: Rules | None = None, time_limit: float = 60) -> Protected:
    """Which open cells may be shown; audit the result before anything is published.

    Nothing half done comes back: NoSafeTable where no choice of cells is safe, OutOfTime after `time_limit` seconds,
    SolverFailed. The same problem gives the same result, whatever machine it runs on.

        protected = protect(problem)
        protected.withheld[("north", "steel")] == Withheld("primary", "few_contributors")
    """
    rules = rules or Rules()
    deadline = Deadline(time_limit)
    unsafe = primary_cells(problem, rules)
    states = {cell.key: cell.status for cell in problem.cells}
    withheld = {key: Withheld(PRIMARY, reason) for key, reason in unsafe.items() if states[key] == OPEN}
    is_optimal = True
    still_unsafe = {key: reason for key, reason in unsafe.items() if states[key] != PUBLISHED}
    for system in systems_of(problem, still_unsafe, rules):
        choice = choose(system, deadline)
        is_optimal &= choice.is_optimal
        for key, is_withheld in zip(system.keys, choice.withheld, strict=False):
            if is_withheld and states.get(key) == OPEN:
                withheld.setdefault(key, Withheld(SECONDARY, HIDES_ANOTHER))
    values = {c.key: c.value for c in problem.cells if c.status == OPEN and c.key not in withheld}
    return Protected(values, withheld, is_optimal)
