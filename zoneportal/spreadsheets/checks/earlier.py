"""What rows say about the same record, over all chunks of a sheet.

A row of an earlier chunk is gone when a later one contradicts it. Then it is refused late: the sheet is checked once
more, and this time the refusal is known when the row comes.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from zoneportal.messages import N_
from zoneportal.spreadsheets.values.rows import Finding, Row

REPEATED = N_("This row says the same as row %(first)s and was counted once.")
CONTRADICTED = N_(
    "Rows %(first)s and %(second)s are about the same record and differ. Keep the right one and delete the other."
)
KEPT_FINDINGS = 3  # of a wrong row, for those that repeat it in later chunks


@dataclass(frozen=True)
class Refusal:
    """`column` None is the one of the row's key."""

    column: str | None
    message: str
    params: tuple[tuple[str, Any], ...] = ()


@dataclass
class Late:
    """Refusals of rows that have gone by, by row number."""

    refusals: dict[int, dict[Refusal, None]] = field(default_factory=dict)

    def refuse(self, number: int, column: str | None, message: str, params: dict[str, Any]) -> None:
        self.refusals.setdefault(number, {})[Refusal(column, message, tuple(params.items()))] = None

    def missing_in(self, other: "Late") -> bool:
        """Whether there is anything here that the other does not know."""
        return any(
            not refusals.keys() <= other.refusals.get(number, {}).keys() for number, refusals in self.refusals.items()
        )

    def take(self, other: "Late") -> None:
        for number, refusals in other.refusals.items():
            self.refusals.setdefault(number, {}).update(refusals)

    def repeat(self, resource: Any, rows: list[Row]) -> None:
        """Gives rows the refusals that an earlier round found for them."""
        if not self.refusals:
            return
        for row in rows:
            for refusal in self.refusals.get(row.number, ()):
                name = resource.place_of_key(row) if refusal.column is None else refusal.column
                finding = row.finding(name, refusal.message, dict(refusal.params))
                if finding not in row.errors:
                    row.errors.append(finding)


@dataclass(slots=True, eq=False)
class Seen:
    """The first row about a record. When its chunk is over only this is left of it."""

    number: int
    digest: int
    row: Row | None
    errors: list[Finding]


class Records:
    """Which row was the first about each record."""

    def __init__(self, resource: Any, late: Late) -> None:
        self._resource, self._late = resource, late
        self._first: dict[Hashable, Seen] = {}
        self._open: list[Seen] = []
        self._repeats: dict[Row, Seen] = {}

    def find_repeated(self, rows: list[Row]) -> None:
        """Two rows about one record are an error unless they agree in every cell; then the first one counts."""
        for row in rows:
            identity = self._resource.identity(row)
            if identity is None:
                continue
            other = self._first.get(identity)
            if other is None:
                seen = Seen(row.number, _digest(row), row, _NONE)
                self._first[identity] = seen
                self._open.append(seen)
            elif (other.row.values == row.values) if other.row else other.digest == _digest(row):
                row.repeats = other.number
                self._repeats[row] = other
            else:
                self._contradict(other, row)

    def _contradict(self, other: Seen, row: Row) -> None:
        numbers = {"first": other.number, "second": row.number}
        if other.row:
            other.row.refuse(self._resource.place_of_key(other.row), CONTRADICTED, **numbers)
        else:
            self._late.refuse(other.number, None, CONTRADICTED, numbers)
        row.refuse(self._resource.place_of_key(row), CONTRADICTED, **numbers)

    def settle(self) -> None:
        """When all else is known of the rows: one that repeats a wrong row is wrong as well."""
        for row, other in self._repeats.items():
            errors = other.row.errors if other.row else other.errors
            if errors:
                row.errors = [replace(finding, row=row.number) for finding in errors]
            else:
                row.notice("", REPEATED, first=other.number)

    def end_chunk(self) -> None:
        for seen in self._open:
            seen.errors, seen.row = (seen.row.errors[:KEPT_FINDINGS] if seen.row else []) or _NONE, None
        self._open, self._repeats = [], {}


_NONE: list[Finding] = []


def _digest(row: Row) -> int:
    try:
        return hash(frozenset(row.values.items()))
    except TypeError:  # a value that cannot be hashed
        return hash(repr(sorted(row.values.items())))
