"""Many records into the database at once, each with its history. The caller holds the transaction.

Every entry of the history names the job, so that what was written as one unit can be undone as one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from simple_history.utils import get_history_manager_for_model

from zoneportal.spreadsheets.models import ImportJob

BATCH = 500


@dataclass(frozen=True)
class Evidence:
    """What the history says about a change."""

    job: ImportJob
    user: Any
    reason: str
    at: datetime


def create(model: type[models.Model], records: Sequence[models.Model], evidence: Evidence) -> list[int]:
    """Adds the records and gives them their primary keys (one that is set already is kept). Returns the keys."""
    model._base_manager.bulk_create(records, batch_size=BATCH)
    _remember(model, records, "+", evidence)
    return [record.pk for record in records]


def change(
    model: type[models.Model], records: Sequence[models.Model], fields: Collection[str], evidence: Evidence
) -> None:
    """Writes the named fields of the records; their histories say what the records are afterwards."""
    if records:
        model._base_manager.bulk_update(records, sorted(fields), batch_size=BATCH)
        _remember(model, records, "~", evidence)


def remove(model: type[models.Model], records: Sequence[models.Model], evidence: Evidence) -> None:
    """Deletes the records. What hangs on them must be gone already."""
    if records:
        _remember(model, records, "-", evidence)
        keys = [record.pk for record in records]
        model._base_manager.filter(pk__in=keys)._raw_delete(model._base_manager.db)


def _remember(model: type[models.Model], records: Sequence[models.Model], kind: str, evidence: Evidence) -> None:
    history = get_history_manager_for_model(model).model
    history.objects.bulk_create(
        [
            history(
                history_type=kind,
                history_date=evidence.at,
                history_user=evidence.user,
                history_change_reason=evidence.reason,
                import_job=evidence.job,
                **{field.attname: getattr(record, field.attname) for field in history.tracked_fields},
            )
            for record in records
        ],
        batch_size=BATCH,
    )
