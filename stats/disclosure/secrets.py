"""What the audit has to find well hidden: unsafe cells, and what one owner has in several of them.

Belongs to the audit and shares nothing with the protection: grouping by owner and the rules are written here again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from stats.disclosure.problem import Contribution, Key, Problem, Rules

Owner = str
Amounts = Mapping[Owner, Decimal]


@dataclass(frozen=True)
class Secret:
    """Cells whose sum must stay uncertain, and the amounts of those who add to it."""

    cells: tuple[Key, ...]
    amounts: Amounts
    is_zero: bool = False

    def left_against(self, owner: Owner | None, rules: Rules) -> float:
        """The uncertainty that the contributors need against one of them, or against an outsider."""
        others = sum((abs(amount) for other, amount in self.amounts.items() if other != owner), Decimal(0))
        return float(others * rules.p / 100)


class Returns:
    """`amounts`: what each owner has in each cell, returns of zero among them. `unsafe`: cells that break a rule."""

    def __init__(self, problem: Problem, rules: Rules) -> None:
        self.problem, self.rules = problem, rules
        lists = _contributions(problem)
        self.amounts: dict[Key, Amounts] = {}
        self.alone: dict[Key, Owner] = {}  # who knows the value of a cell, because nobody else has anything in it
        self.unsafe: set[Key] = set()
        for cell in problem.cells:
            listed = lists.get(cell.key, [])
            amounts = self.amounts[cell.key] = _by_owner(listed)
            present = [owner for owner, amount in amounts.items() if amount]
            if len(present) == 1:
                self.alone[cell.key] = present[0]
            refusing = {each.owner for each in listed if not each.waived}
            if cell.is_confidential and refusing & self._exposed(amounts):
                self.unsafe.add(cell.key)
        self.smallest = min((abs(each.value) for each in problem.contributions if each.value), default=Decimal(1))

    def _exposed(self, amounts: Amounts) -> set[Owner]:
        """Who would be given away: all, where they are few; else whom another one, knowing its own, can estimate."""
        sizes = {owner: abs(amount) for owner, amount in amounts.items()}
        if sum(1 for size in sizes.values() if size) < self.rules.n:
            return set(sizes)
        together = sum(sizes.values(), Decimal(0))
        first, second = sorted(sizes, key=lambda owner: -sizes[owner])[:2]
        share = self.rules.p / 100
        return {
            owner
            for owner, size in sizes.items()
            if together - size - sizes[second if owner == first else first] < share * size
        }

    def secrets(self, hidden: Collection[Key]) -> Iterable[Secret]:
        """Of the hidden cells: each unsafe one, and sums of such that are led by the same owner."""
        unsafe = [cell.key for cell in self.problem.cells if cell.key in hidden and cell.key in self.unsafe]
        for key in unsafe:
            yield Secret((key,), self.amounts[key], is_zero=not any(self.amounts[key].values()))
        for cells in sorted(self._of_one_owner(set(unsafe)), key=str):
            together: dict[Owner, Decimal] = defaultdict(Decimal)
            for key in cells:
                for owner, amount in self.amounts[key].items():
                    together[owner] += amount
            if any(together.values()) and self._exposed(together):
                yield Secret(cells, together)

    def _of_one_owner(self, unsafe: set[Key]) -> set[tuple[Key, ...]]:
        groups = set()
        for relation in self.problem.relations:
            led: dict[Owner, list[Key]] = defaultdict(list)
            for key in relation.parts:
                amounts = self.amounts[key]
                if key in unsafe and any(amounts.values()):
                    led[max(sorted(amounts), key=lambda owner: abs(amounts[owner]))].append(key)
            groups |= {tuple(keys) for keys in led.values() if len(keys) > 1}
        return groups


def _contributions(problem: Problem) -> Mapping[Key, list[Contribution]]:
    """A total has those of its parts where it has none of its own."""
    lists: dict[Key, list[Contribution]] = defaultdict(list)
    for each in problem.contributions:
        lists[each.cell].append(each)
    summed = {relation.total for relation in problem.relations}
    for _level in problem.relations:
        added = False
        for relation in problem.relations:
            parts_known = all(lists.get(part) or part not in summed for part in relation.parts)
            if not lists.get(relation.total) and parts_known:
                lists[relation.total] = [each for part in relation.parts for each in lists.get(part, [])]
                added |= bool(lists[relation.total])
        if not added:
            break
    return lists


def _by_owner(listed: Iterable[Contribution]) -> Amounts:
    amounts: dict[Owner, Decimal] = defaultdict(Decimal)
    for each in listed:
        amounts[each.owner] += each.value
    return dict(amounts)
