"""What is usual among enterprises of one kind: medians without the one that is looked at."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from decimal import Decimal

# Who is compared with whom, the nearest first: the division of GB/T 4754, its section, all returns of the year.
INDUSTRY, SECTION, ALL = "industry", "section", "all"


class Peers:
    """The values of one line among enterprises of one kind, in the unit of the line; zeros say nothing of a unit."""

    def __init__(self, values: Iterable[Decimal]) -> None:
        self.sorted = sorted(abs(value) for value in values if value)

    def median_without(self, value: Decimal) -> Decimal:
        """The median of the others: `value` itself, one of them, is left out once. Needs at least two values."""
        position = bisect_left(self.sorted, abs(value))
        count = len(self.sorted) - 1
        lower, upper = (self._at((count - 1) // 2, position), self._at(count // 2, position))
        return (lower + upper) / 2

    def _at(self, index: int, without: int) -> Decimal:
        return self.sorted[index if index < without else index + 1]

    def others(self) -> int:
        return len(self.sorted) - 1


class Circle:
    """The returns of one year that a return is compared with, by line: levels, and levels by head of the staff.

    A large enterprise is no slip, but one that earns a thousand times the usual by head is. So the head decides, and
    levels only where no staff is known.
    """

    def __init__(self, returns: Iterable[Mapping[str, Decimal]], staff: str, among: str = INDUSTRY) -> None:
        """`returns`: values by line code; `staff`: the line of the staff, blank where the form asks none."""
        self.among = among
        levels: dict[str, list[Decimal]] = {}
        by_head: dict[str, list[Decimal]] = {}
        for values in returns:
            heads = values.get(staff) or Decimal(0)
            for line, value in values.items():
                levels.setdefault(line, []).append(value)
                if heads > 0:
                    by_head.setdefault(line, []).append(value / heads)
        self.levels = {line: Peers(values) for line, values in levels.items()}
        self.by_head = {line: Peers(values) for line, values in by_head.items()}
