"""Many records into the database at once, each with its history. The caller holds the transaction.

Every entry of the history names the job, so that what was written as one unit can be undone as one. No `save()`, no
signal: what a record is afterwards is said by the record handed over, or (`*_rows`) by plain values in columns.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models
from simple_history.utils import get_history_manager_for_model, get_m2m_field_name

from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.records import loading
from zoneportal.spreadsheets.records.loading import Rows, quoted

CREATED, CHANGED, REMOVED = "+", "~", "-"  # as the history says it


@dataclass(frozen=True)
class Evidence:
    """What the history says about a change."""

    job: ImportJob | None  # None: an action of the office, which no undo takes back; not for models with ties
    user: Any
    reason: str
    at: datetime


def create(model: type[models.Model], records: Sequence[models.Model], evidence: Evidence) -> list[int]:
    """Adds the records and gives them their primary keys (one that is set already is kept). Returns the keys."""
    fields = loading.stored_fields(model)
    without_key = [record for record in records if record.pk is None]
    if without_key:
        for record, key in zip(without_key, loading.new_keys(model, len(without_key)), strict=True):
            record.pk = key
    keys = [record.pk for record in records]
    _insert(model, [field.column for field in fields], _values(records, fields), keys, evidence)
    for record in records:
        record._state.adding, record._state.db = False, connection.alias
    return keys


def create_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], evidence: Evidence
) -> Sequence[int]:
    """Adds rows of prepared values (`loading.prepared`) in the columns `names` (attnames). Returns their new keys."""
    keys = loading.new_keys(model, len(rows))
    keyed = ((*row, key) for row, key in zip(rows, keys, strict=True))
    _insert(model, _columns(model, names), keyed, keys, evidence)
    return keys


def change(
    model: type[models.Model], records: Sequence[models.Model], fields: Collection[str], evidence: Evidence
) -> None:
    """Writes the named fields of the records; their histories say what the records are afterwards."""
    by_name = {field.name: field for field in model._meta.concrete_fields}
    chosen = [by_name[name] for name in sorted(fields)]
    if records:
        _update(model, [field.column for field in chosen], _values(records, chosen), [r.pk for r in records], evidence)


def change_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], evidence: Evidence
) -> None:
    """Writes prepared values into the columns `names` (attnames) of the records whose keys end the rows."""
    if rows:
        _update(model, _columns(model, names), rows, [row[-1] for row in rows], evidence)


def remove(model: type[models.Model], records: Sequence[models.Model], evidence: Evidence) -> None:
    """Deletes the records. What hangs on them must be gone already."""
    remove_rows(model, [record.pk for record in records], evidence)


def remove_rows(model: type[models.Model], keys: Sequence[int], evidence: Evidence) -> None:
    """Deletes the records of these primary keys."""
    _remember(model, keys, REMOVED, evidence)
    for condition, parameters in loading.having_keys(loading.key_column(model), keys):
        _execute(f"DELETE FROM {quoted(model._meta.db_table)} WHERE {condition}", parameters)  # noqa: S608


def _values(records: Sequence[models.Model], fields: Sequence[models.Field]) -> Rows:
    """Rows of prepared values, each with its key behind it."""
    columns = [[_value(record, field) for record in records] for field in fields]
    for place, field in enumerate(fields):
        prepare = loading.prepared(field)
        if prepare:
            columns[place] = [prepare(value) for value in columns[place]]
    return zip(*columns, [record.pk for record in records], strict=True)


def _value(record: models.Model, field: models.Field) -> Any:
    value = getattr(record, field.attname)
    if value is None and field.is_relation and field.is_cached(record):
        related = getattr(record, field.name)  # it had no key yet when it was given
        return related and related.pk
    return value


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    by_attname = {field.attname: field.column for field in model._meta.concrete_fields}
    return [by_attname[name] for name in names]


def _insert(model: type[models.Model], columns: list[str], rows: Rows, keys: Sequence[int], evidence: Evidence) -> None:
    if keys:
        with connection.cursor() as cursor:
            loading.vendor().insert(cursor, model, columns, rows)
        _remember(model, keys, CREATED, evidence)


def _update(model: type[models.Model], columns: list[str], rows: Rows, keys: Sequence[int], evidence: Evidence) -> None:
    if columns:
        with connection.cursor() as cursor:
            loading.vendor().update(cursor, model, columns, rows)
    _remember(model, keys, CHANGED, evidence)


def _remember(model: type[models.Model], keys: Sequence[int], kind: str, evidence: Evidence) -> None:
    """The history of the records as they stand now, copied within the database."""
    history = get_history_manager_for_model(model).model
    columns = ", ".join(quoted(field.column) for field in history.tracked_fields)
    said = {
        "history_type": kind,
        "history_date": connection.ops.adapt_datetimefield_value(evidence.at),
        "history_user_id": evidence.user and evidence.user.pk,
        "history_change_reason": evidence.reason,
        "import_job_id": evidence.job and evidence.job.pk,
    }
    names = ", ".join(quoted(history._meta.get_field(name).column) for name in said)
    for condition, parameters in loading.having_keys(loading.key_column(model), keys):
        last = _last_entry(history) if history._history_m2m_fields else None
        _execute(
            f"INSERT INTO {quoted(history._meta.db_table)} ({columns}, {names}) "  # noqa: S608
            f"SELECT {columns}, {', '.join(['%s'] * len(said))} FROM {quoted(model._meta.db_table)} "
            f"WHERE {condition} ORDER BY {quoted(loading.key_column(model))}",
            [*said.values(), *parameters],
        )
        for field in history._history_m2m_fields:
            _remember_related(model, history, field, last, evidence)


def _last_entry(history: Any) -> int:
    return history.objects.aggregate(last=models.Max("history_id"))["last"] or 0


def _remember_related(model: Any, history: Any, field: Any, last: int | None, evidence: Evidence) -> None:
    """What a record of the new entries is tied to by the many-to-many field, as simple_history keeps it."""
    kept = getattr(history, field.name).model
    through = field.remote_field.through
    columns = ", ".join(quoted(each.column) for each in through._meta.concrete_fields)
    chosen = ", ".join(f"tie.{quoted(each.column)}" for each in through._meta.concrete_fields)
    owner = quoted(through._meta.get_field(get_m2m_field_name(field)).column)
    _execute(
        f"INSERT INTO {quoted(kept._meta.db_table)} (history_id, {columns}) "  # noqa: S608
        f"SELECT entry.history_id, {chosen} FROM {quoted(history._meta.db_table)} AS entry "
        f"JOIN {quoted(through._meta.db_table)} AS tie ON tie.{owner} = entry.{quoted(loading.key_column(model))} "
        f"WHERE entry.history_id > %s AND entry.import_job_id = %s ORDER BY entry.history_id",
        [last, evidence.job.pk],
    )


def _execute(statement: str, parameters: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
