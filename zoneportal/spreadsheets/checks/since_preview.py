"""What a check saw of the records, and which rows conflict because a record moved since."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache

from django.db import models

from zoneportal.messages import N_
from zoneportal.spreadsheets.checks.reports import Report
from zoneportal.spreadsheets.values.rows import CHANGED, NEW, Row

TOUCHED_SINCE = N_("Somebody changed this record after your check.")
CHANGED_SINCE = N_("The record now says “%(theirs)s”, your sheet says “%(mine)s”.")
CREATED_SINCE = N_("Somebody entered this record after your check.")
REMOVED_SINCE = N_("Somebody deleted this record after your check.")
WRONG_AT_CHECK = N_("This row was wrong when the sheet was checked. Check the sheet again.")

Prints = Mapping[int, str]  # by row number; "" where the row was about a new record


def prints_of(report: Report) -> Prints:
    """What the stored check saw, of every row that was right."""
    found: dict[int, str] = {}
    for line in report.texts("prints"):
        found.update((int(number), seen) for number, seen in json.loads(line).items())
    return found


def fingerprint(row: Row) -> str:
    """Of the stored values of all records that the row writes, and of what stood where it changes something.

    A record that the row did not have to write may be gone since; then it is not among the first, and the row would
    bring it back.
    """
    before = [_values(draft.instance, draft.before) for draft in row.drafts if draft.before is not None]
    replaced = [(change.column, change.old) for change in row.changes]
    return hashlib.blake2b(repr((before, replaced)).encode(), digest_size=8).hexdigest()


@cache
def _stored(model: type[models.Model]) -> list[tuple[str, bool]]:
    return [(field.attname, isinstance(field, models.FileField)) for field in model._meta.concrete_fields]


def _values(instance: models.Model, before: dict) -> list:
    return [str(before[name]) if is_file else before[name] for name, is_file in _stored(instance.__class__)]


def find_conflicts(rows: list[Row], prints: Prints) -> None:
    """Compares each row that would write with what the check saw."""
    for row in rows:
        if row.state not in (NEW, CHANGED):
            continue
        seen = prints.get(row.number)
        if seen is None:
            row.refuse("", WRONG_AT_CHECK)
        elif row.main.is_new and seen:
            row.conflict(REMOVED_SINCE)
        elif not row.main.is_new and not seen:
            row.conflict(CREATED_SINCE)
        elif seen and seen != fingerprint(row):
            row.conflict(TOUCHED_SINCE, by_cell=CHANGED_SINCE)
