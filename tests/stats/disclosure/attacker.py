"""Somebody who wants to know a return: everything public as linear equations, solved one target after another.

Written apart from the code, slow and obvious: the unknowns are the values themselves, each equation stands as printed,
and every contributor tries by itself with what it knows of its own returns.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import highspy

from stats.disclosure.problem import HIDDEN, OPEN, Contribution, Key, Problem

N, P = 3, Decimal("0.1")
CLOSE = 1e-4
OPTIMAL = highspy.HighsModelStatus.kOptimal
UNBOUNDED = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)


@dataclass(frozen=True)
class Leak:
    cell: Key
    by: str
    low: float
    high: float
    value: float


def owner_of(contribution: Contribution) -> str:
    return contribution.holding or contribution.contributor


def amounts(problem: Problem) -> dict[Key, dict[str, Decimal]]:
    """What each owner has in each cell; totals by walking down their sums."""
    direct: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for each in problem.contributions:
        direct[each.cell][owner_of(each)] += each.value

    def of(key: Key) -> dict[str, Decimal]:
        if key in direct:
            return dict(direct[key])
        found: dict[str, Decimal] = defaultdict(Decimal)
        for relation in problem.relations:
            if relation.total == key and not found:
                for part in relation.parts:
                    for owner, amount in of(part).items():
                        found[owner] += amount
        return dict(found)

    return {cell.key: of(cell.key) for cell in problem.cells}


def is_small(shares: dict[str, Decimal]) -> bool:
    sizes = sorted((abs(share) for share in shares.values() if share), reverse=True)
    if not shares:
        return False
    return len(sizes) < N or sum(sizes) - sizes[0] - sizes[1] < P * sizes[0]


def small_cells(problem: Problem) -> set[Key]:
    """By the rule alone, waivers aside."""
    shares = amounts(problem)
    return {cell.key for cell in problem.cells if is_small(shares[cell.key])}


class Attacker:
    def __init__(self, problem: Problem, withheld: Collection[Key], knowing: str = "") -> None:
        self.problem, self.knowing = problem, knowing
        self.shares = amounts(problem)
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        self.unknown = {}
        for cell in problem.cells:
            is_open = cell.status == HIDDEN or (cell.status == OPEN and cell.key in withheld)
            low, high = self._bounds(cell.key, float(cell.value), cell.may_be_negative, is_open)
            self.unknown[cell.key] = self.model.addVariable(lb=low, ub=high)
        for relation in problem.relations:  # as printed; what is only expected is no equation
            if relation.is_expected:
                continue
            difference = self.unknown[relation.total] - sum(self.unknown[part] for part in relation.parts)
            give = float(relation.tolerance)
            self.model.addConstr(-give <= difference <= give)

    def _bounds(self, key: Key, value: float, may_be_negative: bool, is_open: bool) -> tuple[float, float]:
        present = {owner: share for owner, share in self.shares[key].items() if share}
        if not is_open or (not present and not value) or set(present) == {self.knowing}:
            return value, value
        return (-highspy.kHighsInf if may_be_negative else float(present.get(self.knowing, 0))), highspy.kHighsInf

    def interval(self, keys: Collection[Key]) -> tuple[float, float]:
        wanted = sum(self.unknown[key] for key in keys)
        ends = []
        for solve, infinite in ((self.model.minimize, -highspy.kHighsInf), (self.model.maximize, highspy.kHighsInf)):
            solve(wanted)
            if self.model.getModelStatus() not in (*UNBOUNDED, OPTIMAL):
                self.model.clearSolver()
                solve(wanted)
            status = self.model.getModelStatus()
            assert status in (OPTIMAL, *UNBOUNDED), status
            ends.append(infinite if status in UNBOUNDED else self.model.getInfo().objective_function_value)
        return ends[0], ends[1]


def leaks(problem: Problem, withheld: Collection[Key], targets: Collection[Key] | None = None) -> list[Leak]:
    """Every small cell that the outsider or one contributor computes too closely; `targets`: instead of small cells."""
    shares = amounts(problem)
    cells = {cell.key: cell for cell in problem.cells}
    secret = small_cells(problem) if targets is None else set(targets)
    hidden = {key for key, cell in cells.items() if cell.status == HIDDEN or (cell.status == OPEN and key in withheld)}
    found = [
        Leak(key, "everybody: it is shown", float(cells[key].value), float(cells[key].value), float(cells[key].value))
        for key in secret - hidden
        if cells[key].status == OPEN
    ]
    knowing = {owner for key in hidden for owner, share in shares[key].items() if share}
    for attacker in ["", *sorted(knowing)]:
        mind = Attacker(problem, withheld, attacker)
        for key in sorted(secret & hidden, key=str):
            others = sum(abs(share) for owner, share in shares[key].items() if owner != attacker)
            needed = float(P * others)
            if not needed:
                continue
            low, high = mind.interval([key])
            value = float(cells[key].value)
            slack = CLOSE * needed
            if low > value - needed + slack or high < value + needed - slack:
                found.append(Leak(key, attacker or "outsider", low, high, value))
    return found


def new_leaks(problem: Problem, withheld: Collection[Key]) -> list[Leak]:
    """Without what the same attacker would know if nothing at all were published now."""
    found = leaks(problem, withheld)
    if not found:
        return []
    everything = {cell.key for cell in problem.cells}
    before = {(leak.cell, leak.by) for leak in leaks(problem, everything)}
    return [leak for leak in found if (leak.cell, leak.by) not in before]
