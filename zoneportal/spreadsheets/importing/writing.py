"""A plan into the database: records and their history, set by set. The caller holds the transaction."""

from array import array
from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, models
from django.utils import timezone

from zoneportal.spreadsheets.checks import plan
from zoneportal.spreadsheets.checks.plan import ASIDE, Block
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.records import bulk, exchanges
from zoneportal.spreadsheets.records.bulk import CHANGED, CREATED, REMOVED, Evidence

REASON_LIMIT = 100  # of simple_history's column

NOT_BACK = "A record that made room was not among the changed ones."

Lines = Callable[[], Iterable[bytes]]


def write(resource: Any, lines: Lines, *, job: ImportJob, by: Any, reason: str, tell: Callable[[int], None]) -> None:
    """Writes the plan; `lines` gives it as often as it is asked. `tell` hears how many rows are done.

    Removes, changes, creates, in this order: what ends makes room for what begins.
    """
    evidence = Evidence(job=job, user=by, reason=reason[:REASON_LIMIT], at=timezone.now())
    keys: dict[str, Any] = {}
    done = 0
    for model in resource.models_written:
        for block in plan.blocks_of(lines(), model, REMOVED):
            bulk.remove_rows(model, [row[-1] for row in block.rows], evidence)
        aside = _step_aside(model, lines)
        for block in plan.blocks_of(lines(), model, CHANGED):
            names, rows = _whole(plan.named(block, keys), has_keys=True)
            bulk.change_rows(model, names, rows, evidence)
            for name in aside.keys() & set(names):
                aside[name].difference_update(row[-1] for row in rows)
            done += len(rows) if model is resource.model else 0
            tell(done)
        if any(aside.values()):
            raise IntegrityError(NOT_BACK)
        created = keys[model._meta.label_lower] = array("q")
        for block in plan.blocks_of(lines(), model, CREATED):
            created.extend(_create(resource, plan.named(block, keys), evidence))
            done += len(block.rows) if model is resource.model else 0
            tell(done)


def _step_aside(model: type[models.Model], lines: Lines) -> dict[str, set[int]]:
    """Makes room where changed rows exchange values; who has to be written now, by column."""
    aside: dict[str, set[int]] = {}
    for block in plan.blocks_of(lines(), model, ASIDE):
        (name,) = block.names
        aside[name] = {key for (key,) in block.rows}
        exchanges.step_aside(model, name, aside[name])
    return aside


def _create(resource: Any, block: Block, evidence: Evidence) -> Any:
    for name, values in resource.drawn(block.model, len(block.rows)).items():
        block.same.pop(name, None)
        block.names.append(name)
        for row, value in zip(block.rows, values, strict=True):
            row.append(value)
    return bulk.create_rows(block.model, *_whole(block), evidence)


def _whole(block: Block, *, has_keys: bool = False) -> tuple[list[str], list[list[Any]]]:
    """Names and rows with the columns in which all rows have the same value; a key stays behind them."""
    names, same = [*block.names, *block.same], list(block.same.values())
    if not same:
        return names, block.rows
    if has_keys:
        return names, [[*row[:-1], *same, row[-1]] for row in block.rows]
    return names, [row + same for row in block.rows]
