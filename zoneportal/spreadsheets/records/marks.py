"""The mark of the world that a check saw: by it a confirmation knows whether anything has moved since.

Which tables count is not declared but seen: every table that a query of the check names. A table's part of the mark is
a digest of all that stands in it, so it moves with any write whatsoever (a form, a sheet, `QuerySet.update`, SQL typed
by hand, a restored backup), and with nothing else. Rights are asked for by themselves, since they come from many
tables. A new day and a new edition of the program move the mark too: rules may read the calendar, and change.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from zoneportal.page_cache.store import edition
from zoneportal.spreadsheets.records import loading

# Tables of these apps are read by every request and say nothing of the records; what they grant is asked of the user.
OTHER_APPS = frozenset(("accounts", "auth", "contenttypes", "sessions", "spreadsheets"))
_WORDS = re.compile(r"[a-z]\w{3,}")


@contextmanager
def one_state() -> Iterator[None]:
    """All queries within see the database as it stands at the first of them, and no writer waits for them."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            connection.transaction_mode = usual
            yield
    finally:
        connection.transaction_mode = usual


class Reading:
    """Notes which tables the queries of a check name."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self._known = _tables()

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        self.tables.update(self._known.intersection(_WORDS.findall(sql)))
        return execute(sql, params, many, context)


@contextmanager
def noted_reading() -> Iterator[Reading]:
    reading = Reading()
    with connection.execute_wrapper(reading):
        yield reading


def mark_of(tables: Collection[str], user: Any) -> dict[str, str]:
    """The mark over these tables, as the user meets them. One query a table, which reads all of it."""
    found = {"rights": _rights(user), "day": timezone.localdate().isoformat(), "edition": edition()}
    with connection.cursor() as cursor:
        return found | {f"table {table}": _DIGESTS[connection.vendor](cursor, table) for table in sorted(tables)}


def tables_of(mark: dict[str, str]) -> list[str]:
    return [name.removeprefix("table ") for name in mark if name.startswith("table ")]


def hold(tables: Collection[str]) -> None:
    """Lets nobody else write these tables before the transaction ends; readers go on.

    On SQLite the transaction itself is the lock: it began as a writing one. Errors: OperationalError (`loading.lock`).
    """
    if tables:
        loading.lock([_models()[table] for table in tables])


@cache
def _tables() -> frozenset[str]:
    return frozenset(_models())


@cache
def _models() -> dict[str, type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in found if model._meta.app_label not in OTHER_APPS}


def _rights(user: Any) -> str:
    words = [str(user.pk), str(user.is_active), str(user.is_superuser), *sorted(user.get_all_permissions())]
    return hashlib.blake2b(" ".join(words).encode(), digest_size=16).hexdigest()


def _digest_on_sqlite(cursor: Any, table: str) -> str:
    fields = _models()[table]._meta.concrete_fields
    row = " || ',' || ".join(f"quote({connection.ops.quote_name(str(field.column))})" for field in fields)
    found = hashlib.blake2b(digest_size=16)
    cursor.execute(f"SELECT {row} FROM {connection.ops.quote_name(table)} ORDER BY rowid")  # noqa: S608
    for (text,) in cursor:
        found.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return found.hexdigest()


def _digest_on_postgresql(cursor: Any, table: str) -> str:
    cursor.execute(
        f"SELECT count(*), coalesce(sum(hashtextextended(found::text, 0)), 0), "  # noqa: S608
        f"coalesce(sum(hashtextextended(found::text, 1)), 0) FROM {connection.ops.quote_name(table)} AS found"
    )
    return " ".join(map(str, cursor.fetchone()))


_DIGESTS = {"sqlite": _digest_on_sqlite, "postgresql": _digest_on_postgresql}
