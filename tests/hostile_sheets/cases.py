"""A file of the corpus and what is expected of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zoneportal.spreadsheets.files.limits import Limits


@dataclass(frozen=True)
class Refuses:
    """One of these sentences (by their English templates), and nothing is read."""

    messages: tuple[str, ...]


@dataclass(frozen=True)
class Reads:
    """These rows come out of the child; None where only their number matters."""

    rows: list[list[Any]] | None = None
    count: int | None = None


@dataclass(frozen=True)
class Checks:
    """The sheet is read as enterprises: rows by state, and how each of the errors begins, in their order."""

    counts: dict[str, int]
    errors: tuple[str, ...] = ()


Outcome = Refuses | Reads | Checks


@dataclass(frozen=True)
class Case:
    """`make` gets the size where there are two: the small one for every run, the full one for `make torture`."""

    name: str
    make: Callable[..., bytes]
    outcome: Outcome
    filename: str = "登记表.xlsx"
    sizes: tuple[int, int] | None = None
    limits: Limits | None = None  # scaled down with the small size
    full_outcome: Outcome | None = None

    def content(self, *, full: bool = False) -> bytes:
        return self.make(self.sizes[full]) if self.sizes else self.make()

    def expected(self, *, full: bool = False) -> Outcome:
        return self.full_outcome if full and self.full_outcome else self.outcome


class Cases(list[Case]):
    """Collects functions: `@cases.refused(SENTENCE)` above one that makes a file."""

    def refused(self, *messages: str, **about: Any) -> Callable:
        return self._taken(Refuses(messages), about)

    def read(self, rows: list[list[Any]] | None = None, count: int | None = None, **about: Any) -> Callable:
        return self._taken(Reads(rows, count), about)

    def checked(self, counts: dict[str, int], *errors: str, **about: Any) -> Callable:
        return self._taken(Checks(counts, errors), about)

    def _taken(self, outcome: Outcome, about: dict[str, Any]) -> Callable:
        def taken(make: Callable[..., bytes]) -> Callable[..., bytes]:
            self.append(Case(make.__name__.strip("_"), make, outcome, **about))
            return make

        return taken
