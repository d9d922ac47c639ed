"""Whether numbers that should agree do: parts against their whole, sums of returns against a figure, two sources.

Every number says how it was rounded. So much of a difference as rounding can make is none; what is more has to be
explained, and stands as a residual line of its own, so that the parts with it come to the whole again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zoneportal.messages import N_
from zoneportal.numbers import display, last_place, round_half_up

WITHIN_ROUNDING, EXPLAINED, UNEXPLAINED = "within_rounding", "explained", "unexplained"
STATES: dict[str, str] = {
    WITHIN_ROUNDING: N_("within rounding"),
    EXPLAINED: N_("explained"),
    UNEXPLAINED: N_("unexplained"),
}
MOST_DECIMALS = 4  # that a figure keeps

ROUNDED_APART = N_(
    "Printed with %(decimals)s decimals the parts come to %(parts)s and the whole is %(whole)s. "
    "Both are right: say under the table that the parts do not add up because of rounding."
)
AGREES_AT = N_("With %(decimals)s decimals they agree.")


@dataclass(frozen=True)
class Number:
    """`error`: how far the true value may lie from it, because it was rounded; none where it is exact."""

    amount: Decimal
    error: Decimal = Decimal(0)

    @classmethod
    def rounded(cls, amount: Decimal, decimals: int) -> "Number":
        """Rounded to so many decimals: half of its last place may be missing."""
        return cls(amount, last_place(decimals) / 2)


@dataclass(frozen=True)
class Comparison:
    """What the parts come to (`ours`), what they should (`theirs`), both in one unit."""

    ours: Decimal
    theirs: Decimal
    tolerance: Decimal
    missing: tuple[str, ...] = ()  # parts without a number: they can hide anything, so rounding excuses nothing

    @property
    def difference(self) -> Decimal:
        """What the residual line holds: parts and residual come to the whole."""
        return self.theirs - self.ours

    @property
    def is_within(self) -> bool:
        return abs(self.difference) <= self.tolerance and not (self.missing and self.difference)

    def state(self, explanation: str) -> str:
        if self.is_within:
            return WITHIN_ROUNDING
        return EXPLAINED if explanation.strip() else UNEXPLAINED


def compare(parts: Mapping[str, Number | None], whole: Number) -> Comparison:
    """Parts by name against their whole, all in one unit. None is a part whose number is not known (no zero).

    The tolerance is the sum of what each rounding can make: 4 parts with 1 decimal and a whole with 1 decimal may lie
    5 x 0.05 = 0.25 apart.
    """
    known = [number for number in parts.values() if number is not None]
    ours = sum((number.amount for number in known), Decimal(0))
    tolerance = sum((number.error for number in known), whole.error)
    return Comparison(ours, whole.amount, tolerance, tuple(name for name, part in parts.items() if part is None))


def same(ours: Number, theirs: Number) -> Comparison:
    """One number against that of another source."""
    return compare({"": ours}, theirs)


@dataclass(frozen=True)
class Contradiction:
    """Published parts that visibly do not come to their published whole, though every number is rounded rightly."""

    parts: Decimal
    whole: Decimal
    decimals: int
    agrees_at: int | None  # with so many decimals nobody sees a contradiction; None: with no number of them

    def params(self) -> dict[str, str]:
        return {
            "decimals": str(self.decimals),
            "parts": display(self.parts, self.decimals),
            "whole": display(self.whole, self.decimals),
        }


def contradiction(parts: Sequence[Decimal], whole: Decimal, decimals: int) -> Contradiction | None:
    """What a reader who adds up the printed numbers would find; None where they agree.

    `parts` and `whole` are as exact as they are known. More than rounding can make is no contradiction of rounding but
    a difference, which `compare` finds.
    """
    printed, shown = _printed(parts, decimals), round_half_up(whole, decimals)
    most = last_place(decimals) / 2 * (len(parts) + 1)
    if printed == shown or abs(printed - shown) > most:
        return None
    finer = range(decimals + 1, MOST_DECIMALS + 1)
    agrees_at = next((more for more in finer if _printed(parts, more) == round_half_up(whole, more)), None)
    return Contradiction(printed, shown, decimals, agrees_at)


def _printed(parts: Sequence[Decimal], decimals: int) -> Decimal:
    return sum((round_half_up(part, decimals) for part in parts), Decimal(0))
