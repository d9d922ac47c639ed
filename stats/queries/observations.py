"""Released figures page by page, for programs: the same predicate as everywhere, in an order that stays."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from stats.models import Figure, Indicator
from stats.queries.cells import COLUMNS, Origins, cell_of, definitions_of
from stats.queries.scopes import BY_PARK, Scopes, scopes_at
from stats.tables import Cell, Label

ORDER = ("indicator__code", "scope_key", "year", "vintage", "revision")  # of a figure exactly one
Key = tuple[str, str, int, int, int]


@dataclass(frozen=True)
class Published:
    """A released figure with the names of its place; `key` is its place in the order."""

    indicator: Label
    scope: Label
    cell: Cell
    key: Key


def published_figures(
    at: datetime, where: Q, *, only_latest: bool, within_vintage: bool, after: Key | None, size: int
) -> list[Published]:
    """At most `size` figures behind `after`. Five queries, whatever the number of figures.

    `only_latest` leaves out what a later version supersedes; `within_vintage` counts only later revisions as such.
    """
    scopes = scopes_at(at)
    figures = Figure.objects.released(at).filter(where, of_public_scopes(scopes))
    if only_latest:
        figures = figures.exclude(Exists(later_versions(at, within_vintage)))
    if after is not None:
        figures = figures.filter(behind(after))
    rows = list(figures.order_by(*ORDER).values(*COLUMNS)[:size])
    definitions = definitions_of({row["indicator_id"] for row in rows})
    indicators = Indicator.objects.in_bulk({row["indicator_id"] for row in rows})
    origins: Origins = {}
    found = []
    for row in rows:
        indicator = indicators[row["indicator_id"]]
        cell = cell_of(row, definitions[row["indicator_id"]][row["definition_id"]], origins)
        key = (indicator.code, row["scope_key"], row["year"], row["vintage"], row["revision"])
        found.append(Published(Label(indicator.code, indicator.name), scopes.label(row["scope_key"]), cell, key))
    return found


def of_public_scopes(scopes: Scopes) -> Q:
    """As `Scopes.is_public`: a park that is not public is not named."""
    return Q(park=None) | Q(park__code__in=list(scopes.names[BY_PARK]))


def later_versions(at: datetime, within_vintage: bool):
    same = Figure.objects.released(at).filter(
        indicator=OuterRef("indicator"), year=OuterRef("year"), scope_key=OuterRef("scope_key")
    )
    revised = Q(vintage=OuterRef("vintage"), revision__gt=OuterRef("revision"))
    return same.filter(revised if within_vintage else revised | Q(vintage__gt=OuterRef("vintage")))


def behind(key: Key) -> Q:
    """Greater than the key in ORDER, column by column."""
    found = Q()
    equal: dict = {}
    for name, value in zip(ORDER, key, strict=True):
        found |= Q(**equal, **{f"{name}__gt": value})
        equal[name] = value
    return found
