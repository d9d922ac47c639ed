"""Drafts into the database: records and their history, set by set. The caller holds the transaction."""

from typing import Any

from django.db import models
from django.utils import timezone

from zoneportal.spreadsheets import bulk
from zoneportal.spreadsheets.bulk import Evidence
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.rows import Draft, Row

REASON_LIMIT = 100  # of simple_history's column

Written = dict[str, dict[str, list[int]]]


def write(resource: Any, rows: list[Row], *, job: ImportJob, by: Any, reason: str) -> Written:
    """Writes what the rows want. Returns the primary keys by model label: {"parks.park": {"created": […], …}}."""
    drafts = list(dict.fromkeys(draft for row in rows for draft in row.drafts if draft.writes))
    resource.before_writing([draft for draft in drafts if draft.is_new])
    evidence = Evidence(job=job, user=by, reason=reason[:REASON_LIMIT], at=timezone.now())
    written: Written = {}
    for model in resource.models_written:
        mine = [draft for draft in drafts if type(draft.instance) is model]
        written[model._meta.label_lower] = _write_model(model, mine, evidence)
    return written


def _write_model(model: type[models.Model], drafts: list[Draft], evidence: Evidence) -> dict[str, list[int]]:
    """Removes, changes, creates, in this order: what ends makes room for what begins."""
    removed = [draft.instance for draft in drafts if draft.is_removed]
    changed = [draft for draft in drafts if not (draft.is_removed or draft.is_new)]
    created = [draft.instance for draft in drafts if draft.is_new]
    keys = {"removed": [each.pk for each in removed], "changed": [draft.instance.pk for draft in changed]}
    bulk.remove(model, removed, evidence)
    fields = set().union(*(draft.touched for draft in changed))
    bulk.change(model, [draft.instance for draft in changed], fields, evidence)
    return {"created": bulk.create(model, created, evidence), **keys}
