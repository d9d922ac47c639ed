"""The sheets there are, by their words. Apps register theirs in `<app>/resources.py`."""

from typing import Any

from zoneportal.spreadsheets.models import SEEN_WITH

_sheets: dict[str, type] = {}


def sheet(resource: type) -> type:
    """Class decorator: makes the sheet known to commands, screens and templates."""
    if resource.sheet in _sheets:
        raise ValueError(f"two sheets are called {resource.sheet}")
    _sheets[resource.sheet] = resource
    model = resource._meta.model._meta
    SEEN_WITH[resource.sheet] = resource.seen_with or f"{model.app_label}.view_{model.model_name}"
    return resource


def names() -> list[str]:
    return sorted(_sheets)


def of_name(name: str) -> type:
    """The resource. Errors: KeyError."""
    return _sheets[name]


def of_model(model: Any) -> type | None:
    """The sheet whose own records are of this model."""
    return next((resource for resource in _sheets.values() if resource._meta.model is model), None)
