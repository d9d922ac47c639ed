"""A problem as numbers: deviations from the truth that an attacker cannot rule out, within each of its parts.

A deviation y of all cells is possible for somebody when the sums still hold, published cells do not move, and nothing
becomes smaller than what that somebody knows to be in it. Cells known to be zero never move.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from stats.disclosure.linear import INFINITY, Numbers, Row
from stats.disclosure.primary import Owner, Shares, absolute_total, contributions_by_cell, shares_of, unsafe_reason
from stats.disclosure.problem import HIDDEN, PUBLISHED, Cell, Contribution, Key, Problem, Relation, Rules

MARGIN = 1.0001  # a little more than needed, so that rounding in a solver cannot undercut it


@dataclass(frozen=True)
class Target:
    """A cell that must stay uncertain, by `need` on both sides; `needs` where an attacker has a share in it."""

    column: int
    need: float
    needs: Mapping[int, float]  # attacker -> need against it; 0: it knows the cell by right
    is_zero: bool = False  # a return of zero: only its being zero is to be hidden

    @property
    def sides(self) -> tuple[int, ...]:
        return (1,) if self.is_zero else (1, -1)


@dataclass(frozen=True)
class Knowledge:
    """What contributors know of cells, one entry for each share: the room it leaves the cell downwards."""

    attackers: int
    attacker: NDArray[np.intp]
    column: NDArray[np.intp]
    down: Numbers
    is_alone: NDArray[np.bool_]  # nobody else is in the cell: it knows the value

    @classmethod
    def of(cls, entries: Sequence[tuple[int, int, float, bool]], attackers: int = 0) -> "Knowledge":
        attacker, column, down, is_alone = zip(*entries, strict=True) if entries else ((), (), (), ())
        return cls(
            attackers,
            np.array(attacker, dtype=np.intp),
            np.array(column, dtype=np.intp),
            np.array(down, dtype=np.float64),
            np.array(is_alone, dtype=bool),
        )


@dataclass
class System:
    """One part of a problem that is joined to no other by relations. Columns are cells, then roundings."""

    keys: list[Hashable]
    weights: Numbers
    fixed: NDArray[np.bool_]  # published, or known to be zero
    forced: NDArray[np.bool_]  # withheld in any case
    known_zero: NDArray[np.bool_]
    down: Numbers
    up: Numbers
    expected: NDArray[np.bool_]  # not known, but expected from an earlier vintage
    vague: NDArray[np.bool_]  # of the expected
    rows: list[Row]
    targets: list[Target] = field(default_factory=list)
    knowledge: Knowledge = field(default_factory=lambda: Knowledge.of([]))

    @property
    def columns(self) -> int:
        return len(self.weights)


def with_sums_of_owners(problem: Problem, unsafe: Iterable[Key], rules: Rules) -> Problem:
    """Adds, for each sum, what the unsafe parts of one leading owner come to: it must not be computable either.

    Two enterprises of one holding, alone in two cells of a row: the row minus the rest is the holding's total.
    """
    by_cell = contributions_by_cell(problem)
    cells = {cell.key: cell for cell in problem.cells}
    leaders = {key: _leader(shares_of(by_cell[key])) for key in unsafe}
    more_cells: list[Cell] = []
    more_relations: list[Relation] = []
    more_contributions: list[Contribution] = []
    for place, relation in enumerate(problem.relations):
        led: dict[Owner, list[Key]] = defaultdict(list)
        for part in relation.parts:
            if part in leaders:
                led[leaders[part]].append(part)
        for owner, parts in led.items():
            together = [each for part in parts for each in by_cell[part]]
            shares = shares_of(together)
            if len(parts) > 1 and any(shares.values()) and unsafe_reason(shares, rules):
                key = ("sum of owner", place, owner)
                negative = any(cells[part].may_be_negative for part in parts)
                value = sum((cells[part].value for part in parts), Decimal(0))
                more_cells.append(Cell(key, value, HIDDEN, may_be_negative=negative))
                more_relations.append(Relation(key, tuple(parts)))
                more_contributions += [Contribution(key, e.contributor, e.holding, e.value) for e in together]
    return Problem(
        problem.cells + tuple(more_cells),
        problem.relations + tuple(more_relations),
        problem.contributions + tuple(more_contributions),
    )


def _leader(shares: Shares) -> Owner:
    return max(sorted(shares), key=lambda owner: abs(shares[owner]))


def systems_of(problem: Problem, unsafe: Mapping[Key, str], rules: Rules) -> list[System]:
    """The parts of a problem that hold an unsafe cell, each as numbers."""
    full = with_sums_of_owners(problem, unsafe, rules)
    shares = {key: shares_of(listed) for key, listed in contributions_by_cell(full).items()}
    sums = {cell.key for cell in full.cells[len(problem.cells) :]}
    marked = {key for key, amounts in shares.items() if key in unsafe or key in sums}
    zeros = {cell.key for cell in full.cells if not cell.value and not any(shares[cell.key].values())}
    systems = []
    for cells, relations in _parts(full):
        if any(cell.key in marked for cell in cells):
            systems.append(_system(cells, relations, shares, marked, zeros, rules))
    return systems


def _parts(problem: Problem) -> list[tuple[list[Cell], list[Relation]]]:
    """Cells and relations by what they hang together with; what is published never moves and joins nothing."""
    moving = {cell.key for cell in problem.cells if cell.status != PUBLISHED}
    groups = Groups()
    for place, relation in enumerate(problem.relations):
        for key in moving.intersection((relation.total, *relation.parts)):
            groups.join(("cell", key), ("relation", place))
    relations: dict[Hashable, list[Relation]] = defaultdict(list)
    members: dict[Hashable, set[Key]] = defaultdict(set)
    for key in (cell.key for cell in problem.cells if cell.key in moving):
        members[groups.of(("cell", key))].add(key)
    for place, relation in enumerate(problem.relations):
        group = groups.of(("relation", place))
        relations[group].append(relation)
        members[group].update((relation.total, *relation.parts))
    order = {cell.key: place for place, cell in enumerate(problem.cells)}
    return [
        ([problem.cells[place] for place in sorted(order[key] for key in keys)], relations[group])
        for group, keys in members.items()
    ]


class Groups:
    """Which things hang together (union-find)."""

    def __init__(self) -> None:
        self.parent: dict[Hashable, Hashable] = {}

    def of(self, node: Hashable) -> Hashable:
        while self.parent.setdefault(node, node) != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, one: Hashable, other: Hashable) -> None:
        self.parent[self.of(one)] = self.of(other)


def _system(
    cells: list[Cell],
    relations: list[Relation],
    shares: Mapping[Key, Shares],
    marked: set[Key],
    zeros: set[Key],
    rules: Rules,
) -> System:
    place = {cell.key: column for column, cell in enumerate(cells)}
    values = {cell.key: cell.value for cell in cells}
    rounded = [relation for relation in relations if relation.tolerance or relation.is_expected]
    count = len(cells) + len(rounded)
    system = System(
        keys=[cell.key for cell in cells],
        weights=np.array([abs(float(cell.value)) for cell in cells] + [0.0] * len(rounded)),
        fixed=np.array([c.status == PUBLISHED or c.key in zeros for c in cells] + [False] * len(rounded)),
        forced=np.array(
            [(c.key in marked or c.status == HIDDEN) and c.status != PUBLISHED for c in cells] + [True] * len(rounded)
        ),
        known_zero=np.array([cell.key in zeros for cell in cells] + [False] * len(rounded)),
        down=np.array(
            [INFINITY if cell.may_be_negative else float(cell.value) for cell in cells] + [0.0] * len(rounded)
        ),
        up=np.full(count, INFINITY),
        expected=np.array([False] * len(cells) + [relation.is_expected for relation in rounded]),
        vague=np.array([False] * len(cells) + [relation.is_vague for relation in rounded]),
        rows=[],
    )
    slack = len(cells)
    for relation in relations:
        row = [(place[relation.total], 1.0)] + [(place[part], -1.0) for part in relation.parts]
        if relation.tolerance or relation.is_expected:
            off = values[relation.total] - sum(values[part] for part in relation.parts)
            system.down[slack] = float(relation.tolerance + off)
            system.up[slack] = float(relation.tolerance - off)
            row.append((slack, -1.0))
            slack += 1
        system.rows.append(row)
    _know(system, cells, shares, marked, rules)
    return system


def _know(system: System, cells: list[Cell], shares: Mapping[Key, Shares], marked: set[Key], rules: Rules) -> None:
    """Who could attack with what, and what must be kept from whom."""
    owners = sorted({owner for cell in cells for owner, share in shares[cell.key].items() if share})
    number = {owner: place for place, owner in enumerate(owners)}
    entries = []
    for column, cell in enumerate(cells):
        present = {owner: share for owner, share in shares[cell.key].items() if share}
        for owner, share in present.items():
            down = INFINITY if cell.may_be_negative else max(float(cell.value - share), 0.0)
            entries.append((number[owner], column, down, len(present) == 1))
    system.knowledge = Knowledge.of(entries, len(owners))
    smallest = min((abs(float(s)) for cell in cells for s in shares[cell.key].values() if s), default=1.0)
    share_of_value = float(rules.share) * MARGIN
    for column, cell in enumerate(cells):
        if cell.key not in marked or cell.status == PUBLISHED:
            continue
        everything = float(absolute_total(shares[cell.key]))
        if everything:
            needs = {
                number[owner]: share_of_value * (everything - abs(float(share)))
                for owner, share in shares[cell.key].items()
                if share
            }
            system.targets.append(Target(column, share_of_value * everything, needs))
        else:
            system.targets.append(Target(column, share_of_value * smallest, {}, is_zero=True))
