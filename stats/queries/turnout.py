"""From how many of the returns that were asked for the figures of a release were compiled. Counts only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from stats.models import EnterpriseReturn, Figure


@dataclass(frozen=True, order=True)
class Turnout:
    year: int
    counted: int  # accepted returns that the compilation read
    asked: int

    @property
    def is_whole(self) -> bool:
        return self.counted >= self.asked


def turnout_of(figures: Iterable[Figure]) -> list[Turnout]:
    """A line for each year, and for each number of returns where it was compiled more than once.

    `figures` with their compilations. One query where there are any.
    """
    made = {(each.year, each.compiled.compilation.return_count) for each in figures if hasattr(each, "compiled")}
    if not made:
        return []
    returns = EnterpriseReturn.objects.filter(entry__survey__year__in={year for year, _count in made}).order_by()
    asked = dict(returns.values_list("entry__survey__year").annotate(Count("pk")))
    return sorted(Turnout(year, counted, asked.get(year, 0)) for year, counted in made)
