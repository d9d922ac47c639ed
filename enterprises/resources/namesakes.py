"""Rows of one sheet that bear the same name and are about different enterprises: allowed, and often a slip."""

from enterprises.queries import known_pairs, pairs_by_ground
from enterprises.queries.duplicates import NAME
from zoneportal.characters import folded
from zoneportal.messages import N_
from zoneportal.spreadsheets.values.rows import Row

SAME_NAME = N_(
    "Row %(row)s has the same name and counts as another enterprise. If the two are one, keep one of the rows; where "
    "both are in the register already, merge them there. If they are two, nothing needs to be done."
)


class Namesakes:
    """The names of a sheet, row after row. Pairs that somebody told apart on the ground of their name are two."""

    def __init__(self) -> None:
        found = pairs_by_ground(known_pairs())
        self._distinct = {shared: pairs for (kind, shared), pairs in found.items() if kind == NAME}
        # Numbers stand for names, because the names of a long sheet would fill the memory.
        self._first: dict[int, int] = {}  # row by name, of enterprises that nobody told apart from another one
        self._told_apart: dict[str, list[tuple[int, int]]] = {}  # the others: rows, keys

    def tell(self, rows: list[Row]) -> None:
        """Gives a notice to every row whose name stood in an earlier one. Refused rows do not count."""
        for row in rows:
            if not row.errors:
                other = self._earlier(row)
                if other:
                    row.notice("name_zh", SAME_NAME, row=other)

    def _earlier(self, row: Row) -> int | None:
        """The number of the row in question; from now on this one is known as well."""
        name, key = folded(row.main.instance.name_zh), row.main.instance.pk
        distinct = self._distinct.get(name, frozenset())
        others = self._told_apart.get(name, [])
        first = self._first.get(hash(name))
        if first is None:
            first = next((number for number, other in others if frozenset((key, other)) not in distinct), None)
        if any(key in pair for pair in distinct):
            self._told_apart.setdefault(name, []).append((row.number, key))
        else:
            self._first.setdefault(hash(name), row.number)
        return first
