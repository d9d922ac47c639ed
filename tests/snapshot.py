"""Rows that many tests begin with: made by factories once in a process, and then put back as they were.

`replayed(make)` gives what `make()` gave, with its rows in the database. Making the world takes 60 ms, putting it
back 10; most tests need it.
"""

import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

Made = TypeVar("Made")
# Triggers write these when the others are put back.
KEPT_BY_TRIGGERS = {"enterprises_registerline", "publishing_change"}
INSERTED = re.compile(r'^INSERT (?:OR IGNORE )?INTO "(\w+)"')


@dataclass
class Snapshot:
    base: tuple  # what the rows refer to besides each other: another base has other keys
    made: bytes
    rows: list[tuple[str, list[tuple]]]  # (statement, rows) in the order in which they were first written


_snapshots: dict[Callable, Snapshot] = {}


def replayed(make: Callable[[], Made]) -> Made:
    base = _base()
    snapshot = _snapshots.get(make)
    if snapshot is None or snapshot.base != base:
        made, rows = _recorded(make)
        _snapshots[make] = Snapshot(base, pickle.dumps(made), rows)
        return made
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, rows in snapshot.rows:
                cursor.executemany(statement, rows)
    except IntegrityError:  # another fixture has made a record before, which took a key of these
        return make()
    return pickle.loads(snapshot.made)


def _base() -> tuple:
    """The keys of the roles: emptying the tables after a test with transactions gives them anew."""
    return tuple(Group.objects.order_by("pk").values_list("pk", "name"))


def _recorded(make: Callable[[], Made]) -> tuple[Made, list[tuple[str, list[tuple]]]]:
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    order: dict[str, None] = {}

    def noted(execute, sql, params, many, context):
        found = INSERTED.match(sql)
        if found:
            order[found[1]] = None
        return execute(sql, params, many, context)

    before = {table: _keys(model) for table, model in models.items() if table not in KEPT_BY_TRIGGERS}
    with connection.execute_wrapper(noted):
        made = make()
    return made, [
        _rows(models[table], before[table]) for table in order if table in models and table not in KEPT_BY_TRIGGERS
    ]


def _keys(model) -> set:
    return set(model._base_manager.values_list("pk", flat=True)) if model._meta.managed else set()


def _rows(model, before: set) -> tuple[str, list[tuple]]:
    """As the database keeps them, so that nothing is converted on the way back."""
    columns = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"')
        key = columns.index(model._meta.pk.column)
        rows = [row for row in cursor.fetchall() if row[key] not in before]
    places = ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})', [_writable(row) for row in rows]


def _writable(row: tuple) -> tuple:
    """PostgreSQL reads JSON as lists and dictionaries, and wants it back as JSON."""
    return tuple(
        connection.ops.adapt_json_value(value, None) if isinstance(value, dict | list) else value for value in row
    )
