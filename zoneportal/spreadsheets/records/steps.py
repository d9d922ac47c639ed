"""What undoing a job means for each record that it wrote: the record goes, gets its earlier values, or comes back."""

import copy
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.db import models

from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.records.queries import entries_of, written_by

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
    written: int = 0  # number of the job's last entry in the record's history
    newest: int = 0  # number of the newest entry in it

    @property
    def is_newer(self) -> bool:
        """Whether something happened to the record after the job."""
        return self.newest > self.written


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
        """The entry that says what the record was before; a removal says it itself where no other does."""
        says_itself = self.last == "-" and (self.first == "-" or not self.before)
        return self.written if says_itself else self.before


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
    return {key for key, signs in written_among(job, model, keys).items() if "+" in signs}


def written_among(job: ImportJob, model: Model, keys: Collection[int]) -> dict[int, set[str]]:
    """Those of the keys whose records the job wrote, with what it did to them (+, ~, -). One query.

    By the records alone: asked for the job, too, a database may read all that the job wrote for each of them.
    """
    found: dict[int, set[str]] = {}
    if keys:
        entries = history_of(model).objects.filter(id__in=list(keys)).order_by()
        for key, sign, by in entries.values_list("id", "history_type", "import_job_id"):
            if by == job.pk:
                found.setdefault(key, set()).add(sign)
    return found


def steps_of(job: ImportJob, model: Model, keys: Collection[int]) -> list[Step]:
    """The steps of these records. Two queries, three for what comes back."""
    history = history_of(model)
    trails: dict[int, _Trail] = {key: _Trail() for key in keys}
    lines = history.objects.filter(id__in=list(keys)).order_by("history_id")
    for key, number, sign, by in lines.values_list("id", "history_id", "history_type", "import_job_id"):
        trails[key].add(number, sign, by == job.pk)
    trails = {key: trail for key, trail in trails.items() if trail.first and trail.kind}
    back = [trail for trail in trails.values() if trail.kind != REMOVE]
    entries = values_of(model, {number for trail in back for number in (trail.written, trail.earlier)})
    stored = {row.pk: row for row in model._base_manager.filter(pk__in=list(trails)).order_by("pk")}
    steps = [_step(model, key, trail, entries, stored.get(key)) for key, trail in trails.items()]
    return [step for step in steps if step is not None]


def values_of(model: Model, numbers: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """What entries of the history say, in the order of the fields of the model. One query, none for no entries."""
    names = [field.attname for field in model._meta.concrete_fields]
    entries = history_of(model).objects.filter(history_id__in=list(numbers)).order_by()
    return {values[0]: values[1:] for values in entries.values_list("history_id", *names)} if numbers else {}


def _step(model: Model, key: int, trail: _Trail, entries: dict[int, tuple[Any, ...]], now: Any) -> Step | None:
    step = Step(trail.kind, key, now, written=trail.written, newest=trail.newest)
    earlier = entries.get(trail.earlier)
    fields = model._meta.concrete_fields
    if step.kind == RETURN and earlier is not None:
        step.then = model(**{field.attname: value for field, value in zip(fields, earlier, strict=True)})
        step.fields = tuple(field.name for field in fields)
    elif step.kind == RESTORE and earlier is not None:
        pairs = zip(fields, earlier, entries[trail.written], strict=True)
        changed = [(field, before) for field, before, written in pairs if before != written]
        if not changed:
            return None
        step.fields = tuple(field.name for field, _before in changed)
        if now is not None:
            step.then = copy.copy(now)
            for field, before in changed:
                setattr(step.then, field.attname, before)
    return step
