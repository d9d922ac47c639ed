"""The rules of stays (registrations), judged for all rows of a sheet at once."""

from itertools import combinations
from typing import Any

from enterprises.models import Registration
from enterprises.models.registration import ONE_OPEN, OVERLAP
from zoneportal.spreadsheets.values.rows import Draft, Row


def judge(rows: list[Row], stored: dict[int, list[Registration]], column: str) -> None:
    """Refuses drafts that would overlap: with stored stays (by enterprise) and with each other.

    A refused row makes room for nobody, so this goes on until nothing is found.
    """
    refused = True
    while refused:
        refused = False
        for stays in _by_enterprise(rows, stored).values():
            for (one, row), (other, other_row) in combinations(stays, 2):
                if one.shares_a_day_with(other):
                    sentence = str(ONE_OPEN if one.end_on is None and other.end_on is None else OVERLAP)
                    for each in {row, other_row} - {None}:
                        each.refuse(column, sentence)
                        refused = True


def _by_enterprise(rows: list[Row], stored: dict[int, list[Registration]]) -> dict[Any, list[tuple]]:
    """The stays as they would stand, each with the row that writes it (None for stored ones that stay)."""
    drafts: dict[Any, list[tuple[Draft, Row]]] = {}
    for row in rows:
        for draft in row.drafts:
            if isinstance(draft.instance, Registration) and draft.writes and not row.errors:
                enterprise = draft.instance.enterprise
                drafts.setdefault(enterprise.pk or id(enterprise), []).append((draft, row))
    found = {}
    for key, several in drafts.items():
        replaced = {draft.instance.pk for draft, _row in several}
        stays = [(stay, None) for stay in stored.get(key, []) if stay.pk not in replaced]
        found[key] = stays + [(draft.instance, row) for draft, row in several]
    return found
