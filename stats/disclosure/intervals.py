"""What somebody can deduce of a sum of withheld cells: the feasibility interval, by linear programming in HiGHS.

Belongs to the audit and shares nothing with the protection.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic

import highspy

from stats.disclosure.problem import OutOfTime, SolverFailed

SURE, EXPECTED, VAGUE = 2, 1, 0  # how certain a sum is: nothing that is public says the last two
STATUS = highspy.HighsModelStatus
FAR = 1e6  # units: further than any cell has to move for one of another; keeps cents beside billions solvable

Room = tuple[float, float]  # how far below and above its true value a cell may lie


@dataclass(frozen=True)
class Sum:
    """Withheld cells (by number) that add up with signs to something known, give or take."""

    signs: Mapping[int, int]
    room: Room
    certainty: int = SURE


class Intervals:
    """The withheld cells of one publication; rooms are given anew for each attacker."""

    def __init__(self, count: int, sums: Sequence[Sum], seconds: float) -> None:
        self.count, self.sums = count, sums
        self.end = monotonic() + seconds
        self.target: Collection[int] = ()
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("presolve", "off")
        self.model.setOptionValue("threads", 1)
        for _cell in range(count):
            self.model.addVar(0.0, 0.0)
        self.model.addVar(0.0, 0.0)  # the target: the sum of some cells
        self.model.addRow(0.0, 0.0, 1, [count], [-1.0])
        for each in sums:
            self.model.addRow(0.0, 0.0, len(each.signs), list(each.signs), [float(s) for s in each.signs.values()])

    def aim(self, target: Collection[int]) -> None:
        for cell in self.target:
            self.model.changeCoeff(0, cell, 0.0)
        for cell in target:
            self.model.changeCoeff(0, cell, 1.0)
        self.target = target

    def allow(self, rooms: Sequence[Room], unit: float, *, relying_on: int) -> None:
        """What the attacker leaves open for each cell, counted in units; `relying_on` sums as certain as that."""
        lower = [-min(below / unit, FAR) for below, _above in rooms]
        upper = [min(above / unit, FAR) for _below, above in rooms]
        self.model.changeColsBounds(self.count, list(range(self.count)), lower, upper)
        for row, each in enumerate(self.sums, start=1):
            below, above = each.room if each.certainty >= relying_on else (inf, inf)
            self.model.changeRowBounds(row, -min(below / unit, FAR), min(above / unit, FAR))

    def furthest(self, side: int, limit: float = inf) -> float:
        """How far the target may lie above or below the truth, up to `limit`; infinite when it is FAR."""
        self.model.changeColBounds(self.count, -limit, limit)
        self.model.changeColCost(self.count, -float(side))
        status = self._solve()
        if status not in (STATUS.kOptimal, STATUS.kTimeLimit):  # numerical trouble: once more, from nothing
            self.model.clearSolver()
            status = self._solve()
        if status == STATUS.kTimeLimit:
            raise OutOfTime()
        if status != STATUS.kOptimal:  # the truth is always possible, so this is the solver's fault
            raise SolverFailed()
        found = side * self.model.getSolution().col_value[self.count]
        return found if found < FAR / 2 else inf

    @property
    def state(self) -> list[float]:
        """The deviations of the cells that showed how far the target goes."""
        return list(self.model.getSolution().col_value)[: self.count]

    def _solve(self) -> highspy.HighsModelStatus:
        left = self.end - monotonic()
        if left <= 0:
            raise OutOfTime()
        self.model.setOptionValue("time_limit", self.model.getRunTime() + left)
        self.model.run()
        return self.model.getModelStatus()
