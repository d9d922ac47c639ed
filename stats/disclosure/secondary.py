"""Which further cells to withhold, losing least published value: cuts after Fischetti and Salazar.

A master program chooses cells; every attacker that still learns too much answers with a cut (of these cells enough must
be withheld). The heuristic gives a protected choice to begin with and whenever the work allowed is used up. The work
is counted in programs, never in seconds: the same numbers are protected in the same way on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from stats.disclosure.attacks import OUTSIDER, Attacks, Breach, Mask
from stats.disclosure.heuristic import Repairs, price_of
from stats.disclosure.linear import Deadline, Program
from stats.disclosure.system import System

FRACTION_ROUNDS = 8
WHOLE_ROUNDS = 12
NODES = 300
WORK = 1_000_000  # cells times programs, after which the best choice so far is good enough
SAME = 1e-6
WORTH_IT = 1.01  # another round of fractions pays while the bound rises by one per cent


@dataclass(frozen=True)
class Choice:
    withheld: Mask
    is_optimal: bool


def choose(system: System, deadline: Deadline) -> Choice:
    """The cells to withhold, those withheld in any case among them. NoSafeTable, OutOfTime, SolverFailed."""
    attacks = Attacks(system, deadline)
    attacks.widen()
    repairs = Repairs(attacks)
    best = repairs.clean_up(repairs.complete(system.forced))
    if (best == system.forced).all():
        return Choice(best, is_optimal=True)
    return Search(attacks, repairs, best).run()


class Search:
    def __init__(self, attacks: Attacks, repairs: Repairs, best: Mask) -> None:
        self.attacks, self.repairs, self.best = attacks, repairs, best
        self.system = attacks.system
        self.prices = np.where(self.system.forced, 0.0, price_of(self.system.weights))
        self.open = attacks.can_be_withheld & ~self.system.forced
        self.master = Program(self.system.columns, [])
        self.master.bound(self.system.forced.astype(float), (self.open | self.system.forced).astype(float))
        self.master.cost(self.prices)
        self._no_cell_alone()

    def _no_cell_alone(self) -> None:
        """In a sum without rounding, a cell withheld alone is withheld in vain."""
        moving = ~self.system.fixed
        for row in self.system.rows:
            columns = [column for column, _factor in row if moving[column]]
            for alone in columns:
                others = [(column, 1.0) for column in columns if column != alone]
                if not any(self.system.forced[column] for column, _factor in others):
                    self.master.add_row([(alone, -1.0), *others], 0.0, float("inf"))

    def run(self) -> Choice:
        before = -1.0
        for _round in range(FRACTION_ROUNDS):
            self.master.solve(self.attacks.deadline)
            least = self.master.objective
            if least >= self._cost(self.best) - SAME:
                return Choice(self.best, is_optimal=True)
            if least < before * WORTH_IT or not self._answer(self._fractional_breaches()):
                break
            before = least
        self.master.whole_numbers()
        self.master.solver.setOptionValue("mip_max_nodes", NODES)
        for _round in range(WHOLE_ROUNDS):
            if self.attacks.work > WORK:
                break
            if (proven := self._one_whole_round()) is not None:
                return Choice(self.best, proven)
        return Choice(self.best, is_optimal=False)

    def _one_whole_round(self) -> bool | None:
        """Whether the best choice is proven the best of all; None while it is worth going on."""
        self._start_from_best()
        self.master.solve(self.attacks.deadline)
        proven = self.master.is_proven
        if self.master.objective >= self._cost(self.best) - SAME:
            return proven
        chosen = (self.master.point > 0.5) | self.system.forced
        breaches = [b for place, side in self.repairs.order for b in self.attacks.breaches(chosen, place, side)]
        if not breaches:
            self.best = chosen
            return proven
        self._answer(breaches)
        rival = self.repairs.clean_up(self.repairs.complete(chosen))
        if self._cost(rival) < self._cost(self.best) - SAME:
            self.best = rival
        return None

    def _start_from_best(self) -> None:
        self.master.solver.setSolution(self.master.columns, self.master.every, self.best.astype(float))

    def _fractional_breaches(self) -> list[Breach]:
        chosen = np.clip(self.master.point, 0.0, 1.0)
        found = []
        for place, side in self.repairs.order:
            is_safe, _world, cut = self.attacks.attack(chosen, place, side, OUTSIDER)
            if not is_safe:
                found.append(Breach(place, side, OUTSIDER, cut))
        return found

    def _answer(self, breaches: Iterable[Breach]) -> bool:
        """Adds the cuts to the master; False when there are none."""
        seen = set()
        for breach in breaches:
            missing = 1.0 - breach.cut[self.system.forced].sum()
            cut = np.where(self.open, np.minimum(breach.cut / max(missing, SAME), 1.0), 0.0)
            if (key := cut.round(9).tobytes()) not in seen:
                seen.add(key)
                columns = np.flatnonzero(cut)
                self.master.add_row([(int(column), float(cut[column])) for column in columns], 1.0, float("inf"))
        return bool(seen)

    def _cost(self, withheld: Mask) -> float:
        return float(self.prices[withheld].sum())
