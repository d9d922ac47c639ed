"""What is released at all: for every indicator and every release the years, versions and days, without the figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from stats.models import Figure, Indicator, Release, Vintage
from stats.queries.cells import definitions_of
from stats.queries.releases import NEWEST_FIRST
from stats.queries.scopes import scopes_at
from stats.tables import Definition, Label


@dataclass(frozen=True)
class Extent:
    """Of a set of released figures."""

    first_year: int
    last_year: int
    issued_at: datetime
    modified_at: datetime
    figures: int  # all versions counted
    is_sample: bool


@dataclass(frozen=True)
class CoveredIndicator:
    indicator: Indicator
    definition: Definition  # the newest by which a figure was made
    extent: Extent
    vintages: list[tuple[str, str]]  # (code, name), the last one first
    scopes: list[Label]


@dataclass(frozen=True)
class CoveredRelease:
    release: Release
    extent: Extent


@dataclass(frozen=True)
class Coverage:
    indicators: list[CoveredIndicator]
    releases: list[CoveredRelease]

    def has_scope(self, key: str) -> bool:
        return any(key == scope.key for each in self.indicators for scope in each.scopes)


def coverage(at: datetime) -> Coverage:
    """Six queries, whatever the number of figures."""
    scopes = scopes_at(at)
    of_release = ("release", "release__released_at", "release__is_sample")
    by = ("indicator", "definition", "vintage", "scope_key", "is_sample", *of_release)
    groups = (
        Figure.objects.released(at)
        .order_by(*by)
        .values(*by)
        .annotate(first_year=Min("year"), last_year=Max("year"), figures=Count("pk"))
    )
    rows = [row for row in groups if scopes.is_public(row["scope_key"])]
    by_indicator, by_release = grouped(rows, "indicator"), grouped(rows, "release")
    definitions = definitions_of(list(by_indicator))
    indicators = Indicator.objects.filter(pk__in=by_indicator).order_by(*Indicator._meta.ordering)
    releases = Release.objects.filter(pk__in=by_release).order_by(*NEWEST_FIRST)
    return Coverage(
        [
            CoveredIndicator(
                indicator=each,
                definition=newest_definition(by_indicator[each.pk], definitions[each.pk]),
                extent=extent_of(by_indicator[each.pk]),
                vintages=vintages_of(by_indicator[each.pk]),
                scopes=list(scopes.ordered(row["scope_key"] for row in by_indicator[each.pk])),
            )
            for each in indicators
        ],
        [CoveredRelease(each, extent_of(by_release[each.pk])) for each in releases],
    )


def grouped(rows: Iterable[dict], key: str) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def extent_of(rows: list[dict]) -> Extent:
    moments = [row["release__released_at"] for row in rows]
    return Extent(
        first_year=min(row["first_year"] for row in rows),
        last_year=max(row["last_year"] for row in rows),
        issued_at=min(moments),
        modified_at=max(moments),
        figures=sum(row["figures"] for row in rows),
        is_sample=any(row["release__is_sample"] or row["is_sample"] for row in rows),
    )


def newest_definition(rows: list[dict], definitions: dict[int, Definition]) -> Definition:
    used = {row["definition"] for row in rows}
    return max((definitions[key] for key in used), key=lambda definition: definition.valid_from_year)


def vintages_of(rows: list[dict]) -> list[tuple[str, str]]:
    found = sorted({Vintage(row["vintage"]) for row in rows}, reverse=True)
    return [(vintage.name.lower(), str(vintage.label)) for vintage in found]
