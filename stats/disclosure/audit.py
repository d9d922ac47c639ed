"""The audit: an outsider's and every contributor's linear programs against all that is public. Independent on purpose.

It shares the description of the problem with the protection and nothing else: the rules, the grouping by holding and
the linear programs are written again (secrets, intervals), so that a mistake there does not hide itself here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from stats.disclosure.intervals import EXPECTED, SURE, VAGUE, Intervals, Room, Sum
from stats.disclosure.problem import HIDDEN, OPEN, PUBLISHED, Cell, Key, Problem, Relation, Rules
from stats.disclosure.secrets import Owner, Returns, Secret

SHOWN = "shown"  # an unsafe cell is not withheld at all
OUTSIDER = "outsider"  # anybody can compute it too closely
CONTRIBUTOR = "contributor"  # a contributor can, by means of its own values
NEARLY = 1 - 1e-6
STILL = 1e-7


@dataclass(frozen=True)
class Exposure:
    """For statisticians only: which cells (together) lie between which bounds for whom."""

    cells: tuple[Key, ...]
    kind: str
    low: float
    high: float
    attacker: Owner | None = None


@dataclass(frozen=True)
class AuditResult:
    exposed: tuple[Exposure, ...]
    checked: int  # secrets attacked, so that nobody takes an empty audit for a passed one
    public_before: tuple[Key, ...] = ()  # unsafe, but in public already: nothing can protect it any more

    @property
    def ok(self) -> bool:
        return not self.exposed


def audit(
    problem: Problem, withheld: Collection[Key], rules: Rules | None = None, time_limit: float = 60
) -> AuditResult:
    """Attacks what would be public: every open cell that is not in `withheld`, and all that is published already.

    audit(problem, protected.withheld).ok

    OutOfTime and SolverFailed mean that nothing is known: do not publish.
    """
    rules = rules or Rules()
    returns = Returns(problem, rules)
    hidden = {c.key for c in problem.cells if c.status == HIDDEN or (c.status == OPEN and c.key in withheld)}
    shown = [cell for cell in problem.cells if cell.key in returns.unsafe and cell.key not in hidden]
    exposed = [Exposure((c.key,), SHOWN, float(c.value), float(c.value)) for c in shown if c.status == OPEN]
    before = [cell.key for cell in shown if cell.status == PUBLISHED]
    attacks = Attacks(problem, returns, hidden, time_limit)
    blind = hidden | {cell.key for cell in problem.cells if cell.status == OPEN}
    attacks_of_nothing = Attacks(problem, returns, blind, time_limit)
    secrets = list(returns.secrets(hidden))
    for secret in secrets:
        found, was_told = _told_now(attacks, attacks_of_nothing, secret)
        before += secret.cells if was_told else ()
        exposed += found
    return AuditResult(tuple(exposed), len(secrets), tuple(before))


def _told_now(attacks: "Attacks", attacks_of_nothing: "Attacks", secret: Secret) -> tuple[list[Exposure], bool]:
    """Without what would be told even if nothing at all were published now, to the same attacker: what it expects from
    earlier vintages, first the vague of it, and what earlier sums tell a contributor. What they tell everybody is an
    exposure still. Also whether there was any such thing."""
    relying_on: dict[Owner | None, int] = {}
    while found := attacks.on(secret, relying_on):
        attacker = found[0].attacker
        certainty = relying_on.get(attacker, VAGUE)
        is_sum_for_all = attacker is None and certainty == SURE
        if is_sum_for_all or not attacks_of_nothing.by(attacker, secret, certainty):
            break
        relying_on[attacker] = certainty + 1
    return found, bool(relying_on)


class Attacks:
    """On the secrets of a publication in which `hidden` cells are not shown."""

    def __init__(self, problem: Problem, returns: Returns, hidden: Collection[Key], time_limit: float) -> None:
        self.returns = returns
        self.values = {cell.key: cell.value for cell in problem.cells}
        self.parts: dict[Key, Part] = {}
        for cells, relations in connected(problem, hidden):
            part = Part(cells, self._sums(cells, relations), returns, time_limit)
            self.parts |= {cell.key: part for cell in cells}

    def _sums(self, cells: Sequence[Cell], relations: Iterable[Relation]) -> list[Sum]:
        number = {cell.key: place for place, cell in enumerate(cells)}
        sums = []
        for relation in relations:
            signs: dict[int, int] = defaultdict(int)
            for key, sign in [(relation.total, 1), *((part, -1) for part in relation.parts)]:
                if key in number:
                    signs[number[key]] += sign
            off = self.values[relation.total] - sum(self.values[part] for part in relation.parts)
            room = (float(relation.tolerance + off), float(relation.tolerance - off))
            certainty = VAGUE if relation.is_vague else EXPECTED if relation.is_expected else SURE
            sums.append(Sum(dict(signs), room, certainty))
        return sums

    def by(self, owner: Owner | None, secret: Secret, certainty: int) -> list[Exposure]:
        """What one attacker finds that relies on sums as certain as that."""
        part = self.parts[secret.cells[0]]
        part.aim(secret, certainty)
        return part.attack(owner, self._unit(secret, owner), [] if owner is None else [owner])

    def on(self, secret: Secret, relying_on: Mapping[Owner | None, int]) -> list[Exposure]:
        """The first way found to compute the secret too closely, if there is one; on what each attacker relies, where
        that is not everything. Beyond SURE it knows the secret and is not asked."""
        part = self.parts[secret.cells[0]]
        certainty = relying_on.get(None, VAGUE)
        if exposed := self.by(None, secret, certainty):
            return exposed
        states, unit = part.states, self._unit(secret, None)
        owners: dict[int, list[Owner]] = defaultdict(list)
        for owner in () if secret.is_zero else part.holds:
            own = relying_on.get(owner, VAGUE)
            is_deceived = own >= certainty and part.allows(owner, states, secret, unit)
            if own <= SURE and secret.left_against(owner, self.returns.rules) and not is_deceived:
                owners[own].append(owner)
        for own, listed in owners.items():
            part.aim(secret, own)
            if exposed := self._by_any(part, secret, unit, listed):
                return exposed
        return []

    def _unit(self, secret: Secret, owner: Owner | None) -> float:
        if secret.is_zero:
            return float(self.returns.smallest * self.returns.rules.p / 100)
        return secret.left_against(owner, self.returns.rules)

    def _by_any(self, part: "Part", secret: Secret, unit: float, owners: list[Owner]) -> list[Exposure]:
        """The first contributor that learns too much. From whom a group together cannot, none of it can."""
        if len(owners) < 2:
            rules = self.returns.rules
            return [e for owner in owners for e in part.attack(owner, secret.left_against(owner, rules), [owner])]
        if not part.attack(None, unit, owners):
            return []
        middle = len(owners) // 2
        first, second = owners[:middle], owners[middle:]
        return self._by_any(part, secret, unit, first) or self._by_any(part, secret, unit, second)


class Part:
    """Hidden cells that hang together by sums, attacked one secret after another."""

    def __init__(self, cells: Sequence[Cell], sums: Sequence[Sum], returns: Returns, time_limit: float) -> None:
        self.cells, self.returns = cells, returns
        self.number = {cell.key: place for place, cell in enumerate(cells)}
        self.holds: dict[Owner, list[Cell]] = defaultdict(list)
        for cell in cells:
            for owner, amount in returns.amounts[cell.key].items():
                if amount:
                    self.holds[owner].append(cell)
        self.intervals = Intervals(len(cells), sums, time_limit)
        self.states: list[list[float]] = []  # that show how far the last target goes up and down
        self.secret = Secret((), {})
        self.relying_on = VAGUE

    def aim(self, secret: Secret, relying_on: int) -> None:
        self.secret, self.relying_on = secret, relying_on
        self.intervals.aim([self.number[key] for key in secret.cells])

    def attack(self, attacker: Owner | None, unit: float, knowing: list[Owner]) -> list[Exposure]:
        """The exposure, if what `knowing` know together leaves less than a unit on one of the sides."""
        self.intervals.allow(self._rooms(knowing), unit, relying_on=self.relying_on)
        self.states = []
        for side in (1,) if self.secret.is_zero else (1, -1):
            if self.intervals.furthest(side, limit=1.0) < NEARLY:
                break
            self.states.append(self.intervals.state)
        else:
            return []
        value = float(sum((cell.value for cell in self.cells if cell.key in self.secret.cells), Decimal(0)))
        low, high = (value + side * unit * self.intervals.furthest(side) for side in (-1, 1))
        return [Exposure(self.secret.cells, CONTRIBUTOR if attacker else OUTSIDER, low, high, attacker)]

    def allows(self, owner: Owner, states: list[list[float]], secret: Secret, unit: float) -> bool:
        """Whether an owner must reckon with states of the outsider, shrunk to what is needed against this owner."""
        left = secret.left_against(owner, self.returns.rules)
        own = [(self.number[cell.key], self._room(cell, owner)) for cell in self.holds[owner]]
        return all(
            -below <= state[place] * left <= above
            for state in states
            for place, (below, above) in own
            if abs(state[place]) > STILL
        )

    def _rooms(self, knowing: list[Owner]) -> list[Room]:
        """Below and above its true value, what those who join their knowledge cannot rule out for each hidden cell."""
        rooms = [self._room(cell) for cell in self.cells]
        for owner in knowing:
            for cell in self.holds[owner]:
                if len(knowing) > 1 and cell.key in self.secret.cells:
                    continue  # their shares in the secret itself lessen what is left to hide in the same measure
                place = self.number[cell.key]
                rooms[place] = min(rooms[place], self._room(cell, owner))
        return rooms

    def _room(self, cell: Cell, owner: Owner | None = None) -> Room:
        """For an outsider, or for one who knows its own amount in the cell; (0, 0) is known, so the smallest."""
        amounts = self.returns.amounts[cell.key]
        if not cell.value and not any(amounts.values()):
            return 0.0, inf if self.secret.is_zero and cell.key in self.returns.unsafe else 0.0
        if owner is not None and self.returns.alone.get(cell.key) == owner:
            return 0.0, 0.0
        own = amounts[owner] if owner is not None else Decimal(0)
        return inf if cell.may_be_negative else max(0.0, float(cell.value - own)), inf


def connected(problem: Problem, hidden: Collection[Key]) -> list[tuple[list[Cell], list[Relation]]]:
    """Hidden cells, and the sums in which they stand, by what hangs together."""
    sums_of: dict[Key, list[int]] = defaultdict(list)
    members = []
    for place, relation in enumerate(problem.relations):
        members.append([key for key in (relation.total, *relation.parts) if key in hidden])
        for key in members[-1]:
            sums_of[key].append(place)
    seen: set[Key] = set()
    found = []
    for cell in problem.cells:
        if cell.key not in hidden or cell.key in seen:
            continue
        reached, waiting = {cell.key}, [cell.key]
        while waiting:
            for place in sums_of[waiting.pop()]:
                new = [key for key in members[place] if key not in reached]
                reached.update(new)
                waiting += new
        seen |= reached
        cells = [each for each in problem.cells if each.key in reached]
        found.append((cells, [problem.relations[place] for place in sorted({p for k in reached for p in sums_of[k]})]))
    return found
