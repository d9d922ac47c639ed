"""The names of the register, kept in mind where the database has no index of their parts (SQLite)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from enterprises.finding import is_name
from enterprises.models import Enterprise, RegisterLine
from zoneportal.characters import folded
from zoneportal.publishing.changes import topics_of
from zoneportal.publishing.preview import Reader

KEPT_AT_MOST = 50_000  # enterprises: about 15 MB in every process


@dataclass(frozen=True)
class Names:
    """Of the confirmed enterprises, by their zone numbers. Of a register that is too large none are kept."""

    rows: list[tuple[int, str]] | None  # key; names present and former, as the line has them

    def holding(self, words: list[str]) -> list[int] | None:
        """The enterprises with every word in a name; None where only the database can tell."""
        if self.rows is None or not all(map(is_name, words)):
            return None
        found = self.rows
        for text in map(folded, words):
            found = [row for row in found if text in row[1]]
        return [key for key, _names in found]


def keys_named(words: list[str], reader: Reader) -> list[int] | None:
    """By their zone numbers; None where the database is to be asked. No query while nothing changes in the register."""
    if connection.vendor == "postgresql" or not reader.versions:
        return None
    return reader.remembered("names", topics_of([Enterprise]), lambda: names(reader.at)).holding(words)


def names(at: datetime) -> Names:
    lines = RegisterLine.objects.confirmed(at).order_by("number")
    rows = lines.values_list("pk", "names", "former_names")[: KEPT_AT_MOST + 1]
    found = [(key, f"{present}\n{former}") for key, present, former in rows]
    return Names(found if len(found) <= KEPT_AT_MOST else None)
