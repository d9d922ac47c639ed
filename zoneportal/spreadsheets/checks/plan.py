"""What a check would write, as lines that a confirmation writes without looking at the sheet again.

Each line is a block: rows of one model and one kind, in columns (attnames) of values that the table takes
(`loading.prepared`). A record that the plan creates is known by its place among all that it creates of its model:
where a column names one (`refs`), place n stands as -n - 1. Blocks of the kind ASIDE name records, by key, that step
aside in one column before rows are changed (`exchanges`).

    enterprises.registration + {"names": ["enterprise_id", "start_on"], "rows": [[-1, "2016-01-01"]],
                                "same": {"park_id": 3, …}, "refs": {"enterprise_id": "enterprises.enterprise"}}
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from zoneportal.spreadsheets.records import loading
from zoneportal.spreadsheets.records.bulk import CHANGED, CREATED, REMOVED
from zoneportal.spreadsheets.values.rows import Draft, Row

Model = type[models.Model]

ASIDE = "<"  # beside the kinds that the history knows


@dataclass
class Block:
    model: Model
    kind: str
    names: list[str]
    rows: list[list[Any]]
    same: dict[str, Any] = field(default_factory=dict)  # columns with one value in all rows
    refs: dict[str, str] = field(default_factory=dict)  # columns that name new records, with the label of their model

    def line(self) -> bytes:
        told = {"names": self.names, "rows": self.rows, "same": self.same, "refs": self.refs}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return f"{_head(self.model, self.kind)}{text}\n".encode()


def _head(model: Model, kind: str) -> str:
    return f"{model._meta.label_lower} {kind} "


class Planner:
    """Turns the rows of one chunk after another into blocks."""

    def __init__(self, models_written: Iterable[Model]) -> None:
        self.models_written = list(models_written)
        self._created = dict.fromkeys(self.models_written, 0)
        self._fields = {
            model: [(each, loading.prepared(each)) for each in model._meta.concrete_fields]
            for model in self.models_written
        }

    def blocks(self, rows: list[Row]) -> Iterator[Block]:
        drafts = list(dict.fromkeys(draft for row in rows for draft in row.drafts if draft.writes))
        by_model: dict[Model, list[Draft]] = {model: [] for model in self.models_written}
        for draft in drafts:
            by_model[draft.instance.__class__].append(draft)
        places = self._places(by_model)
        for model, several in by_model.items():
            yield from self._of_model(model, several, places)

    def aside(self, model: Model, name: str, keys: Iterable[int]) -> Block:
        return Block(model, ASIDE, [name], [[key] for key in sorted(keys)])

    def _places(self, by_model: dict[Model, list[Draft]]) -> dict[int, int]:
        """What stands for each new record: -1 for the first of its model, -2 …"""
        places: dict[int, int] = {}
        for model, several in by_model.items():
            for draft in several:
                if draft.is_new:
                    self._created[model] += 1
                    places[id(draft.instance)] = -self._created[model]
        return places

    def _of_model(self, model: Model, drafts: list[Draft], places: dict[int, int]) -> Iterator[Block]:
        removed = [[draft.instance.pk] for draft in drafts if draft.is_removed]
        if removed:
            yield Block(model, REMOVED, [], removed)
        by_fields: dict[frozenset[str], list[models.Model]] = {}
        for draft in drafts:
            if not (draft.is_removed or draft.is_new):
                by_fields.setdefault(frozenset(draft.touched), []).append(draft.instance)
        for names, instances in by_fields.items():
            yield self._block(model, CHANGED, instances, places, names)
        created = [draft.instance for draft in drafts if draft.is_new]
        if created:
            yield self._block(model, CREATED, created, places, None)

    def _block(
        self,
        model: Model,
        kind: str,
        instances: list[models.Model],
        places: dict[int, int],
        names: frozenset[str] | None,
    ) -> Block:
        """`names` of the fields that are written; None: all of them, of records to be created."""
        block, columns = Block(model, kind, [], []), []
        for each, prepare in self._fields[model]:
            if each.primary_key or each.generated or (names is not None and each.name not in names):
                continue
            values = [instance.__dict__[each.attname] for instance in instances]
            if each.is_relation and None in values:
                self._name_new(block, each, instances, values, places)
            first = values[0]
            if all(value is first for value in values):
                block.same[each.attname] = prepare(first) if prepare else first
                continue
            block.names.append(each.attname)
            columns.append([prepare(value) for value in values] if prepare else values)
        if kind == CHANGED:
            columns.append([instance.pk for instance in instances])
        block.rows = [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _each in instances]
        return block

    def _name_new(
        self, block: Block, each: Any, instances: list[models.Model], values: list[Any], places: dict[int, int]
    ) -> None:
        for place, (instance, value) in enumerate(zip(instances, values, strict=True)):
            if value is None and each.is_cached(instance) and (related := getattr(instance, each.name)) is not None:
                values[place] = places[id(related)]
                block.refs[each.attname] = related._meta.label_lower


def blocks_of(lines: Iterable[bytes], model: Model, kind: str) -> Iterator[Block]:
    """The blocks of one model and kind."""
    head = _head(model, kind).encode()
    for line in lines:
        if line.startswith(head):
            told = json.loads(line[len(head) :])
            yield Block(model, kind, told["names"], told["rows"], told["same"], told["refs"])


def named(block: Block, keys: dict[str, list[int]]) -> Block:
    """The block with the keys that the new records were given, by label of their model."""
    for name, label in block.refs.items():
        given = keys[label]
        if name in block.same:
            block.same[name] = _key(block.same[name], given)
            continue
        place = block.names.index(name)
        for row in block.rows:
            row[place] = _key(row[place], given)
    return block


def _key(value: int | None, given: list[int]) -> int | None:
    return given[-value - 1] if value is not None and value < 0 else value
