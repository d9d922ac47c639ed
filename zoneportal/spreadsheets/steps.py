"""What undoing a job means for each record that it wrote: the record goes, gets its earlier values, or comes back."""

import copy
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.db import models

from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.queries import entries_of, written_by

REMOVE, RESTORE, RETURN = "remove", "restore", "return"
CHUNK = 2000

Model = type[models.Model]


@dataclass(slots=True)
class Step:
    """One record on its way back. `now` is what is stored, `then` what would be; None: no record."""

    kind: str
    key: int
    now: Any = None
    then: Any = None
    fields: tuple[str, ...] = ()  # names of the fields that get other values
    written: Any = None  # the job's last entry in the record's history (its number, where it is not asked for more)
    newest: int = 0  # number of the newest entry in the record's history

    @property
    def is_newer(self) -> bool:
        """Whether something happened to the record after the job."""
        return self.newest > self.written.history_id


@dataclass(slots=True)
class _Trail:
    """What a record's history says of the job: the numbers and signs (+, ~, -) of the entries that count."""

    before: int = 0
    first: str = ""
    written: int = 0
    last: str = ""
    newest: int = 0

    def add(self, number: int, sign: str, is_of_job: bool) -> None:
        if is_of_job:
            self.before = self.before if self.first else self.newest
            self.first = self.first or sign
            self.written, self.last = number, sign
        self.newest = number

    @property
    def kind(self) -> str:
        if self.first == "+":
            return "" if self.last == "-" else REMOVE
        return RETURN if self.last == "-" else RESTORE

    @property
    def earlier(self) -> int:
        """The entry that says what the record was before; a removal alone says it itself."""
        return self.written if self.first == "-" else self.before


def models_of(job: ImportJob) -> list[Model]:
    """The models that the job wrote, each behind those it points to. One query."""
    written = [each.model for each in written_by(job)]
    graph = {
        model: [
            field.related_model
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in written and field.related_model is not model
        ]
        for model in written
    }
    return list(TopologicalSorter(graph).static_order())


def history_of(model: Model) -> Any:
    return model.history.model


def keys_of(job: ImportJob, model: Model) -> Iterator[Sequence[int]]:
    """Primary keys of the records of one model that the job wrote, in chunks. One query."""
    entries = entries_of(job, history_of(model)).order_by("id").values_list("id", flat=True).distinct()
    keys = array("q", entries.iterator(CHUNK))
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def created_among(job: ImportJob, model: Model, keys: Collection[int]) -> set[int]:
    """Those of the keys whose records the job created. One query."""
    return _signed(job, model, keys, "+")


def removed_among(job: ImportJob, model: Model, keys: Collection[int]) -> set[int]:
    """Those of the keys whose records the job removed. One query."""
    return _signed(job, model, keys, "-")


def _signed(job: ImportJob, model: Model, keys: Collection[int], sign: str) -> set[int]:
    entries = entries_of(job, history_of(model)).filter(history_type=sign, id__in=list(keys))
    return set(entries.values_list("id", flat=True))


def steps_of(job: ImportJob, model: Model, keys: Collection[int], *, locks: bool = False) -> list[Step]:
    """The steps of these records. Three queries; `locks` holds the stored records until the transaction ends."""
    history = history_of(model)
    trails: dict[int, _Trail] = {key: _Trail() for key in keys}
    lines = history.objects.filter(id__in=list(keys)).order_by("history_id")
    for key, number, sign, by in lines.values_list("id", "history_id", "history_type", "import_job_id"):
        trails[key].add(number, sign, by == job.pk)
    trails = {key: trail for key, trail in trails.items() if trail.first and trail.kind}
    entries = history.objects.in_bulk(
        {trail.written for trail in trails.values()} | {trail.earlier for trail in trails.values()}
    )
    rows = model._base_manager.filter(pk__in=list(trails)).order_by("pk")
    stored = {row.pk: row for row in (rows.select_for_update(of=("self",)) if locks else rows)}
    steps = [_step(model, key, trail, entries, stored.get(key)) for key, trail in trails.items()]
    return [step for step in steps if step is not None]


def _step(model: Model, key: int, trail: _Trail, entries: dict[int, Any], now: Any) -> Step | None:
    step = Step(trail.kind, key, now, written=entries[trail.written], newest=trail.newest)
    earlier = entries.get(trail.earlier)
    if step.kind == RETURN:
        step.then = model(**{field.attname: getattr(earlier, field.attname) for field in model._meta.concrete_fields})
        step.fields = tuple(field.name for field in model._meta.concrete_fields)
    elif step.kind == RESTORE and earlier is not None:
        changed = [
            field
            for field in model._meta.concrete_fields
            if getattr(earlier, field.attname) != getattr(step.written, field.attname)
        ]
        if not changed:
            return None
        step.fields = tuple(field.name for field in changed)
        if now is not None:
            step.then = copy.copy(now)
            for field in changed:
                setattr(step.then, field.attname, getattr(earlier, field.attname))
    return step
