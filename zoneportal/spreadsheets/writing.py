"""Drafts into the database: records and their history, set by set. The caller holds the transaction."""

from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history, get_history_manager_for_model

from zoneportal.spreadsheets.rows import Draft, Row

BATCH = 500
REASON_LIMIT = 100  # of simple_history's column

Written = dict[str, dict[str, list[int]]]


def write(resource: Any, rows: list[Row], *, by: Any, reason: str) -> Written:
    """Writes what the rows want. Returns the primary keys by model label: {"parks.park": {"created": […], …}}."""
    drafts = list(dict.fromkeys(draft for row in rows for draft in row.drafts if draft.writes))
    resource.before_writing([draft for draft in drafts if draft.is_new])
    evidence = {
        "default_user": by,
        "default_change_reason": reason[:REASON_LIMIT],
        "default_date": timezone.now(),
    }
    written: Written = {}
    for model in resource.models_written:
        mine = [draft for draft in drafts if type(draft.instance) is model]
        written[model._meta.label_lower] = _write_model(model, mine, evidence)
    return written


def _write_model(model: type[models.Model], drafts: list[Draft], evidence: dict[str, Any]) -> dict[str, list[int]]:
    """Removes, changes, creates, in this order: what ends makes room for what begins."""
    removed = [draft.instance for draft in drafts if draft.is_removed]
    changed = [draft for draft in drafts if not (draft.is_removed or draft.is_new)]
    created = [draft.instance for draft in drafts if draft.is_new]
    keys = {"removed": [each.pk for each in removed], "changed": [draft.instance.pk for draft in changed]}
    _remove(model, removed, evidence)
    if changed:
        fields = sorted(set().union(*(draft.touched for draft in changed)))
        bulk_update_with_history([draft.instance for draft in changed], model, fields, batch_size=BATCH, **evidence)
    if created:
        created = bulk_create_with_history(created, model, batch_size=BATCH, **evidence)
    return {"created": [each.pk for each in created], **keys}


def _remove(model: type[models.Model], instances: list[models.Model], evidence: dict[str, Any]) -> None:
    """simple_history has no set-based deletion, so its rows are written as `bulk_history_create` writes them."""
    if not instances:
        return
    history = get_history_manager_for_model(model).model
    history.objects.bulk_create(
        [
            history(
                history_type="-",
                history_date=evidence["default_date"],
                history_user=evidence["default_user"],
                history_change_reason=evidence["default_change_reason"],
                **{field.attname: getattr(instance, field.attname) for field in history.tracked_fields},
            )
            for instance in instances
        ],
        batch_size=BATCH,
    )
    model._base_manager.filter(pk__in=[instance.pk for instance in instances])._raw_delete(model._base_manager.db)
