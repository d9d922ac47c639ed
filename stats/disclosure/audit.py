"""The audit: an outsider's and every contributor's linear programs against all that is public. Independent on purpose.

It shares the description of the problem with the protection and nothing else: the rules, the grouping by holding and
the linear programs are written here again, so that a mistake there does not hide itself here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from stats.disclosure.intervals import Intervals, Room, Sum
from stats.disclosure.problem import HIDDEN, OPEN, PUBLISHED, Cell, Contribution, Key, Problem, Rules

SHOWN = "shown"  # an unsafe cell is not withheld at all
OUTSIDER = "outsider"  # anybody can compute it too closely
CONTRIBUTOR = "contributor"  # a contributor can, by means of its own values
NEARLY = 1 - 1e-6

Owner = str


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
    checked: int  # targets attacked, so that nobody takes an empty audit for a passed one
    public_before: tuple[Key, ...] = ()  # unsafe, but in public already: nothing can protect it any more

    @property
    def ok(self) -> bool:
        return not self.exposed


@dataclass(frozen=True)
class Secret:
    """Cells whose sum must stay uncertain, and the amounts of those who add to it."""

    cells: tuple[Key, ...]
    amounts: Mapping[Owner, Decimal]
    is_zero: bool = False


def audit(
    problem: Problem, withheld: Collection[Key], rules: Rules | None = None, time_limit: float = 60
) -> AuditResult:
    """Attacks what would be public: every open cell that is not in `withheld`, and all that is published already.

    audit(problem, protected.withheld).ok

    OutOfTime and SolverFailed mean that nothing is known: do not publish.
    """
    return Audit(problem, set(withheld), rules or Rules(), time_limit).result()


class Audit:
    def __init__(self, problem: Problem, withheld: set[Key], rules: Rules, time_limit: float) -> None:
        self.problem, self.rules, self.time_limit = problem, rules, time_limit
        self.expecting = True
        self.cells = {cell.key: cell for cell in problem.cells}
        self.amounts, self.unsafe = self._look_at_contributions()
        self.hidden = [c for c in problem.cells if c.status == HIDDEN or (c.status == OPEN and c.key in withheld)]
        self.number = {cell.key: place for place, cell in enumerate(self.hidden)}
        self.owners = sorted({owner for cell in self.hidden for owner in self.amounts[cell.key]})
        self.holds: dict[Owner, list[Cell]] = defaultdict(list)
        for cell in self.hidden:
            for owner in self.amounts[cell.key]:
                self.holds[owner].append(cell)
        self.intervals = Intervals(len(self.hidden), self._sums(), time_limit)

    def _look_at_contributions(self) -> tuple[dict[Key, dict[Owner, Decimal]], set[Key]]:
        """Amounts per owner of each cell (owners with a return of zero among them), and which cells are unsafe."""
        lists: dict[Key, list[Contribution]] = defaultdict(list)
        for each in self.problem.contributions:
            lists[each.cell].append(each)
        summed = {relation.total for relation in self.problem.relations}
        for _level in self.problem.relations:
            added = False
            for relation in self.problem.relations:
                parts_known = all(lists.get(part) or part not in summed for part in relation.parts)
                if not lists.get(relation.total) and parts_known:
                    lists[relation.total] = [each for part in relation.parts for each in lists.get(part, [])]
                    added |= bool(lists[relation.total])
            if not added:
                break
        amounts: dict[Key, dict[Owner, Decimal]] = {}
        for key in self.cells:
            amounts[key] = {}
            for each in lists.get(key, []):
                amounts[key][each.owner] = amounts[key].get(each.owner, Decimal(0)) + each.value
        unsafe = {
            key for key, cell in self.cells.items() if cell.is_confidential and self._breaks_rule(lists.get(key, []))
        }
        return amounts, unsafe

    def _breaks_rule(self, listed: list[Contribution]) -> bool:
        amounts: dict[Owner, Decimal] = defaultdict(Decimal)
        refusing = set()
        for each in listed:
            amounts[each.owner] += each.value
            if not each.waived:
                refusing.add(each.owner)
        if sum(1 for amount in amounts.values() if amount) < self.rules.n:
            return bool(refusing)
        return bool(refusing & self._can_be_estimated(amounts))

    def _can_be_estimated(self, amounts: Mapping[Owner, Decimal]) -> set[Owner]:
        """Whose amount another contributor, knowing its own, bounds within p per cent."""
        sizes = {owner: abs(amount) for owner, amount in amounts.items()}
        together = sum(sizes.values(), Decimal(0))
        first, second = sorted(sizes, key=lambda owner: -sizes[owner])[:2]
        found = set()
        for owner, size in sizes.items():
            best_informed = sizes[second if owner == first else first]
            if together - size - best_informed < self.rules.p * size / 100:
                found.add(owner)
        return found

    def _sums(self) -> list[Sum]:
        sums = []
        for relation in self.problem.relations:
            signs: dict[int, int] = defaultdict(int)
            for key, sign in [(relation.total, 1), *((part, -1) for part in relation.parts)]:
                if key in self.number:
                    signs[self.number[key]] += sign
            if signs:
                off = self.cells[relation.total].value - sum(self.cells[part].value for part in relation.parts)
                room = (float(relation.tolerance + off), float(relation.tolerance - off))
                sums.append(Sum(dict(signs), room, relation.is_expected))
        return sums

    def result(self) -> AuditResult:
        shown = [cell for cell in self.problem.cells if cell.key in self.unsafe and cell.key not in self.number]
        exposed = [
            Exposure((cell.key,), SHOWN, float(cell.value), float(cell.value)) for cell in shown if cell.status == OPEN
        ]
        before = [cell.key for cell in shown if cell.status == PUBLISHED]
        secrets = list(self._secrets())
        for secret in secrets:
            found = self._attack(secret)
            if found and self._was_told_before(secret):
                before += secret.cells
                found = self._attack(secret, expecting=False)
            exposed += found
        return AuditResult(tuple(exposed), len(secrets), tuple(before))

    def _was_told_before(self, secret: Secret) -> bool:
        """What is expected from earlier vintages tells it even if nothing at all were published now."""
        if not any(relation.is_expected for relation in self.problem.relations):
            return False
        everything = {cell.key for cell in self.problem.cells if cell.status == OPEN}
        return bool(Audit(self.problem, everything, self.rules, self.time_limit)._attack(secret))

    def _secrets(self) -> Iterable[Secret]:
        unsafe = [cell.key for cell in self.hidden if cell.key in self.unsafe]
        for key in unsafe:
            yield Secret((key,), self.amounts[key], is_zero=not any(self.amounts[key].values()))
        for cells in sorted(self._of_one_owner(set(unsafe)), key=str):
            together: dict[Owner, Decimal] = defaultdict(Decimal)
            for key in cells:
                for owner, amount in self.amounts[key].items():
                    together[owner] += amount
            contributors = [amount for amount in together.values() if amount]
            few = len(contributors) < self.rules.n
            if few or self._can_be_estimated(together):
                yield Secret(cells, together)

    def _of_one_owner(self, unsafe: set[Key]) -> set[tuple[Key, ...]]:
        """Unsafe cells of one sum that are led by the same owner: what it has in all of them is a secret, too."""
        groups = set()
        for relation in self.problem.relations:
            led: dict[Owner, list[Key]] = defaultdict(list)
            for key in relation.parts:
                amounts = self.amounts[key]
                if key in unsafe and any(amounts.values()):
                    led[max(sorted(amounts), key=lambda owner: abs(amounts[owner]))].append(key)
            groups |= {tuple(keys) for keys in led.values() if len(keys) > 1}
        return groups

    def _attack(self, secret: Secret, *, expecting: bool = True) -> list[Exposure]:
        self.expecting = expecting
        self.intervals.aim([self.number[key] for key in secret.cells])
        everything = sum((abs(amount) for amount in secret.amounts.values()), Decimal(0))
        if secret.is_zero:
            return self._attack_by(secret, None, float(self._smallest() * self.rules.p / 100), [])
        unit = float(everything * self.rules.p / 100)
        others = [owner for owner in self.owners if everything > abs(secret.amounts.get(owner, Decimal(0)))]
        return self._attack_by(secret, None, unit, []) or self._attack_by_any(secret, unit, others)

    def _attack_by_any(self, secret: Secret, unit: float, owners: list[Owner]) -> list[Exposure]:
        """The first contributor that learns too much. From whom a group together cannot, none of it can."""
        if len(owners) < 2:
            return [
                exposure
                for owner in owners
                for exposure in self._attack_by(secret, owner, self._left(secret, owner), [owner])
            ]
        if not self._attack_by(secret, None, unit, owners):
            return []
        middle = len(owners) // 2
        return self._attack_by_any(secret, unit, owners[:middle]) or self._attack_by_any(secret, unit, owners[middle:])

    def _left(self, secret: Secret, owner: Owner) -> float:
        """The uncertainty that the others in the secret need against one of them."""
        others = sum((abs(amount) for other, amount in secret.amounts.items() if other != owner), Decimal(0))
        return float(others * self.rules.p / 100)

    def _smallest(self) -> Decimal:
        amounts = [abs(each.value) for each in self.problem.contributions if each.value]
        return min(amounts, default=Decimal(1))

    def _attack_by(self, secret: Secret, attacker: Owner | None, unit: float, knowing: list[Owner]) -> list[Exposure]:
        """The exposure, if what `knowing` know together leaves less than a unit on one of the sides."""
        self.intervals.allow(self._rooms(secret, knowing), unit, expecting=self.expecting)
        sides = (1,) if secret.is_zero else (1, -1)
        if all(self.intervals.furthest(side, limit=1.0) >= NEARLY for side in sides):
            return []
        value = float(sum((self.cells[key].value for key in secret.cells), Decimal(0)))
        low, high = (value + side * unit * self.intervals.furthest(side) for side in (-1, 1))
        return [Exposure(secret.cells, CONTRIBUTOR if attacker else OUTSIDER, low, high, attacker)]

    def _rooms(self, secret: Secret, knowing: list[Owner]) -> list[Room]:
        """Below and above its true value, what those who join their knowledge cannot rule out for each hidden cell."""
        rooms: list[Room] = []
        for cell in self.hidden:
            amounts = self.amounts[cell.key]
            if not cell.value and not any(amounts.values()):
                hides_zero = secret.is_zero and cell.key in self.unsafe
                rooms.append((0.0, inf if hides_zero else 0.0))
            else:
                rooms.append((inf if cell.may_be_negative else float(cell.value), inf))
        return self._narrowed(rooms, secret, knowing)

    def _narrowed(self, rooms: list[Room], secret: Secret, knowing: list[Owner]) -> list[Room]:
        for owner in knowing:
            for cell in self.holds[owner]:
                place, amounts = self.number[cell.key], self.amounts[cell.key]
                if len(knowing) > 1 and cell.key in secret.cells:
                    continue  # their shares in the secret itself lessen what is left to hide in the same measure
                if amounts[owner] and not any(amount for other, amount in amounts.items() if other != owner):
                    rooms[place] = (0.0, 0.0)
                elif not cell.may_be_negative:
                    below, above = rooms[place]
                    rooms[place] = (max(0.0, min(below, float(cell.value - amounts[owner]))), above)
        return rooms
