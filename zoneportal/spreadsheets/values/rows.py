"""A row of a sheet on its way to the records: what was sent, what it means, what is wrong, what it would change."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.base import ModelState
from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.spreadsheets.files.wire import Cell, written

NEW, CHANGED, UNCHANGED, CONFLICT, ERROR = "new", "changed", "unchanged", "conflict", "error"
STATES = (NEW, CHANGED, UNCHANGED, CONFLICT, ERROR)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the clerk about a cell, a row or (row None) the whole file."""

    row: int | None
    column: str  # the header as it was sent
    value: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    record: str = ""  # what the preview calls it, where it is there already

    def sentence(self) -> str:
        return gettext(self.message) % self.params if self.params else gettext(self.message)


def of_file(message: str, column: str = "", value: str = "", /, **params: object) -> Finding:
    return Finding(None, column, value, message, params)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of a record, as the clerk reads it before and after."""

    column: str
    old: str
    new: str


@cache
def _prototype(model: type[models.Model]) -> models.Model | None:
    is_plain = not any(callable(field.default) for field in model._meta.concrete_fields if field.has_default())
    return model() if is_plain else None


def empty(model: type[models.Model]) -> models.Model:
    """As `model()`, as a copy of one that was made before: a tenth of the time."""
    prototype = _prototype(model)
    if prototype is None:
        return model()
    new = model.__new__(model)
    new.__dict__.update(prototype.__dict__, _state=ModelState())
    return new


@dataclass(slots=True, eq=False)
class Draft:
    """A record as the sheet wants it. `before` holds the stored values by attname (and what else the instance carried);
    None where it is new."""

    instance: models.Model
    before: dict[str, Any] | None = None
    touched: set[str] = field(default_factory=set)  # names of the fields that change
    is_removed: bool = False

    @classmethod
    def of_stored(cls, instance: models.Model) -> "Draft":
        return cls(instance, instance.__dict__.copy())

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def writes(self) -> bool:
        return self.is_new or self.is_removed or bool(self.touched)

    def give(self, field: models.Field, value: Any) -> None:
        """The value for a field of a new record, whatever it holds so far."""
        if field.is_relation and value is not None:
            field.set_cached_value(self.instance, value)
            value = value.pk
        self.instance.__dict__[field.attname] = value
        self.touched.add(field.name)

    def set(self, name: str, value: Any) -> bool:
        """Gives the field (by its name) the value; whether that differs from what is stored."""
        model_field = self.instance._meta.get_field(name)
        compared = value.pk if isinstance(value, models.Model) else value
        is_same = getattr(self.instance, model_field.attname) == compared
        if is_same and not (compared is None and isinstance(value, models.Model)):
            return False
        setattr(self.instance, name, value)
        self.touched.add(name)
        return True


@dataclass(frozen=True, slots=True)
class Headers:
    """Where each column stands and how its header reads, one for all rows of a sheet."""

    places: dict[str, int]
    sent: dict[str, str]  # by column name; columns that are not in the sheet under their own label


@dataclass(slots=True, eq=False)
class Row:
    number: int  # as the spreadsheet program counts
    cells: list[Cell]
    headers: Headers
    values: dict[str, Any] = field(default_factory=dict)  # by column name; None is a blank cell
    errors: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    main: Draft | None = None
    others: list[Draft] = field(default_factory=list)  # records that the row touches besides its own
    repeats: int | None = None  # number of the earlier row that says the same
    is_conflict: bool = False

    @property
    def drafts(self) -> list[Draft]:
        return [self.main, *self.others] if self.main else self.others

    @property
    def state(self) -> str:
        if self.is_conflict:
            return CONFLICT
        if self.errors:
            return ERROR
        if self.main is None or self.repeats:
            return UNCHANGED
        if self.main.is_new:
            return NEW
        return CHANGED if any(draft.writes for draft in self.drafts) else UNCHANGED

    def sent(self, name: str) -> str:
        """The cell of a column as text."""
        place = self.headers.places.get(name)
        return written(self.cells[place]) if place is not None and place < len(self.cells) else ""

    def has_wrong(self, name: str) -> bool:
        """Whether the column is there and its cell was refused."""
        return name in self.headers.places and name not in self.values

    def finding(self, name: str, message: str, params: dict[str, Any]) -> Finding:
        told = {key: _plain(value) for key, value in params.items()}
        return Finding(self.number, self.headers.sent.get(name, name), self.sent(name), message, told)

    def refuse(self, name: str, message: str, /, **params: object) -> None:
        """An error at the cell of column `name`; "" where it is the row as a whole."""
        self.errors.append(self.finding(name, message, params))

    def conflict(self, message: str, params: dict[str, Any] | None = None, *, by_cell: str = "") -> None:
        """Somebody else wrote meanwhile. `by_cell`: the sentence at each change, with mine and theirs."""
        self.is_conflict = True
        self.refuse("", message, **(params or {}))
        for change in self.changes if by_cell else ():
            sides = {"theirs": change.old, "mine": change.new}
            self.errors.append(Finding(self.number, change.column, change.new, by_cell, sides))

    def refuse_for(self, name: str, error: Refused | ValidationError) -> None:
        if isinstance(error, Refused):
            self.refuse(name, error.message, **error.params)
            return
        for message in error.messages:
            self.refuse(name, message)

    def notice(self, name: str, message: str, /, **params: object) -> None:
        self.notices.append(self.finding(name, message, params))


def _plain(value: object) -> object:
    """What goes into a stored report: whole numbers and texts as they are, anything else as text."""
    if isinstance(value, float):
        return written(value)
    return value if isinstance(value, str | int) else str(value)
