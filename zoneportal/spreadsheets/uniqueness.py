"""What may exist once only, judged for all rows of a sheet together: with the stored rows and with each other."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.db import models
from django.utils.translation import gettext

from zoneportal.messages import N_
from zoneportal.spreadsheets.conditions import Condition, compiled
from zoneportal.spreadsheets.earlier import Late
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
        if self.condition and self.condition(instance.__dict__) is not True:
            return None
        values, key = instance.__dict__, []
        for field in self.fields:
            value = values[field.attname]
            if value is None and field.is_relation and field.is_cached(instance):
                related = field.get_cached_value(instance)
                value = related and ("to be created", id(related))
            if value is None or (value == "" and not field.editable):
                return None  # nothing, or what the program gives at the moment of writing
            key.append(value)
        return tuple(key)


def rules_of(model: type[models.Model]) -> list[UniqueRule]:
    rules = [UniqueRule((field,)) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            fields = tuple(cast(models.Field, model._meta.get_field(name)) for name in constraint.fields)
            condition = compiled(constraint.condition, model) if constraint.condition else None
            sentence, place = str(constraint.get_violation_error_message()), getattr(constraint, "field", "")
            rules.append(UniqueRule(fields, condition, sentence, place))
    return rules


ColumnOf = Callable[[Draft, str], str]
Key = tuple[Hashable, ...]


class Claim(NamedTuple):
    """A row that writes a record with this key."""

    row: Row
    draft: Draft
    key: Key


class Pending(NamedTuple):
    """A claim on a key that stored records hold: allowed where rows of other chunks give the key up."""

    number: int
    column: str
    params: dict[str, Any]
    holders: frozenset[int]


class Claims:
    """The claims of the rows of a sheet on one rule, chunk by chunk. A refused row makes no room for another."""

    def __init__(self, model: type[models.Model], rule: UniqueRule, column_of: ColumnOf, *, is_one_chunk: bool) -> None:
        self.model, self.rule = model, rule
        self._column_of, self._is_one_chunk = column_of, is_one_chunk
        self._names = {field.name for field in rule.fields}
        self._claims: list[Claim] = []
        self._leaving: list[tuple[Row, int]] = []  # with the key of a stored record that leaves its place
        self._held: dict[Hashable, int] = {}  # number of the row of an earlier chunk, by key
        self._given_up: dict[int, int] = {}  # number of the row of an earlier chunk, by key of the stored record
        self._pending: list[Pending] = []

    def open_chunk(self) -> None:
        self._claims, self._leaving = [], []

    def take(self, row: Row, draft: Draft) -> None:
        """A draft that would be written."""
        if not (draft.is_new or draft.is_removed or self.rule.condition or not self._names.isdisjoint(draft.touched)):
            return
        if not draft.is_new:
            self._leaving.append((row, draft.instance.pk))
        if not draft.is_removed:
            key = self.rule.key(draft.instance)
            if key is not None:
                self._claims.append(Claim(row, draft, key))

    def fetch(self) -> None:
        """Who holds what the rows claim; one query for each 5,000 keys."""
        self._stored = _stored(self.model, self.rule, {claim.key for claim in self._claims})

    def refuse_clashes(self, late: Late) -> bool:
        """Refuses rows that cannot be written beside stored records or each other; whether there were any."""
        leaving = {key for row, key in self._leaving if not row.errors}
        holders: dict[Key, Claim] = {}
        clashes: list[tuple[Claim, Claim | int | None]] = []
        for claim in self._claims:
            if claim.row.errors:
                continue
            other = holders.setdefault(claim.key, claim)
            if self._is_one_chunk and self._stored.get(claim.key, NOBODY) - leaving:
                clashes.append((claim, None))
            elif claim.key in self._held:
                clashes.append((claim, self._held[claim.key]))
            elif other.draft is not claim.draft:  # several rows of a sheet may share a record
                clashes.append((claim, other))
        for claim, in_its_way in clashes:
            self._refuse(claim, in_its_way, late)
        return bool(clashes)

    def _refuse(self, claim: Claim, other: Claim | int | None, late: Late) -> None:
        """`other`: the row in its way, the number of one that has gone by, or None for a stored record."""
        value, sentence = _value(claim.draft, self.rule), self.rule.sentence
        if other is None:
            self._say(claim, sentence or TAKEN, {"value": value})
            return
        first = other if isinstance(other, int) else other.row.number
        sentence = sentence or gettext(TAKEN) % {"value": value}
        params = {"value": value, "first": first, "second": claim.row.number, "sentence": sentence}
        self._say(claim, TWICE, params)
        if isinstance(other, int):  # in the next round neither of them claims anything, and both are refused still
            for number in (first, claim.row.number):
                late.refuse(number, self._column(claim.draft), TWICE, params)
        else:
            self._say(other, TWICE, params)

    def _say(self, claim: Claim, message: str, params: dict[str, Any]) -> None:
        finding = claim.row.finding(self._column(claim.draft), message, params)
        if finding not in claim.row.errors:
            claim.row.errors.append(finding)

    def _column(self, draft: Draft) -> str:
        names = [name for name in (self.rule.place, *(field.name for field in self.rule.fields)) if name]
        return next((column for name in names if (column := self._column_of(draft, name))), "")

    def end_chunk(self) -> None:
        """Keeps what later chunks have to know."""
        if self._is_one_chunk:
            return
        leaving = {key: row.number for row, key in self._leaving if not row.errors}
        for claim in self._claims:
            if claim.row.errors:
                continue
            if not _has_new(claim.key):
                self._held[claim.key] = claim.row.number
            holders = self._stored.get(claim.key, NOBODY) - leaving.keys()
            if holders:
                params = {"value": _value(claim.draft, self.rule)}
                self._pending.append(Pending(claim.row.number, self._column(claim.draft), params, frozenset(holders)))
        self._given_up |= leaving

    def refuse_pending(self, late: Late) -> bool:
        """After the last chunk: refuses claims on keys that nobody gives up; whether there was any new one."""
        found = False
        for claim in self._pending:
            stays = any(self._given_up.get(key, claim.number) in late.refusals for key in claim.holders)
            if claim.number not in late.refusals and (stays or not claim.holders <= self._given_up.keys()):
                late.refuse(claim.number, claim.column, self.rule.sentence or TAKEN, claim.params)
                found = True
        return found


NOBODY: frozenset[int] = frozenset()


class Uniqueness:
    """All unique rules of the models that a sheet writes."""

    def __init__(self, written: Iterable[type[models.Model]], column_of: ColumnOf, *, is_one_chunk: bool) -> None:
        self._of_model = {
            model: [Claims(model, rule, column_of, is_one_chunk=is_one_chunk) for rule in rules_of(model)]
            for model in written
        }
        self._all = [claims for several in self._of_model.values() for claims in several]

    def judge(self, rows: list[Row], late: Late) -> None:
        """Refuses rows until what is left can be written together."""
        for claims in self._all:
            claims.open_chunk()
        for row in rows:
            if not row.errors:
                for draft in row.drafts:
                    if draft.writes:
                        for claims in self._of_model[draft.instance.__class__]:
                            claims.take(row, draft)
        for claims in self._all:
            claims.fetch()
        while sum(claims.refuse_clashes(late) for claims in self._all):
            pass

    def end_chunk(self) -> None:
        """After everything else is known of the rows."""
        for claims in self._all:
            claims.end_chunk()

    def finish(self, late: Late) -> None:
        while sum(claims.refuse_pending(late) for claims in self._all):
            pass


def _value(draft: Draft, rule: UniqueRule) -> str:
    return "、".join(str(getattr(draft.instance, field.name)) for field in rule.fields)


def _has_new(key: Key) -> bool:
    """Whether a record to be created is part of the key: no other chunk can mean it."""
    return any(isinstance(part, tuple) for part in key)


def _stored(model: type[models.Model], rule: UniqueRule, keys: set[Key]) -> dict[Key, set[int]]:
    """Primary keys of the stored records by key, for the keys that the sheet would write."""
    wanted = [key for key in keys if not _has_new(key)]
    found: dict[Key, set[int]] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        narrowed = {f"{field.attname}__in": {key[place] for key in chunk} for place, field in enumerate(rule.fields)}
        for record in model._base_manager.filter(**narrowed):
            key = rule.key(record)
            if key in keys:
                found.setdefault(key, set()).add(record.pk)
    return found
