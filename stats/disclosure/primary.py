"""Which cells are unsafe by themselves: too few contributors, or one that another could estimate too closely."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from stats.disclosure.problem import (
    DOMINATED,
    FEW_CONTRIBUTORS,
    Contribution,
    Key,
    Problem,
    Relation,
    Rules,
)

Owner = str
Shares = dict[Owner, Decimal]  # what each holding adds to one cell


def contributions_by_cell(problem: Problem) -> dict[Key, list[Contribution]]:
    """Every cell's own contributions, or those of its parts where it has none of its own."""
    own: dict[Key, list[Contribution]] = defaultdict(list)
    for contribution in problem.contributions:
        own[contribution.cell].append(contribution)
    totals: dict[Key, list[Relation]] = defaultdict(list)
    for relation in problem.relations:
        totals[relation.total].append(relation)
    found: dict[Key, list[Contribution]] = {}

    def collect(key: Key) -> list[Contribution]:
        if key not in found:
            found[key] = own.get(key, [])  # also ends a circle of relations
            for relation in totals[key] if not found[key] else ():
                found[key] = [each for part in relation.parts for each in collect(part)]
                if found[key]:
                    break
        return found[key]

    return {cell.key: collect(cell.key) for cell in problem.cells}


def shares_of(contributions: Iterable[Contribution]) -> Shares:
    """{"H": 12, "e7": 3}: two enterprises of one owner are one."""
    shares: Shares = defaultdict(Decimal)
    for contribution in contributions:
        shares[contribution.owner] += contribution.value
    return dict(shares)


def absolute_total(shares: Mapping[Owner, Decimal]) -> Decimal:
    return sum((abs(share) for share in shares.values()), Decimal(0))


def unsafe_reason(shares: Mapping[Owner, Decimal], rules: Rules) -> str:
    """ "" for a safe cell. With negative values among them absolute amounts are compared."""
    if not shares:
        return ""
    amounts = sorted((abs(share) for share in shares.values() if share), reverse=True)
    if len(amounts) < rules.n:
        return FEW_CONTRIBUTORS
    rest = sum(amounts[2:], Decimal(0))
    return DOMINATED if rest < rules.share * amounts[0] else ""


def waiver_needed_from(shares: Mapping[Owner, Decimal], rules: Rules) -> set[Owner]:
    """Whose value would be given away by the cell: all where they are few, else each that another can estimate."""
    reason = unsafe_reason(shares, rules)
    if reason == FEW_CONTRIBUTORS:
        return set(shares)
    if not reason:
        return set()
    total = absolute_total(shares)
    largest, second = sorted(shares, key=lambda owner: -abs(shares[owner]))[:2]
    exposed = set()
    for owner, share in shares.items():
        knows = abs(shares[second if owner == largest else largest])
        if total - abs(share) - knows < rules.share * abs(share):
            exposed.add(owner)
    return exposed


def is_waived(contributions: Iterable[Contribution], rules: Rules) -> bool:
    """Everyone it is needed from has signed, each enterprise of a holding for itself."""
    listed = list(contributions)
    needed = waiver_needed_from(shares_of(listed), rules)
    return all(each.waived for each in listed if each.owner in needed)


def primary_cells(problem: Problem, rules: Rules) -> dict[Key, str]:
    """The unsafe cells with the reason of each."""
    by_cell = contributions_by_cell(problem)
    unsafe = {}
    for cell in problem.cells:
        contributions = by_cell[cell.key]
        reason = unsafe_reason(shares_of(contributions), rules) if cell.is_confidential else ""
        if reason and not is_waived(contributions, rules):
            unsafe[cell.key] = reason
    return unsafe
