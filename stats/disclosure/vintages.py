"""A vintage beside the ones before it: their difference is as public as both, and what has hardly changed tells itself.

Two things can be learnt. The one vintage stands for the other, and is off by no more than it moved: whatever was
withheld must stay so where it hardly moved, and hides little where it is small. And where one enterprise joined or left
between them, the difference is its return.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from stats.disclosure.primary import Shares, absolute_total, contributions_by_cell, shares_of, unsafe_reason
from stats.disclosure.problem import HIDDEN, Cell, Contribution, Key, Problem, Relation, Rules


def linked(later: Problem, earlier: Problem, pairs: Mapping[Key, Key], rules: Rules) -> Problem:
    """Both vintages as one problem. `earlier` has only PUBLISHED and HIDDEN cells; `pairs`: later key -> earlier key.

    linked(annual, flash, {("annual", scope): ("flash", scope) for scope in scopes}, rules)
    """
    cells = {cell.key: cell for cell in (*later.cells, *earlier.cells)}
    shares = {key: shares_of(listed) for p in (later, earlier) for key, listed in contributions_by_cell(p).items()}
    new_cells: list[Cell] = []
    relations = list(later.relations + earlier.relations)
    contributions = list(later.contributions + earlier.contributions)
    for new, old in pairs.items():
        change = cells[new].value - cells[old].value
        changed = dict(changes(shares[old], shares[new]))
        is_told = gives_away(shares[old], shares[new], rules)
        if is_told:
            key = ("change", old, new)
            new_cells.append(Cell(key, change, HIDDEN, may_be_negative=True))
            relations.append(Relation(new, (old, key)))
            contributions += [Contribution(key, owner, "", amount) for owner, amount in changed.items()]
        off = 2 * abs(change)  # who takes the one for the other errs by the change
        if is_told:  # leaves the change its own need
            off = max(off, abs(change) + 2 * rules.share * absolute_total(changed))
        relations.append(_expected(cells[new], cells[old], off, rules))
    return Problem((*cells.values(), *new_cells), tuple(relations), tuple(contributions))


def _expected(one: Cell, other: Cell, off: Decimal, rules: Rules) -> Relation:
    """However far they are apart: what hides behind a small cell is estimated by it all the closer."""
    is_vague = abs(one.value - other.value) > rules.share * max(abs(one.value), abs(other.value))
    return Relation(one.key, (other.key,), off, is_expected=True, is_vague=is_vague)


def changes(old: Shares, new: Shares) -> Iterable[tuple[str, Decimal]]:
    for owner in sorted(old.keys() | new.keys()):
        change = new.get(owner, Decimal(0)) - old.get(owner, Decimal(0))
        if change:
            yield owner, change


def gives_away(old: Shares, new: Shares, rules: Rules) -> bool:
    """Whether the difference of two values tells a return: somebody came, went or grew from next to nothing, and too
    few others changed to hide it. A revision of one return alone tells by how much it was revised, not what it says.
    """
    told = False
    for owner in old.keys() | new.keys():
        small, large = sorted([abs(old.get(owner, Decimal(0))), abs(new.get(owner, Decimal(0)))])
        told |= small < rules.share * large
    return told and bool(unsafe_reason(dict(changes(old, new)), rules))


@dataclass(frozen=True)
class Typed:
    """A number that was typed or imported, of the same thing as a compiled cell. `error`: of its rounding."""

    beside: Key
    value: Decimal
    error: Decimal
    status: str


def beside_typed(problem: Problem, typed: Mapping[Key, Typed], rules: Rules) -> Problem:
    """Adds numbers of the same thing that were typed or imported, by their keys.

    A reader takes them for the compiled value, and errs by no more than they are off. Who contributed is not known.
    """
    cells = {cell.key: cell for cell in problem.cells}
    relations = list(problem.relations)
    for key, each in typed.items():
        known = cells[each.beside]
        cells[key] = Cell(key, each.value, each.status, known.may_be_negative, is_confidential=False)
        off = 2 * abs(each.value - known.value) + each.error
        relations.append(_expected(cells[key], known, off, rules))
    return Problem(tuple(cells.values()), tuple(relations), problem.contributions)
