"""Small tables by hand; seeded worlds of enterprises: few in most cells, some of one owner, some with a zero."""

import random
from dataclasses import replace
from decimal import Decimal

from stats.disclosure.problem import HIDDEN, PUBLISHED, Cell, Contribution, Problem, Relation, Rules
from stats.disclosure.protection import protect
from stats.disclosure.tables import line_problem, table_problem
from stats.disclosure.vintages import linked


def enterprises(
    seed: int, *, rows: int = 3, columns: int = 4, count: int = 24, negative: bool = False
) -> list[Contribution]:
    chance = random.Random(seed)
    return [
        Contribution(
            (f"r{chance.randrange(rows)}", f"c{min(chance.randrange(columns), chance.randrange(columns))}"),
            f"e{number}",
            f"h{chance.randrange(count // 6)}" if chance.random() < 0.3 else "",
            _amount(chance, negative=negative),
        )
        for number in range(count)
    ]


def _amount(chance: random.Random, *, negative: bool = False) -> Decimal:
    if chance.random() < 0.06:
        return Decimal(0)
    size = Decimal(int(chance.lognormvariate(4, 1.4)) + 1)
    return -size if negative and chance.random() < 0.3 else size


def table(seed: int) -> Problem:
    """Two ways, of varying size and density; every fifth with losses among the values."""
    chance = random.Random(seed * 7 + 1)
    rows, columns = chance.randint(2, 4), chance.randint(2, 4)
    count = chance.randint(8, 36)
    return table_problem(enterprises(seed, rows=rows, columns=columns, count=count, negative=seed % 5 == 4))


def cube(seed: int) -> Problem:
    """Park × industry × size with every margin."""
    chance = random.Random(seed)
    sizes = (2, 3, 2)
    axes = [[*(str(place) for place in range(size)), "*"] for size in sizes]
    contributions = [
        Contribution(tuple(str(chance.randrange(size)) for size in sizes), f"e{number}", "", _amount(chance))
        for number in range(chance.randint(12, 26))
    ]
    keys = [(a, b, c) for a in axes[0] for b in axes[1] for c in axes[2]]
    values = {
        key: sum(
            (e.value for e in contributions if all(k in ("*", at) for k, at in zip(key, e.cell, strict=True))),
            Decimal(0),
        )
        for key in keys
    }
    relations = [
        Relation(key, tuple((*key[:axis], at, *key[axis + 1 :]) for at in axes[axis][:-1]))
        for key in keys
        for axis in range(3)
        if key[axis] == "*"
    ]
    return Problem(tuple(Cell(key, values[key]) for key in keys), tuple(relations), tuple(contributions))


def crowded(seed: int) -> Problem:
    """A table without small cells: five enterprises of like size in each."""
    chance = random.Random(seed)
    return table_problem(
        Contribution((f"r{row}", f"c{column}"), f"e{row}{column}{number}", "", Decimal(chance.randint(80, 120)))
        for row in range(chance.randint(2, 4))
        for column in range(chance.randint(2, 4))
        for number in range(5)
    )


def vintages(seed: int) -> Problem:
    """A table released with its mask, and a later one: some returns corrected, some late, some gone, some unchanged."""
    chance = random.Random(seed)
    before = enterprises(seed, rows=2, columns=3, count=20)
    after = [
        replace(each, value=each.value + chance.randint(1, 30)) if chance.random() < 0.2 else each
        for each in before
        if chance.random() > 0.05
    ]
    late = [replace(each, contributor=f"late{each.contributor}") for each in enterprises(seed + 1, rows=2, columns=3)]
    old, new = table_problem(before), table_problem([*after, *late[: chance.randint(0, 3)]])
    withheld = protect(old).withheld
    released = replace(
        old, cells=tuple(replace(c, status=HIDDEN if c.key in withheld else PUBLISHED) for c in old.cells)
    )
    first, second = named(released, "flash"), named(new, "annual")
    there = {cell.key for cell in first.cells}
    pairs = {c.key: ("flash", c.key[1]) for c in second.cells if ("flash", c.key[1]) in there}
    return linked(second, first, pairs, Rules())


def named(problem: Problem, vintage: str) -> Problem:
    """The same cells as those of one vintage: ("flash", ("north", "steel"))."""
    return Problem(
        tuple(replace(cell, key=(vintage, cell.key)) for cell in problem.cells),
        tuple(
            replace(r, total=(vintage, r.total), parts=tuple((vintage, part) for part in r.parts))
            for r in problem.relations
        ),
        tuple(replace(each, cell=(vintage, each.cell)) for each in problem.contributions),
    )


def spread(cell: object, *values: int, holding: str = "", waived: str = "") -> list[Contribution]:
    """One enterprise for each value, named after its cell."""
    return [
        Contribution(cell, f"{cell}{place}", holding, Decimal(value), waived=str(place) in waived)
        for place, value in enumerate(values)
    ]


def line(**cells: list[int]) -> Problem:
    return line_problem(each for name, values in cells.items() for each in spread(name, *values))


def as_released(problem: Problem, withheld: object) -> Problem:
    """The same cells as an earlier vintage: shown or withheld for good."""
    cells = tuple(replace(c, status=HIDDEN if c.key in withheld else PUBLISHED) for c in problem.cells)
    return replace(problem, cells=cells)
