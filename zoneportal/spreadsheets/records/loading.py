"""Many rows into one table at once, as each database takes them fastest. A row ends with its primary key.

Values are what `prepared` makes of them: texts, numbers, yes or no, None. Nothing else, so that a file can keep them.
"""

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import OperationalError, connection, models, transaction

KEYS_AT_ONCE = 10_000
LOCK_SECONDS, LOCK_PAUSE = 20, 0.03  # less than the web server gives a request

Prepare = Callable[[Any], Any]
Rows = Iterable[Sequence[Any]]

AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    """Every column of the table that a writer fills, but the primary key."""
    return [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]


def prepared(field: models.Field) -> Prepare | None:
    """What makes a value of the field one that the table takes; None where it is one already."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, AS_THEY_ARE):
        return None
    if isinstance(target, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=target.encoder, ensure_ascii=False)
    if isinstance(target, models.FileField):
        return lambda value: None if value is None else str(value)
    return lambda value: None if value is None else _plain(field.get_db_prep_save(value, connection))


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float) else str(value)


class Sqlite:
    """The caller holds the one transaction that writes, so nobody else draws keys meanwhile."""

    def new_keys(self, cursor: Any, model: type[models.Model], count: int) -> Sequence[int]:
        table, key = quoted(model._meta.db_table), quoted(key_column(model))
        cursor.execute(
            f"SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0), "  # noqa: S608
            f"coalesce((SELECT max({key}) FROM {table}), 0))",
            [model._meta.db_table],
        )
        last = cursor.fetchone()[0]
        return range(last + 1, last + 1 + count)

    def insert(self, cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
        names = ", ".join(map(quoted, (*columns, key_column(model))))
        places = ", ".join(["%s"] * (len(columns) + 1))
        cursor.executemany(f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})", rows)  # noqa: S608

    def update(self, cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
        changes = ", ".join(f"{quoted(column)} = %s" for column in columns)
        table, key = quoted(model._meta.db_table), quoted(key_column(model))
        cursor.executemany(f"UPDATE {table} SET {changes} WHERE {key} = %s", rows)  # noqa: S608

    def lock(self, cursor: Any, models: Collection[type[models.Model]]) -> None:
        """Nobody else writes until the transaction ends: there is one writer at a time."""

    def among(self, column: str, keys: Collection[int]) -> tuple[str, list[Any]]:
        return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(list(keys))]  # noqa: S608


class Postgresql:
    def new_keys(self, cursor: Any, model: type[models.Model], count: int) -> Sequence[int]:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [quoted(model._meta.db_table), key_column(model), count],
        )
        return [key for (key,) in cursor.fetchall()]

    def insert(self, cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
        self._copy(cursor, quoted(model._meta.db_table), (*columns, key_column(model)), rows)

    def update(self, cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
        """By way of a table of this transaction, counted before it is joined: plans by stale statistics never end."""
        table, key = quoted(model._meta.db_table), quoted(key_column(model))
        names = ", ".join(map(quoted, (*columns, key_column(model))))
        cursor.execute(f"CREATE TEMPORARY TABLE changed_rows ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0")  # noqa: S608
        self._copy(cursor, "changed_rows", (*columns, key_column(model)), rows)
        cursor.execute("ANALYZE changed_rows")
        changes = ", ".join(f"{quoted(column)} = changed_rows.{quoted(column)}" for column in columns)
        cursor.execute(f"UPDATE {table} SET {changes} FROM changed_rows WHERE {table}.{key} = changed_rows.{key}")  # noqa: S608
        cursor.execute("DROP TABLE changed_rows")

    def _copy(self, cursor: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
        # Django does not know COPY, so its errors are told in Django's words here.
        statement = f"COPY {table} ({', '.join(map(quoted, columns))}) FROM STDIN"
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def lock(self, cursor: Any, models: Collection[type[models.Model]]) -> None:
        """All of the tables or none, again and again: who waits while he holds some stops those for whom he waits.

        Who holds a row in order to write it is waited for, too. Errors: OperationalError after LOCK_SECONDS.
        """
        names = ", ".join(sorted(quoted(model._meta.db_table) for model in models))
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                with transaction.atomic():
                    cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE NOWAIT")
                return
            except OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(LOCK_PAUSE)

    def among(self, column: str, keys: Collection[int]) -> tuple[str, list[Any]]:
        return f"{column} = ANY(%s)", [list(keys)]


VENDORS: dict[str, Sqlite | Postgresql] = {"sqlite": Sqlite(), "postgresql": Postgresql()}


def vendor() -> Sqlite | Postgresql:
    return VENDORS[connection.vendor]


def lock(models: Collection[type[models.Model]]) -> None:
    """Nobody else writes into the tables of these models until the transaction ends; reading goes on.

    Errors: OperationalError where others write without a pause.
    """
    with connection.cursor() as cursor:
        vendor().lock(cursor, models)


def new_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Primary keys that no record has or had, in order."""
    with connection.cursor() as cursor:
        return vendor().new_keys(cursor, model, count)


def having_keys(column: str, keys: Sequence[int]) -> Iterator[tuple[str, list[Any]]]:
    """Conditions (SQL and parameters) that together hold for exactly these keys."""
    name = quoted(column)
    if keys and max(keys) - min(keys) + 1 == len(keys) == len(set(keys)):
        yield f"{name} BETWEEN %s AND %s", [min(keys), max(keys)]
        return
    for start in range(0, len(keys), KEYS_AT_ONCE):
        yield vendor().among(name, keys[start : start + KEYS_AT_ONCE])


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def key_column(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)
