"""Cells that name other records: found in one dictionary a sheet, the nearest name offered where there is none."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

from django.db import models

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.spreadsheets.sheets.widgets import LIST_ONLY, SheetWidget
from zoneportal.spreadsheets.values import cells

UNKNOWN = N_("“%(value)s” is not known here. Write one of: %(known)s.")
UNKNOWN_NEAREST = N_("“%(value)s” is not known here. Is “%(nearest)s” meant?")
AMBIGUOUS = N_("“%(value)s” is the name of several records. Write the code instead.")
OUT_OF_SCOPE = N_("“%(value)s” is not among those you work for: %(known)s.")

OFFERED = 8
_SEPARATORS = re.compile(r"[、,;;，；\n]+")


def key_of(text: str) -> str:
    return compact(text).casefold()


class Reference(SheetWidget):
    """A record of `model`, named by any of the fields `names`; the first one is what an export writes.

    With `within_scope` only records that the user may edit can be named.
    """

    repeats = True
    pitfall = LIST_ONLY

    def __init__(self, model: type[models.Model], names: tuple[str, ...], *, within_scope: bool = False, **where: Any):
        super().__init__()
        self.model, self.names, self.within_scope, self.where = model, names, within_scope, where
        self.labels: dict[int, str] = {}
        self.found: dict[str, models.Model | None] = {}  # None: several records have this name
        self.allowed: set[int] | None = None
        self.shortest: tuple[str, ...] = ()

    def prepare(self, user: Any) -> None:
        """One query for the records, one more where the scope counts and one for other names they are known by."""
        rows = self.model._default_manager.filter(**self.where)
        records = list(rows)
        self.labels = {record.pk: getattr(record, self.names[0]) for record in records}
        self.found = {}
        for name in self.names:
            self._learn((getattr(record, name), record) for record in records)
        self._learn(self.further_names({record.pk: record for record in records}))
        if self.within_scope and user is not None:
            self.allowed = set(rows.editable_by(user).values_list("pk", flat=True))
        self.choices = self._offered(rows, user)

    def _offered(self, rows: models.QuerySet, user: Any) -> tuple[str, ...]:
        """What a help text or the nearest name may tell: nothing of records that the user does not see."""
        keys: Iterable[int] = self.labels
        if self.allowed is not None:
            keys = self.allowed
        elif user is not None and hasattr(rows, "visible_to"):
            visible = rows.visible_to(user)
            keys = self.labels if visible is rows else set(visible.values_list("pk", flat=True))
        return tuple(self.labels[key] for key in self.labels if key in keys)

    def further_names(self, records: dict[int, models.Model]) -> Iterable[tuple[str, models.Model]]:
        """Names of other tables, such as former ones."""
        return ()

    def _learn(self, names: Iterable[tuple[str, models.Model]]) -> None:
        """A name that an earlier kind of name has taken keeps its meaning; two of one kind are ambiguous."""
        learnt: dict[str, models.Model | None] = {}
        for name, record in names:
            key = key_of(name)
            if key:
                learnt[key] = record if learnt.get(key, record) is record else None
        self.found = learnt | self.found

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> models.Model:
        written = cells.text(value)
        key = key_of(written)
        if key not in self.found:
            raise self.unknown(written)
        record = self.found[key]
        if record is None:
            raise Refused(AMBIGUOUS, value=written)
        if self.allowed is not None and record.pk not in self.allowed:
            known = "、".join(self.labels[pk] for pk in self.labels if pk in self.allowed)
            raise Refused(OUT_OF_SCOPE, value=written, known=known or "—")
        return record

    def unknown(self, written: str) -> Refused:
        nearest = difflib.get_close_matches(compact(written), self.choices, n=1, cutoff=0.5)
        if nearest:
            return Refused(UNKNOWN_NEAREST, value=written, nearest=nearest[0])
        more = "…" if len(self.choices) > OFFERED else ""
        return Refused(UNKNOWN, value=written, known="、".join(self.choices[:OFFERED]) + more)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        """The label of a record or of its primary key."""
        key = value.pk if isinstance(value, models.Model) else value
        return self.labels.get(key) if key is not None else None


class References(SheetWidget):
    """Several records in one cell, parted by 、 or a comma."""

    repeats = True
    takes_several = True
    pitfall = LIST_ONLY

    def __init__(self, one: Reference) -> None:
        super().__init__()
        self.one = one

    def prepare(self, user: Any) -> None:
        self.one.prepare(user)
        self.choices = self.one.choices

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> tuple[models.Model, ...]:
        named = [part for part in _SEPARATORS.split(cells.text(value)) if part.strip()]
        return tuple(dict.fromkeys(self.one.clean(part) for part in named))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        labels = [self.one.render(each) or "" for each in value or ()]
        return "、".join(labels) or None
