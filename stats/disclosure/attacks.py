"""What each attacker can rule out, given what is withheld: one warm linear program per part of the problem.

The unit of every deviation is the uncertainty that a target needs. A world is a deviation of all cells in which the
target is off by one unit and everything the attacker knows still holds: as long as there is one on either side, the
target is safe from that attacker.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stats.disclosure.linear import INFINITY, Deadline, Numbers, Program
from stats.disclosure.problem import NoSafeTable
from stats.disclosure.system import System, Target

Mask = NDArray[np.bool_]

ENOUGH = 1 - 1e-7
NOTHING = 1e-7
REACHES = (1.0, 10.0, 1000.0)  # how far other cells may move, in units of the target's need
Group = NDArray[np.intp]  # attackers who share what they know; nobody among them: the outsider

OUTSIDER: Group = np.array([], dtype=np.intp)


@dataclass(frozen=True)
class Breach:
    """An attacker that learns too much, and the cells of which enough must be withheld: sum of cut·withheld >= 1."""

    target: int
    side: int
    attackers: Group  # one, or none for the outsider
    cut: Numbers


class Attacks:
    def __init__(self, system: System, deadline: Deadline) -> None:
        self.system = system
        self.deadline = deadline
        self.work = 0  # cells times programs solved: the same on every machine, other than seconds
        self.program = Program(system.columns, system.rows)
        self.worlds: dict[tuple[int, int], list[Numbers]] = defaultdict(list)
        nothing = np.zeros_like(system.expected)
        self.set_aside = [nothing, system.vague, system.expected]  # by step, where they tell whatever is withheld now
        self.steps = [np.zeros(system.knowledge.attackers + 1, dtype=np.intp) for _target in system.targets]
        self.reach = [REACHES[0]] * len(system.targets)
        self.needs = [self._needs(target) for target in system.targets]
        self.relevant = [self._relevant(place) for place in range(len(system.targets))]
        self.can_be_withheld = ~system.fixed | (system.known_zero & system.forced)

    def _needs(self, target: Target) -> Numbers:
        """Per attacker; 0 where there is nothing to keep from it."""
        needs = np.full(self.system.knowledge.attackers, 0.0 if target.is_zero else target.need)
        for attacker, need in target.needs.items():
            needs[attacker] = need
        return needs

    def _relevant(self, place: int) -> NDArray[np.intp]:
        """Attackers whose knowledge can matter: it leaves some cell less room than the target may need of it, or they
        expect what is set aside for everybody."""
        known, needs, steps = self.system.knowledge, self.needs[place], self.steps[place]
        narrow = known.is_alone | (known.down < needs[known.attacker] * self.reach[place])
        narrow |= steps[known.attacker] < steps[-1]
        return np.unique(known.attacker[narrow & (needs[known.attacker] > 0)])

    def rooms(self, place: int, group: Group) -> tuple[Numbers, Numbers]:
        """How far each cell may go down and up before the attackers know better, were all cells withheld."""
        system, target = self.system, self.system.targets[place]
        down, up, need, fixed = system.down.copy(), system.up, target.need, system.fixed.copy()
        if len(group):
            known = system.knowledge
            theirs = np.isin(known.attacker, group)
            np.minimum.at(down, known.column[theirs], known.down[theirs])
            fixed[known.column[theirs & known.is_alone]] = True
        if len(group) == 1:
            need = self.needs[place][group[0]]
        else:  # a share in the target lessens the need against its owner just as much as the room
            down[target.column] = system.down[target.column]
        if target.is_zero:
            fixed = fixed & ~(system.known_zero & system.forced)
        reach = self.reach[place]
        told = self.set_aside[self.steps[place][group[0] if len(group) else -1]]  # a group has come equally far
        down[told], up = INFINITY, np.where(told, INFINITY, up)
        down = np.where(fixed, 0.0, np.minimum(down / need, reach))
        up = np.where(fixed, 0.0, np.minimum(up / need, reach))
        down[target.column], up[target.column] = min(down[target.column], 1.0), min(up[target.column], 1.0)
        return down, up

    def attack(self, withheld: Numbers, place: int, side: int, group: Group) -> tuple[bool, Numbers, Numbers]:
        """(safe, the world found, the cut that every safe choice of cells satisfies). Takes fractions of cells too."""
        down, up = self.rooms(place, group)
        column = self.system.targets[place].column
        costs = np.zeros(self.system.columns)
        costs[column] = -side
        self.program.cost(costs)
        self.program.bound(-down * withheld, up * withheld)
        self.program.solve(self.deadline)
        self.work += self.system.columns
        world, prices = self.program.point, self.program.reduced_costs
        cut = np.where(prices > 0, prices * down, -prices * up)
        cut[cut < NOTHING] = 0.0
        return side * world[column] >= ENOUGH, world, cut

    def breaches(self, withheld: Mask, place: int, side: int) -> list[Breach]:
        """Every attacker from whom the target is not safe; only the outsider where that one is enough.

        Attackers are tried all together, then by halves: from whom a group cannot learn enough, none of it can.
        """
        safe_from = self._covered(withheld, place, side)
        amounts = withheld.astype(np.float64)
        found: list[Breach] = []
        everybody = np.arange(len(self.relevant[place]))
        steps = self.steps[place][self.relevant[place]]
        # The outsider too: one contributor alone may need less than everybody.
        groups = [everybody[:0], *(everybody[steps == step] for step in np.unique(steps))]
        while groups and not safe_from.all():
            numbers = groups.pop()
            numbers = numbers[~safe_from[numbers]]
            group = self.relevant[place][numbers]
            if not len(group) and safe_from[-1]:
                continue
            is_safe, world, cut = self.attack(amounts, place, side, group)
            if is_safe:
                self._remember(place, side, world)
                safe_from |= self._fits(world, place)
                safe_from[numbers] = True
            elif not len(group):
                return [Breach(place, side, OUTSIDER, cut)]
            elif len(group) == 1 and safe_from[-1]:
                found.append(Breach(place, side, group, cut))
            else:
                middle = len(numbers) // 2
                groups += [numbers[middle:], numbers[:middle]] if len(numbers) > 1 else [numbers]
                groups += [] if safe_from[-1] else [numbers[:0]]
        return found

    def _remember(self, place: int, side: int, world: Numbers) -> None:
        worlds = self.worlds[place, side]
        worlds.append(np.where(np.abs(world) < NOTHING, 0.0, world))
        del worlds[:-20]

    def _covered(self, withheld: Mask, place: int, side: int) -> Mask:
        """Relevant attackers (the outsider last) who cannot rule out one of the worlds found before."""
        safe_from = np.zeros(len(self.relevant[place]) + 1, dtype=bool)
        for world in self.worlds[place, side]:
            if not (world[~withheld] != 0).any():
                safe_from |= self._fits(world, place)
        return safe_from

    def _fits(self, world: Numbers, place: int) -> Mask:
        known, attackers = self.system.knowledge, self.relevant[place]
        moves = world[known.column]
        below = moves * self.needs[place][known.attacker] < -known.down * (1 + NOTHING)
        informed = known.attacker[below | (known.is_alone & (moves != 0))]
        needs = np.append(self.needs[place][attackers], self.system.targets[place].need)
        steps = self.steps[place][np.append(attackers, -1)]
        largest = np.array([self._largest_unit(world, ~told) for told in self.set_aside[: steps.max() + 1]])
        is_large_enough = needs <= largest[steps] * (1 + NOTHING)
        return np.append(~np.isin(attackers, informed), True) & is_large_enough

    def _largest_unit(self, world: Numbers, is_bound: Mask) -> float:
        """In which unit a world may be counted before it breaks what everybody knows or expects."""
        down, up = (world < 0) & is_bound, (world > 0) & is_bound
        rooms = np.append(-self.system.down[down] / world[down], self.system.up[up] / world[up])
        return float(rooms.min(initial=np.inf))

    def widen(self) -> None:
        """Lets other cells move further for targets that need it; NoSafeTable where nothing helps.

        What a reader expects of a value from an earlier vintage is nothing that this publication tells.
        """
        everything = self.can_be_withheld
        for place, target in enumerate(self.system.targets):
            for side in target.sides:
                while found := self.breaches(everything, place, side):
                    further = [reach for reach in REACHES if reach > self.reach[place]]
                    if not further:
                        self._give_up(place, found)
                    self.reach[place] = (further or REACHES)[0]
                    self.relevant[place] = self._relevant(place)

    def _give_up(self, place: int, found: list[Breach]) -> None:
        """Leaves aside what was told before, for whom it told: first what readers expect, the vague of it before the
        rest; then contributors to whom sums have told it."""
        for breach in found:
            who = int(breach.attackers[0]) if len(breach.attackers) else -1
            if self.steps[place][who] < len(self.set_aside) - 1:
                self.steps[place][who] += 1
            elif who >= 0:
                self.needs[place][who] = 0.0
            else:
                raise NoSafeTable()
