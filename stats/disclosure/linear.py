"""The programs of the protection, linear and mixed-integer, kept warm in HiGHS: only bounds and costs change."""

from collections.abc import Sequence
from time import monotonic

import highspy
import numpy as np
from numpy.typing import NDArray

from stats.disclosure.problem import OutOfTime, SolverFailed

Numbers = NDArray[np.float64]
Row = Sequence[tuple[int, float]]  # (column, coefficient)

INFINITY = highspy.kHighsInf
STATUS = highspy.HighsModelStatus
DECIDED = (STATUS.kOptimal, STATUS.kInfeasible, STATUS.kTimeLimit, STATUS.kSolutionLimit)


class Deadline:
    """A limit in seconds from now on; whoever passes it gets OutOfTime."""

    def __init__(self, seconds: float) -> None:
        self.end = monotonic() + seconds

    @property
    def left(self) -> float:
        left = self.end - monotonic()
        if left <= 0:
            raise OutOfTime()
        return left


class Program:
    """min cost·x with lower <= x <= upper and rows; solved again and again from where it stood."""

    def __init__(self, columns: int, rows: Sequence[Row], *, right: tuple[float, float] = (0.0, 0.0)) -> None:
        self.columns = columns
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)  # the same answer on every machine
        self.solver.setOptionValue("random_seed", 0)
        self.solver.setOptionValue("presolve", "off")
        self.solver.setOptionValue("solver", "simplex")
        self.every = np.arange(columns, dtype=np.int32)
        self.solver.addVars(columns, np.zeros(columns), np.zeros(columns))
        for row in rows:
            self.add_row(row, *right)

    def add_row(self, row: Row, lower: float, upper: float) -> None:
        places = np.array([column for column, _coefficient in row], dtype=np.int32)
        coefficients = np.array([coefficient for _column, coefficient in row], dtype=np.float64)
        self.solver.addRow(lower, upper, len(row), places, coefficients)

    def bound(self, lower: Numbers, upper: Numbers) -> None:
        self.solver.changeColsBounds(self.columns, self.every, lower, upper)

    def cost(self, costs: Numbers) -> None:
        self.solver.changeColsCost(self.columns, self.every, costs)

    def whole_numbers(self) -> None:
        """From here on every column is an integer, and presolve pays."""
        kinds = np.full(self.columns, highspy.HighsVarType.kInteger)
        self.solver.changeColsIntegrality(self.columns, self.every, kinds)
        self.solver.setOptionValue("presolve", "on")
        self.solver.setOptionValue("solver", "choose")

    def solve(self, deadline: Deadline) -> bool:
        """False where nothing satisfies the rows."""
        status = self._run(deadline)
        if status not in DECIDED:  # numerical trouble: once more, from nothing
            self.solver.clearSolver()
            status = self._run(deadline)
        if status == STATUS.kTimeLimit:
            raise OutOfTime()
        if status == STATUS.kInfeasible:
            return False
        has_point = self.solver.getInfo().primal_solution_status == highspy.kSolutionStatusFeasible
        if status not in (STATUS.kOptimal, STATUS.kSolutionLimit) or not has_point:
            raise SolverFailed()
        return True

    def _run(self, deadline: Deadline) -> highspy.HighsModelStatus:
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + deadline.left)
        self.solver.run()
        return self.solver.getModelStatus()

    @property
    def objective(self) -> float:
        return self.solver.getInfo().objective_function_value

    @property
    def point(self) -> Numbers:
        return np.array(self.solver.getSolution().col_value)

    @property
    def reduced_costs(self) -> Numbers:
        return np.array(self.solver.getSolution().col_dual)

    @property
    def is_proven(self) -> bool:
        return self.solver.getModelStatus() == STATUS.kOptimal
