"""What may exist once only, judged for all rows of a sheet together: with the stored rows and with each other."""

from collections.abc import Callable, Hashable, Iterable, Iterator
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
        self._held: dict[Hashable, int] = {}  # number of the row of an earlier chunk, by key
        self._given_up: dict[int, int] = {}  # number of the row of an earlier chunk, by key of the stored record
        self._pending: list[Pending] = []

    def fetch(self, rows: list[Row]) -> None:
        """Who holds what the rows claim; one query for each 5,000 keys."""
        self._stored = _stored(self.model, self.rule, {claim.key for claim in self._claims(rows)})

    def refuse_clashes(self, rows: list[Row], late: Late) -> bool:
        """Refuses rows that cannot be written beside stored records or each other; whether there were any."""
        claims = list(self._claims(rows))
        leaving = {draft.instance.pk for _row, draft in self._standing(rows) if self._gives_up(draft)}
        holders: dict[Key, Claim] = {}
        found = False
        for claim in claims:
            other = holders.setdefault(claim.key, claim)
            if self._is_one_chunk and self._stored.get(claim.key, NOBODY) - leaving:
                self._refuse(claim, self.rule.sentence or TAKEN, {"value": _value(claim.draft, self.rule)})
            elif claim.key in self._held:
                self._twice(claim, self._held[claim.key], late)
            elif other.draft is not claim.draft:  # several rows of a sheet may share a record
                self._twice(other, other.row.number, None, second=claim.row.number)
                self._twice(claim, other.row.number, None)
            else:
                continue
            found = True
        return found

    def _twice(self, claim: Claim, first: int, late: Late | None, second: int | None = None) -> None:
        value = _value(claim.draft, self.rule)
        sentence = self.rule.sentence or gettext(TAKEN) % {"value": value}
        params = {"value": value, "first": first, "second": second or claim.row.number, "sentence": sentence}
        column = self._refuse(claim, TWICE, params)
        if late:  # in the next round neither of them claims anything, and both are refused still
            for number in (first, claim.row.number):
                late.refuse(number, column, TWICE, params)

    def _refuse(self, claim: Claim, message: str, params: dict[str, Any]) -> str:
        column = self._column(claim.draft)
        finding = claim.row.finding(column, message, params)
        if finding not in claim.row.errors:
            claim.row.errors.append(finding)
        return column

    def _column(self, draft: Draft) -> str:
        names = [name for name in (self.rule.place, *(field.name for field in self.rule.fields)) if name]
        return next((column for name in names if (column := self._column_of(draft, name))), "")

    def end_chunk(self, rows: list[Row]) -> None:
        """Keeps what later chunks have to know."""
        if self._is_one_chunk:
            return
        leaving = {draft.instance.pk: row.number for row, draft in self._standing(rows) if self._gives_up(draft)}
        for claim in self._claims(rows):
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

    def _standing(self, rows: list[Row]) -> Iterator[tuple[Row, Draft]]:
        """The drafts of the model that would be written, in rows without errors."""
        for row in rows:
            if not row.errors and not row.repeats:
                for draft in row.drafts:
                    if draft.instance.__class__ is self.model and draft.writes:
                        yield row, draft

    def _touches(self, draft: Draft) -> bool:
        return draft.is_new or self.rule.condition is not None or not self._names.isdisjoint(draft.touched)

    def _gives_up(self, draft: Draft) -> bool:
        return not draft.is_new and (draft.is_removed or self._touches(draft))

    def _claims(self, rows: list[Row]) -> Iterator[Claim]:
        for row, draft in self._standing(rows):
            if not draft.is_removed and self._touches(draft):
                key = self.rule.key(draft.instance)
                if key is not None:
                    yield Claim(row, draft, key)


NOBODY: frozenset[int] = frozenset()


class Uniqueness:
    """All unique rules of the models that a sheet writes."""

    def __init__(
        self, models_written: Iterable[type[models.Model]], column_of: ColumnOf, *, is_one_chunk: bool
    ) -> None:
        self._all = [
            Claims(model, rule, column_of, is_one_chunk=is_one_chunk)
            for model in models_written
            for rule in rules_of(model)
        ]

    def judge(self, rows: list[Row], late: Late) -> None:
        """Refuses rows until what is left can be written together."""
        for claims in self._all:
            claims.fetch(rows)
        while sum(claims.refuse_clashes(rows, late) for claims in self._all):
            pass

    def end_chunk(self, rows: list[Row]) -> None:
        for claims in self._all:
            claims.end_chunk(rows)

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
