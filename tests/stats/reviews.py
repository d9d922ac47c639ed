"""Releases on their way, for tests."""

from decimal import Decimal

from stats.models import Figure, Release
from stats.releasing import submit_release
from tests.factories import FigureFactory, ReleaseFactory


def draft_of(figure: Figure, **fields) -> Release:
    """A draft that nobody has written by hand, with the figure in it."""
    release = ReleaseFactory(**fields)
    Figure.objects.filter(pk=figure.pk).update(release=release)
    return release


def in_review(figure: Figure, by, **fields) -> Release:
    return submit_release(release=draft_of(figure, **fields), by=by)


def edited(record, by, **fields):
    """Saved by somebody, as the history knows."""
    for name, value in fields.items():
        setattr(record, name, value)
    record._history_user = by
    record.save()
    return record


def successor(figure: Figure, **fields) -> Figure:
    """The figure of the same place in the next vintage."""
    same = {"definition": figure.definition, "year": figure.year, "value": Decimal("360.00")}
    return FigureFactory(**same | {"vintage": figure.vintage + 1} | fields)
