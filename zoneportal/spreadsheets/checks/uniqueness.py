"""What may exist once only, judged for all rows of a sheet together: with the stored rows and with each other."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext

from zoneportal.messages import N_
from zoneportal.spreadsheets.checks.earlier import Late
from zoneportal.spreadsheets.records import exchanges
from zoneportal.spreadsheets.records.unique_rules import Key, UniqueRule, rules_of
from zoneportal.spreadsheets.values.rows import Draft, Row

CHUNK = 5000
TAKEN = N_("“%(value)s” belongs to another record already.")
TWICE = N_("Rows %(first)s and %(second)s cannot both be written: %(sentence)s")
IN_TWO_STEPS = N_(
    "Row %(row)s still holds what this row takes over, and one sheet cannot do both. "
    "Take this row out, send it again after the other one was written."
)


ColumnOf = Callable[[Draft, str], str]


class Claim(NamedTuple):
    """A row that writes a record with this key."""

    row: Row
    draft: Draft
    key: Key


class Leaver(NamedTuple):
    """A row that gives up what its stored record holds."""

    number: int
    aside: str  # the field by which the record can step aside, "" where there is none
    is_removed: bool


class Pending(NamedTuple):
    """A claim on a key that stored records hold: allowed where rows of other chunks give the key up."""

    number: int
    column: str
    params: dict[str, Any]
    holders: frozenset[int]
    is_new: bool


class Claims:
    """The claims of the rows of a sheet on one rule, chunk by chunk. A refused row makes no room for another."""

    def __init__(self, model: type[models.Model], rule: UniqueRule, column_of: ColumnOf, *, is_one_chunk: bool) -> None:
        self.model, self.rule = model, rule
        self._column_of, self._is_one_chunk = column_of, is_one_chunk
        self._names = {field.name for field in rule.fields}
        self._movable = exchanges.movable(rule.fields)
        self._claims: list[Claim] = []
        self._leaving: list[tuple[Row, Draft]] = []  # of a stored record that leaves its place
        self._held: dict[Hashable, int] = {}  # number of the row of an earlier chunk, by key
        self._given_up: dict[int, Leaver] = {}  # of earlier chunks, by key of the stored record
        self._pending: list[Pending] = []
        self.aside: dict[str, set[int]] = {}  # keys of records that step aside while rows are written, by field

    def open_chunk(self) -> None:
        self._claims, self._leaving = [], []

    def take(self, row: Row, draft: Draft) -> None:
        """A draft that would be written."""
        if not (draft.is_new or draft.is_removed or self.rule.condition or not self._names.isdisjoint(draft.touched)):
            return
        if not draft.is_new:
            self._leaving.append((row, draft))
        if not draft.is_removed:
            key = self.rule.key(draft.instance)
            if key is not None:
                self._claims.append(Claim(row, draft, key))

    def fetch(self) -> None:
        """Who holds what the rows claim; one query for each 5,000 keys."""
        self._stored = _stored(self.model, self.rule, {claim.key for claim in self._claims})

    def refuse_clashes(self, late: Late) -> bool:
        """Refuses rows that cannot be written beside stored records or each other; whether there were any."""
        leaving = self._leavers()
        holders: dict[Key, Claim] = {}
        clashes: list[tuple[Claim, Claim | int | None]] = []
        stuck: list[tuple[Claim, Leaver]] = []
        for claim in self._claims:
            if claim.row.errors:
                continue
            other = holders.setdefault(claim.key, claim)
            stuck += [(claim, each) for each in self._in_its_way(claim, leaving).values() if not each.aside]
            if self._is_one_chunk and self._stored.get(claim.key, NOBODY) - leaving.keys():
                clashes.append((claim, None))
            elif claim.key in self._held:
                clashes.append((claim, self._held[claim.key]))
            elif other.draft is not claim.draft:  # several rows of a sheet may share a record
                clashes.append((claim, other))
        for claim, in_its_way in clashes:
            self._refuse(claim, in_its_way, late)
        for claim, leaver in stuck:
            self._say(claim, IN_TWO_STEPS, {"row": leaver.number})
        return bool(clashes or stuck)

    def _leavers(self) -> dict[int, Leaver]:
        """Of the rows of this chunk that are not refused, by key of the stored record."""
        found: dict[int, Leaver] = {}
        for row, draft in self._leaving:
            if not row.errors:
                aside = next((name for name in self._movable if name in draft.touched), "")
                found[draft.instance.pk] = Leaver(row.number, aside, draft.is_removed)
        return found

    def _in_its_way(self, claim: Claim, leaving: dict[int, Leaver]) -> dict[int, Leaver]:
        """Other changed records that hold what a changed record takes: rows change one by one, in any order."""
        if claim.draft.is_new:
            return {}
        holders = self._stored.get(claim.key, NOBODY) - {claim.draft.instance.pk}
        return {key: leaving[key] for key in holders if key in leaving and not leaving[key].is_removed}

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
        """Keeps what later chunks and the writer have to know."""
        leaving = self._leavers()
        for claim in self._claims:
            if claim.row.errors:
                continue
            for key, leaver in self._in_its_way(claim, leaving).items():
                self.aside.setdefault(leaver.aside, set()).add(key)
            if not self._is_one_chunk:
                self._keep(claim, leaving)
        if not self._is_one_chunk:
            self._given_up |= leaving

    def _keep(self, claim: Claim, leaving: dict[int, Leaver]) -> None:
        if not _has_new(claim.key):
            self._held[claim.key] = claim.row.number
        holders = self._stored.get(claim.key, NOBODY) - leaving.keys()
        if holders:
            column, params = self._column(claim.draft), {"value": _value(claim.draft, self.rule)}
            is_new = claim.draft.is_new
            self._pending.append(Pending(claim.row.number, column, params, frozenset(holders), is_new))

    def refuse_pending(self, late: Late) -> bool:
        """After the last chunk: refuses claims on keys that nobody gives up; whether there was any new one."""
        found = False
        for claim in self._pending:
            if claim.number in late.refusals:
                continue
            leavers = [self._given_up[key] for key in claim.holders if key in self._given_up]
            stays = len(leavers) < len(claim.holders) or any(each.number in late.refusals for each in leavers)
            stuck = [each for each in leavers if not (claim.is_new or each.is_removed or each.aside)]
            if stays:
                late.refuse(claim.number, claim.column, self.rule.sentence or TAKEN, claim.params)
            elif stuck:
                late.refuse(claim.number, claim.column, IN_TWO_STEPS, {"row": stuck[0].number})
            found = found or stays or bool(stuck)
        return found

    def make_room(self) -> None:
        """After the last chunk, where nothing was refused: who steps aside for rows of other chunks."""
        for claim in self._pending:
            for key in claim.holders if not claim.is_new else ():
                leaver = self._given_up.get(key)
                if leaver and not leaver.is_removed:
                    self.aside.setdefault(leaver.aside, set()).add(key)


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
        for claims in self._all:
            claims.make_room()

    def aside(self) -> Iterator[tuple[type[models.Model], str, set[int]]]:
        """The records that step aside while the sheet is written: model, field, keys."""
        for model, several in self._of_model.items():
            names: dict[str, set[int]] = {}
            for claims in several:
                for name, keys in claims.aside.items():
                    names.setdefault(name, set()).update(keys)
            yield from ((model, name, keys) for name, keys in names.items())


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
