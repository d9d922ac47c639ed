"""Records to rows: what a sheet says of the records that a user may see, straight from the cursor."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models

from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.widgets import SheetWidget
from zoneportal.spreadsheets.values import fingerprints

AT_ONCE = 5000

Values = tuple[Any, ...]  # what identifies the record, then a value for each column
Told = tuple[Any, str, int]  # a cell, what it says, its digest
Teller = Callable[[Any], Told]
NOTHING: Told = (None, "", 0)


class Outgoing:
    """The half of a sheet's resource that writes rows. Subclasses whose values are joined override `values_of`."""

    model: type[models.Model]
    key: tuple[str, ...]
    models_written: tuple[type[models.Model], ...]
    columns: dict[str, Column]
    user: Any
    hidden: frozenset[str] = frozenset()  # columns that are understood but not written out

    def shown_columns(self) -> list[Column]:
        return [column for column in self.columns.values() if column.name not in self.hidden]

    def export_rows(self, among: models.QuerySet | None = None) -> Iterator[Values]:
        """Of every record that the user may see, in order; of those among them only, where a selection is given."""
        return self.values_of(self.to_export(among))

    def to_export(self, among: models.QuerySet | None = None) -> models.QuerySet:
        records = self.model._default_manager.visible_to(self.user).order_by(*self.model._meta.ordering, "pk")
        return records if among is None else records.filter(pk__in=among.order_by().values("pk"))

    def values_of(self, records: models.QuerySet) -> Iterator[Values]:
        sources = [column.source for column in self.columns.values()]
        return records.values_list("pk", *sources).iterator(AT_ONCE)

    def values_now(self, records: Iterable[models.Model]) -> dict[Any, Values]:
        """As an export of this moment would give them, by `identity_of`. A query or three for each 5,000."""
        keys = list({self.key_of_record(record) for record in records})
        found: dict[Any, Values] = {}
        for start in range(0, len(keys), AT_ONCE):
            found |= {values[0]: values for values in self.values_of(self.with_keys(keys[start : start + AT_ONCE]))}
        return found

    def key_of_record(self, record: models.Model) -> Any:
        return record.pk

    def with_keys(self, keys: list[Any]) -> models.QuerySet:
        return self.model._base_manager.filter(pk__in=keys).order_by("pk")

    def identity_of(self, record: models.Model) -> Any:
        """The first of the record's exported values."""
        return record.pk

    # What belongs together in a row that comes back (`since_export`)

    linked: tuple[frozenset[str], ...] = ()  # columns that mean something only together, such as amount and unit

    def together(self, names: frozenset[str]) -> frozenset[str]:
        return names.union(*(group for group in self.linked if not names.isdisjoint(group)))

    def keys_of(self, row: Any) -> tuple[str, ...]:
        """The columns by which the row finds its record."""
        return (*self.key, self.place_of_key(row))

    # Templates

    def groups(self) -> list[tuple[str, str]]:
        """(word, label) of the groups of records that a template may be filled with: none by default."""
        return []

    def of_group(self, word: str) -> models.QuerySet:
        raise KeyError(word)

    def needed(self) -> frozenset[str]:
        """Names of the columns that a new record must have."""
        return frozenset(name for name, column in self.columns.items() if column.is_required or self._must(column))

    def _must(self, column: Column) -> bool:
        owners = (
            model
            for model in self.models_written
            if column.attribute in {field.name for field in model._meta.concrete_fields}
        )
        field = next((model._meta.get_field(column.attribute) for model in owners), None)
        return field is not None and not (field.blank or field.null or field.has_default())

    def tellers(self) -> list[Teller]:
        """By column a function of a stored value: the cell, what it says, its digest (`fingerprints`)."""
        return [teller(column.widget) for column in self.columns.values()]


def teller(widget: SheetWidget) -> Teller:
    """A column of few values (those it can choose among) renders each of them once."""
    is_plain = type(widget).render is SheetWidget.render
    say = fingerprints.SAYING[widget.format]

    def tell(value: Any) -> Told:
        cell = value if is_plain else widget.render(value)
        text = say(cell)
        return (cell, text, fingerprints.digest_of(text)) if text else (cell, "", 0)

    known: dict[Any, Told] = {}

    def tell_once(value: Any) -> Told:
        key = tuple(value) if isinstance(value, list) else value
        if key not in known:
            known[key] = tell(value)
        return known[key]

    return tell_once if widget.choices else tell


def told(tellers: list[Teller], values: Values) -> list[Told]:
    """Of the values of one record, without what identifies it."""
    return [
        NOTHING if value is None or value == "" else tell(value)
        for tell, value in zip(tellers, islice(values, 1, None), strict=True)
    ]


def shape_of(columns: Iterable[Column]) -> int:
    """Another set of columns, another unit or kind of cell: another shape."""
    return fingerprints.shape_of((column.name, column.header, column.widget.format) for column in columns)
