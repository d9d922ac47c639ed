"""All rows of all tables with all columns, to say that something left nothing behind."""

from typing import Any

from django.apps import apps
from django.db import models

# What an undo adds to: histories and jobs, the counter of zone numbers (never given back), the tokens of pages.
GROWING = ("Historical", "ImportJob", "NumberSeries", "Change", "ContentType", "Permission", "Session")

Snapshot = dict[str, list[dict[str, Any]]]


def taken() -> Snapshot:
    """{label: rows in order of their keys}, ties of many to many included."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in _models()
        if not model.__name__.startswith(GROWING)
    }


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def differences(before: Snapshot, after: Snapshot) -> dict[str, tuple[list, list]]:
    """{label: (rows that are gone or were otherwise, rows that are new or are otherwise)}, where something differs."""
    found = {}
    for label, rows in before.items():
        gone = [row for row in rows if row not in after[label]]
        new = [row for row in after[label] if row not in rows]
        if gone or new:
            found[label] = (gone, new)
    return found
