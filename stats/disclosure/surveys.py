"""The figures compiled from one set of returns as a problem: every breakdown that is shown, and what it leaves over.

Cells are (compilation, indicator, scope) in the smallest unit of what they measure. Enterprises without an industry
or a size class make a rest that nobody prints and every reader can compute; so does a whole without one of its parts.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations

from stats.compiling import Entry, scopes_of
from stats.disclosure.coarser import loses_most, propose_coarser
from stats.disclosure.problem import HIDDEN, OPEN, Cell, Contribution, Key, Problem, Relation, Rules
from stats.scope import ZONE, parts
from zoneportal.numbers import UNITS

ZERO = Decimal(0)
NONE = "-"  # the code of no industry, no size class
Way = tuple[str, ...]
DIMENSIONS = {"park": "park", "industry": "industry", "size": "size_class"}  # in a scope key -> of an entry


@dataclass(frozen=True)
class Asked:
    """A line of the form: what it asks, in which unit, and of which line it is a part."""

    indicator: str
    unit: str
    part_of: str = ""
    may_be_negative: bool = False


@dataclass(frozen=True)
class Compiled:
    """`statuses`: which figures of this compilation are OPEN or PUBLISHED; any other sum is HIDDEN."""

    name: Hashable
    lines: tuple[Asked, ...]
    entries: tuple[Entry, ...]
    statuses: Mapping[tuple[str, str], str]  # (indicator, scope)
    waived: Mapping[str, frozenset[str]] = field(default_factory=dict)  # number of the enterprise -> indicators

    def key(self, indicator: Hashable, scope: str) -> tuple[Hashable, Hashable, str]:
        return self.name, indicator, scope


@dataclass(frozen=True)
class Series:
    """Values of an indicator (or of a rest) by enterprise, in the smallest unit, and the breakdowns it is shown in."""

    indicator: Hashable
    amounts: Mapping[str, Decimal]
    ways: frozenset[Way]
    waived: frozenset[str]
    may_be_negative: bool


def survey_problem(compiled: Compiled) -> Problem:
    """Exact sums, not the rounded figures: who attacks these attacks more than is published."""
    entries = [
        replace(each, industry=each.industry or NONE, size_class=each.size_class or NONE) for each in compiled.entries
    ]
    series = {each.indicator: each for each in _series_of(compiled)}
    found = Found(compiled, entries)
    for each in series.values():
        found.add(each)
    parts_of: dict[str, list[Series]] = defaultdict(list)
    for line in compiled.lines:
        if line.indicator in series and line.part_of in series:
            parts_of[line.part_of].append(series[line.indicator])
    for whole, listed in parts_of.items():
        for part in listed:
            found.add_rest(series[whole], [part])
        if len(listed) > 1:
            found.add_rest(series[whole], listed)
    return Problem(tuple(found.cells.values()), tuple(found.relations), tuple(found.contributions))


def _series_of(compiled: Compiled) -> Iterable[Series]:
    ways = defaultdict(set)
    for indicator, scope in compiled.statuses:
        ways[indicator].add(way_of(scope))
    for line in compiled.lines:
        if line.indicator not in ways:
            continue
        shown = {
            less for way in ways[line.indicator] for count in range(len(way) + 1) for less in combinations(way, count)
        }
        factor = UNITS[line.unit].factor
        amounts = {
            entry.number: entry.values[line.indicator] * factor
            for entry in compiled.entries
            if line.indicator in entry.values
        }
        waived = frozenset(number for number, indicators in compiled.waived.items() if line.indicator in indicators)
        is_negative = line.may_be_negative or any(amount < 0 for amount in amounts.values())
        yield Series(line.indicator, amounts, frozenset(shown), waived, is_negative)


def way_of(scope: str) -> Way:
    """("park", "industry") of "park:kj|industry:food"."""
    return tuple(DIMENSIONS[kind] for kind, _code in parts(scope))


class Found:
    """The cells of a compilation as they come together."""

    def __init__(self, compiled: Compiled, entries: list[Entry]) -> None:
        self.compiled, self.entries = compiled, entries
        self.cells: dict[Hashable, Cell] = {}
        self.relations: list[Relation] = []
        self.contributions: list[Contribution] = []

    def add(self, series: Series) -> None:
        scopes = self._add_cells(series)
        for total in scopes:
            for way in sorted(series.ways):
                below = [scope for scope in scopes if way_of(scope) == way and _is_next(total, scope)]
                if below:
                    key = self.compiled.key
                    parts_of = tuple(key(series.indicator, scope) for scope in below)
                    self.relations.append(Relation(key(series.indicator, total), parts_of))

    def add_rest(self, whole: Series, listed: list[Series]) -> None:
        """What a whole has besides these parts: with all of them published, everybody can subtract."""
        numbers = whole.amounts.keys() | {number for part in listed for number in part.amounts}
        amounts = {n: whole.amounts.get(n, ZERO) - sum(p.amounts.get(n, ZERO) for p in listed) for n in sorted(numbers)}
        is_negative = whole.may_be_negative or any(amount < 0 for amount in amounts.values())
        rest = Series(
            ("rest", whole.indicator, *(part.indicator for part in listed)),
            amounts,
            whole.ways.intersection(*(part.ways for part in listed)),
            whole.waived.intersection(*(part.waived for part in listed)),
            is_negative,
        )
        key = self.compiled.key
        # Parts that make the whole up, return by return, leave nothing that could be told.
        is_nothing = len(listed) > 1 and not any(amounts.values())
        for scope in self._scopes(rest) if is_nothing else self._add_cells(rest):
            own = [key(part.indicator, scope) for part in listed]
            parts_of = own if is_nothing else [*own, key(rest.indicator, scope)]
            if all(each in self.cells for each in (key(whole.indicator, scope), *own)):
                self.relations.append(Relation(key(whole.indicator, scope), tuple(parts_of)))

    def _scopes(self, series: Series) -> list[str]:
        own = (entry for entry in self.entries if entry.number in series.amounts)
        return sorted({scope for entry in own for scope in scopes_of(entry, sorted(series.ways))})

    def _add_cells(self, series: Series) -> list[str]:
        values: dict[str, Decimal] = defaultdict(Decimal)
        for entry in self.entries:
            if entry.number not in series.amounts:
                continue
            amount = series.amounts[entry.number]
            holding = f"holding {entry.holding}" if entry.holding else ""
            for scope in scopes_of(entry, sorted(series.ways)):
                values[scope] += amount
                self.contributions.append(
                    Contribution(
                        self.compiled.key(series.indicator, scope),
                        entry.number,
                        holding,
                        amount,
                        entry.number in series.waived,
                    )
                )
        for scope in sorted(values):
            key = self.compiled.key(series.indicator, scope)
            status = self.compiled.statuses.get((str(series.indicator), scope), HIDDEN)
            self.cells[key] = Cell(key, values[scope], status, may_be_negative=series.may_be_negative)
        return sorted(values)


def _is_next(total: str, scope: str) -> bool:
    """Whether `scope` divides `total` by exactly one more dimension."""
    whole, part = ([] if key == ZONE else parts(key) for key in (total, scope))
    return len(part) == len(whole) + 1 and set(whole) <= set(part)


def useless_breakdowns(
    problem: Problem, withheld: Collection[Key], rules: Rules
) -> dict[tuple[Hashable, Hashable], str]:
    """{(compilation, indicator): what to publish instead of its parks by industries}, where most of them would be lost.

    Rows are parks, columns industries: {(8, "revenue"): "by_rows"} keeps the parks and gives up the industries.
    """
    tables: dict[tuple[Hashable, Hashable], list[Cell]] = defaultdict(list)
    for cell in problem.cells:
        if cell.status == OPEN and isinstance(cell.key, tuple) and len(cell.key) == 3:
            name, indicator, scope = cell.key
            if way_of(scope) == ("park", "industry"):
                tables[name, indicator].append(cell)
    found = {}
    for (name, indicator), cells in tables.items():
        if loses_most(cells, withheld):
            inner = [
                replace(each, cell=tuple(code for _kind, code in parts(each.cell[2])))
                for each in problem.contributions
                if isinstance(each.cell, tuple)
                and each.cell[:2] == (name, indicator)
                and way_of(each.cell[2]) == ("park", "industry")
            ]
            found[name, indicator] = propose_coarser(inner, rules).kind
    return found
