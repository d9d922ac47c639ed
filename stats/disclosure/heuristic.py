"""A protected choice of cells, found quickly: cheapest worlds one after another, then a clean-up."""

import numpy as np

from stats.disclosure.attacks import NOTHING, Attacks, Group, Mask
from stats.disclosure.linear import Numbers, Program
from stats.disclosure.problem import NoSafeTable

FREE = 1e-6  # the price of moving a cell that is withheld anyway


class Repairs:
    """Withholds more until nothing is exposed: for each breach the cheapest world that the attacker cannot rule out."""

    def __init__(self, attacks: Attacks) -> None:
        self.attacks = attacks
        system = attacks.system
        self.prices = price_of(system.weights)
        rows = [list(row) + [(system.columns + place, -factor) for place, factor in row] for row in system.rows]
        self.program = Program(2 * system.columns, rows)
        largest_first = sorted(range(len(system.targets)), key=lambda place: -system.targets[place].need)
        self.order = [(place, side) for place in largest_first for side in system.targets[place].sides]

    def complete(self, withheld: Mask) -> Mask:
        """A protected choice that contains `withheld`."""
        withheld = withheld.copy()
        for place, side in self.order:
            for breach in self.attacks.breaches(withheld, place, side):
                withheld |= self._cheapest(withheld, place, side, breach.attackers)
            while breaches := self.attacks.breaches(withheld, place, side):
                withheld |= self._cheapest(withheld, place, side, breaches[0].attackers)
        return withheld

    def _cheapest(self, withheld: Mask, place: int, side: int, attackers: Group) -> Mask:
        down, up = self.attacks.rooms(place, attackers)
        down, up = (np.where(self.attacks.can_be_withheld, room, 0.0) for room in (down, up))
        column = self.attacks.system.targets[place].column
        lower = np.zeros(2 * len(down))
        upper = np.append(up, down)
        upper[[column, len(down) + column]] = 0.0
        moved = column if side > 0 else len(down) + column
        lower[moved] = upper[moved] = 1.0
        self.program.cost(np.tile(np.where(withheld, FREE, self.prices), 2))
        self.program.bound(lower, upper)
        if not self.program.solve(self.attacks.deadline):
            raise NoSafeTable()
        point = self.program.point
        return np.abs(point[: len(down)] - point[len(down) :]) > NOTHING

    def clean_up(self, withheld: Mask) -> Mask:
        """Shows again, dearest first, what need not be withheld."""
        withheld = withheld.copy()
        spare = np.flatnonzero(withheld & ~self.attacks.system.forced)
        for column in sorted(spare, key=lambda column: (-self.prices[column], column)):
            withheld[column] = False
            if any(self.attacks.breaches(withheld, place, side) for place, side in self.order):
                withheld[column] = True
        return withheld


def price_of(weights: Numbers) -> Numbers:
    """Published value lost by a cell, as a share of the largest; a cell as such counts a little, too."""
    return weights / max(weights.max(initial=0.0), 1e-300) + 1e-4
