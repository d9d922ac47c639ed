"""The base of every sheet: which columns it has, how its rows find their records, what they change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from import_export.resources import ModelResource

from zoneportal.messages import N_
from zoneportal.rights import has_right
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.outgoing import Outgoing
from zoneportal.spreadsheets.sheets.reversible import Reversible
from zoneportal.spreadsheets.values.rows import Change, Draft, Row, empty

CHUNK = 5000

KEY_MISSING = N_("This row has no %(column)s, so its record cannot be found. Fill it in.")
SEVERAL = N_("Several stored records fit this row. Fill in more columns, or change the record in its own form.")
NEEDED = N_("“%(column)s” is needed for a new record. Fill it in.")
CANNOT_CLEAR = N_("“%(column)s” cannot be cleared: every record needs it.")
OUT_OF_SCOPE = N_("This record is not among those you work for. Ask the zone office to change it.")


@dataclass(frozen=True)
class Options:
    """What the clerk chose for one sheet."""

    sheet: str | None = None  # of the workbook
    ignored: frozenset[str] = frozenset()  # unknown columns that may be passed over
    blank_clears: bool = False
    reason: str = ""
    mine_wins: bool = False  # over what a colleague changed since the export


class EveryField:
    """`exclude` of the Meta below: only declared columns exist, in their declared order."""

    def __contains__(self, name: str) -> bool:
        return True


class SheetResource(Reversible, Outgoing, ModelResource):
    """A django-import-export resource: it declares columns and keys, its fields clean and render cells.

    The stock row loop is not used (spreadsheets.checks.checking takes its place), so the hooks are these:
    `tidy` (a row's values among themselves), `find` (stored records for all rows), `fill` (values into a
    record), `complete` (further records and rules, for all rows), `drawn` (what only writing can give). Rows come
    chunk by chunk; what a resource keeps from one to the next it forgets in `begin`.
    """

    sheet = ""  # the word that commands and addresses use
    title: Any = ""
    key: tuple[str, ...] = ()  # columns by which a row finds its record
    also_written: tuple[type[models.Model], ...] = ()  # other models that rows create or change, in that order
    cleans_itself: tuple[type[models.Model], ...] = ()  # models whose `clean` is judged in `complete`
    grouped_by: tuple[str, ...] = ()  # columns that tell which rows must be judged together (`groups_of`)
    needs_reason = False  # whether the screen asks for a reason
    seen_with = ""  # the right to see the jobs of others, where it is more than to view its records

    class Meta:
        exclude = EveryField()

    def __init__(self, user: Any = None, options: Options | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user
        self.options = options or Options()
        self._needed: dict[tuple, list[tuple[str, str]]] = {}
        self.columns: dict[str, Column] = self.fields
        for name, column in self.columns.items():
            column.name = name
            if column.attribute and not column.help_text:
                column.help_text = self._help_of(column.attribute)

    def _help_of(self, attribute: str) -> Any:
        """What the forms say at the field, of whichever model of the sheet has it."""
        for model in self.models_written:
            if attribute in {field.name for field in model._meta.concrete_fields}:
                return model._meta.get_field(attribute).help_text
        return ""

    # What the rest of the engine asks

    @property
    def model(self) -> type[models.Model]:
        return self._meta.model

    @property
    def models_written(self) -> tuple[type[models.Model], ...]:
        return (self.model, *self.also_written)

    @classmethod
    def may(cls, user: Any, word: str) -> bool:
        """Whether the user holds the right `import` or `export` on the records of this sheet."""
        return has_right(user, cls._meta.model, word)

    def prepare(self) -> None:
        for column in self.columns.values():
            column.widget.prepare(self.user)

    def column_of(self, draft: Draft, field: str) -> str:
        """The column in which a clerk finds a field of the sheet's own record; "" where there is none."""
        if type(draft.instance) is not self.model:
            return ""
        return next((name for name, column in self.columns.items() if column.attribute == field), "")

    # Rows to records

    def begin(self) -> None:
        """A round through the sheet begins: nothing is known of any row."""

    def groups_of(self, rows: list[Row]) -> list[Any]:
        """What rows that must be judged together have in common; the rows have values of `grouped_by` only."""
        return [None] * len(rows)

    def tidy(self, row: Row) -> None:
        """Settles what the cells of one row say together."""

    def find(self, rows: list[Row]) -> None:
        """Gives every row its draft: of the stored record that has its key, else of a new one."""
        wanted = [(row, key) for row in rows if (key := self.key_of(row)) is not None]
        stored = self.stored_by_key({key for _row, key in wanted})
        for row, key in wanted:
            several = self.meant(row, stored.get(key, []))
            if len(several) > 1:
                row.refuse(self.place_of_key(row), SEVERAL)
            else:
                row.main = Draft.of_stored(several[0]) if several else Draft(self.new(row))

    def meant(self, row: Row, several: list[Any]) -> list[Any]:
        """Of the stored records with the row's key those that it can mean."""
        return several

    def key_of(self, row: Row) -> tuple | None:
        """The row's business key; a row without it is refused, one with a wrong cell in it was refused already."""
        key = []
        for name in self.key:
            value = row.values.get(name)
            if value is None:
                if not row.has_wrong(name):
                    row.refuse(name, KEY_MISSING, column=self.columns[name].label)
                return None
            key.append(value)
        return tuple(key)

    def stored_by_key(self, keys: set[tuple]) -> dict[tuple, list[models.Model]]:
        attributes = [self.columns[name].attribute for name in self.key]
        found: dict[tuple, list[models.Model]] = {}
        for record in self.fetch(attributes[0], {key[0] for key in keys}):
            key = tuple(getattr(record, attribute) for attribute in attributes)
            if key in keys:
                found.setdefault(key, []).append(record)
        return found

    def fetch(self, field: str, values: Iterable[Any], model: type[models.Model] | None = None) -> Iterator[Any]:
        """Records whose field is one of the values: a query for each 5,000."""
        wanted = list(values)
        queryset = (model or self.model)._base_manager.order_by("pk")
        for start in range(0, len(wanted), CHUNK):
            yield from queryset.filter(**{f"{field}__in": wanted[start : start + CHUNK]})

    def new(self, row: Row) -> models.Model:
        return empty(self.model)

    def identity(self, row: Row) -> Any:
        """What two rows about the same record have in common."""
        return self.key_of(row) if row.main and row.main.is_new else row.main and row.main.instance.pk

    def place_of_key(self, row: Row) -> str:
        """The column at which to say something about the row's key."""
        return self.key[0]

    def in_scope(self, model: type[models.Model], keys: Iterable[int]) -> set[int]:
        """Those of the primary keys whose records the user may edit; one query for each 5,000."""
        ordered, editable = list(keys), set()
        for start in range(0, len(ordered), CHUNK):
            chunk = model._default_manager.filter(pk__in=ordered[start : start + CHUNK])
            editable |= set(chunk.editable_by(self.user).values_list("pk", flat=True))
        return editable

    def out_of_scope(self, rows: list[Row]) -> None:
        """Refuses rows whose stored record the user may not edit."""
        stored = [row for row in rows if row.main and not row.main.is_new]
        editable = self.in_scope(self.model, {row.main.instance.pk for row in stored})
        for row in stored:
            if row.main.instance.pk not in editable:
                row.main = None  # nothing of the record may show
                row.refuse(self.place_of_key(row), OUT_OF_SCOPE)

    def fill(self, row: Row) -> None:
        """Puts the row's values into its record."""
        for name, value in row.values.items():
            column = self.columns[name]
            if column.attribute:
                self.put(row, row.main, column, value)
        if row.main.is_new:
            self.need(row)

    def put(self, row: Row, draft: Draft, column: Column, value: Any) -> None:
        field = draft.instance._meta.get_field(column.attribute)
        if draft.is_new:
            if value is not None:
                draft.give(field, value)
            return
        stored = getattr(draft.instance, field.attname)
        if value is None:
            if not self.options.blank_clears or stored in (None, ""):
                return
            value = self.cleared(row, column, field)
            if value is Ellipsis:
                return
        elif self.means_the_same(column, stored, value):
            return
        if draft.set(column.attribute, value):
            row.changes.append(Change(row.headers.sent[column.name], column.said(stored), column.said(value)))

    def means_the_same(self, column: Column, stored: Any, value: Any) -> bool:
        """Whether writing the stored value into a sheet and reading it again gives the new one."""
        if not stored or not isinstance(value, str) or stored == value:
            return False
        return column.widget.clean(column.widget.render(stored) or "") == value

    def cleared(self, row: Row, column: Column, field: models.Field) -> Any:
        """The empty value of a field; Ellipsis where it has none."""
        if field.null:
            return None
        if field.blank and field.empty_strings_allowed:
            return ""
        if not isinstance(field, models.BooleanField):
            row.refuse(column.name, CANNOT_CLEAR, column=column.label)
        return Ellipsis

    def need(self, row: Row, model: type[models.Model] | None = None, names: Iterable[str] | None = None) -> None:
        """Refuses a new record that lacks a value it must have."""
        key = (model or self.model, *(names or ()))
        if key not in self._needed:
            self._needed[key] = [
                (name, self.columns[name].label) for name in names or self.columns if self._is_needed(key[0], name)
            ]
        for name, label in self._needed[key]:
            if row.values.get(name) is None and not row.has_wrong(name):
                row.refuse(name, NEEDED, column=label)

    def _is_needed(self, model: type[models.Model], name: str) -> bool:
        attribute = self.columns[name].attribute
        if not attribute:
            return False
        field = model._meta.get_field(attribute)
        return not (field.blank or field.has_default() or field.null)

    def named(self, row: Row) -> str:
        """What the preview calls the record of a row."""
        return "、".join(self.columns[name].widget.shown(row.values.get(name)) for name in self.key)

    def told(self, row: Row) -> list[Change]:
        """What the row of a new record says: as it would be stored, else as it was sent."""
        found, fields = [], {field.name: field for field in row.main.instance._meta.concrete_fields}
        for name in row.headers.places:
            column = self.columns[name]
            field = fields.get(column.attribute)
            text = self._stored_text(row.main.instance, column, field) if field else row.sent(name)
            if text:
                found.append(Change(row.headers.sent[name], "", text))
        return found

    def _stored_text(self, instance: models.Model, column: Column, field: models.Field) -> str:
        value = instance.__dict__[field.attname]
        if value is None and field.is_relation and field.is_cached(instance):
            value = field.get_cached_value(instance)
        return column.said(value)

    def complete(self, rows: list[Row]) -> None:
        """Further records that rows write, and rules that need other records; for all rows at once."""

    def leans_on(self, row: Row) -> Iterable[Row]:
        """The rows that put something into a record that this one writes as well."""
        return ()

    def drawn(self, model: type[models.Model], count: int) -> dict[str, list[Any]]:
        """What only the moment of writing can give new records: by attname, a value for each of them."""
        return {}
