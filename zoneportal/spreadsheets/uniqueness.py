"""What may exist once only, judged for all rows of a sheet together: with the stored rows and with each other."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext

from zoneportal.messages import N_
from zoneportal.spreadsheets.conditions import Condition, compiled
from zoneportal.spreadsheets.rows import Draft, Row

CHUNK = 5000
TAKEN = N_("“%(value)s” belongs to another record already.")
TWICE = N_("Rows %(first)s and %(second)s cannot both be written: %(sentence)s")


@dataclass(frozen=True)
class UniqueRule:
    """One unique field or constraint. `sentence` is "" where the model has none of its own."""

    fields: tuple[models.Field, ...]
    condition: Condition | None = None
    sentence: str = ""
    place: str = ""  # the field at which the sentence belongs

    def key(self, instance: models.Model) -> tuple[Hashable, ...] | None:
        """What may occur once; None where the rule does not apply. A record to be created stands for itself."""
        if self.condition:
            values = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
            if self.condition(values) is not True:
                return None
        key = []
        for field in self.fields:
            value = getattr(instance, field.attname)
            if value is None and field.is_relation and field.is_cached(instance):
                related = getattr(instance, field.name)
                value = related and ("to be created", id(related))
            if value == "" and not field.editable:
                value = None  # the program gives it at the moment of writing
            key.append(value)
        return None if None in key else tuple(key)


def rules_of(model: type[models.Model]) -> list[UniqueRule]:
    rules = [UniqueRule((field,)) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            fields = tuple(cast(models.Field, model._meta.get_field(name)) for name in constraint.fields)
            condition = compiled(constraint.condition, model) if constraint.condition else None
            sentence, place = str(constraint.get_violation_error_message()), getattr(constraint, "field", "")
            rules.append(UniqueRule(fields, condition, sentence, place))
    return rules


def judge(rows: list[Row], models_written: Iterable[type[models.Model]], column_of) -> None:
    """Refuses rows until what is left can be written together: a refused row no longer makes room for another."""
    rules = [(model, rule) for model in models_written for rule in rules_of(model)]
    stored = {place: _stored(rows, model, rule) for place, (model, rule) in enumerate(rules)}
    found = True
    while found:
        found = False
        for place, (model, rule) in enumerate(rules):
            for row, draft, message, params in list(_clashes(rows, model, rule, stored[place])):
                names = [name for name in (rule.place, *(field.name for field in rule.fields)) if name]
                column = next((column for name in names if (column := column_of(draft, name))), "")
                row.refuse(column, message, value=_value(draft, rule), **params)
                found = True


def _value(draft: Draft, rule: UniqueRule) -> str:
    return "、".join(str(getattr(draft.instance, field.name)) for field in rule.fields)


def _standing(rows: list[Row], model: type[models.Model]) -> Iterator[tuple[Row, Draft]]:
    """The drafts of one model in rows without errors."""
    for row in rows:
        if not row.errors and not row.repeats:
            for draft in row.drafts:
                if type(draft.instance) is model:
                    yield row, draft


def _stored(rows: list[Row], model: type[models.Model], rule: UniqueRule) -> dict[tuple, set[int]]:
    """Primary keys of the stored records by key, for the keys that the sheet would write."""
    names = {field.name for field in rule.fields}
    wanted = {
        key
        for _row, draft in _standing(rows, model)
        if draft.writes
        and not draft.is_removed
        and (draft.is_new or rule.condition or names & draft.touched)
        and (key := rule.key(draft.instance))
        and not any(isinstance(part, tuple) for part in key)
    }
    found: dict[tuple, set[int]] = {}
    for chunk in _chunks(wanted):
        narrowed = {f"{field.attname}__in": {key[place] for key in chunk} for place, field in enumerate(rule.fields)}
        for record in model._base_manager.filter(**narrowed):
            key = rule.key(record)
            if key in wanted:
                found.setdefault(key, set()).add(record.pk)
    return found


def _chunks(keys: set[tuple]) -> Iterator[list[tuple]]:
    ordered = list(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _clashes(
    rows: list[Row], model: type[models.Model], rule: UniqueRule, stored: dict[tuple, set[int]]
) -> Iterator[tuple[Row, Draft, str, dict[str, Any]]]:
    standing = list(_standing(rows, model))
    moved = {draft.instance.pk for _row, draft in standing if not draft.is_new}
    holders: dict[tuple, tuple[Row, Draft]] = {}
    for row, draft in standing:
        key = None if draft.is_removed else rule.key(draft.instance)
        if key is None:
            continue
        if draft.writes and stored.get(key, set()) - moved:
            yield row, draft, rule.sentence or TAKEN, {}
        elif key in holders and (draft.writes or holders[key][1].writes):
            other = holders[key][0]
            if holders[key][1] is not draft:  # several rows of a sheet may share a record
                sentence = rule.sentence or gettext(TAKEN) % {"value": _value(draft, rule)}
                for each, own in ((other, holders[key][1]), (row, draft)):
                    yield each, own, TWICE, {"first": other.number, "second": row.number, "sentence": sentence}
        else:
            holders[key] = (row, draft)
