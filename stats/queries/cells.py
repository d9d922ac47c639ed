"""Released figures as cells. Every public number comes through `released_cells`, and so through `released(at)`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from django.db.models import Model, Q

from stats.models import Figure, IndicatorDefinition, Vintage
from stats.tables import Cell, Definition, Origin
from zoneportal.bilingual import content_language
from zoneportal.numbers import UNITS, decimals_in

COLUMNS = (
    *("indicator_id", "indicator__decimals", "definition_id", "year", "scope_key", "vintage", "revision"),
    *("value", "mark", "qualifier", "note_zh", "note_en", "reason"),
    *("release__slug", "release__title_zh", "release__title_en", "release__basis_zh", "release__basis_en"),
    *("release__released_at", "release__is_sample", "is_sample"),
)
NAMES = ("name_zh", "name_en")
Origins = dict[tuple[str, bool], Origin]  # by key of the release and whether the figure is sample data
WORDS = ("definition_zh", "definition_en", "source_zh", "source_en")


@dataclass(frozen=True)
class Observation:
    """A released figure with its place: which indicator, which scope."""

    indicator_id: int
    scope: str
    cell: Cell


def in_language(row: Mapping[str, Any], name: str, language: str) -> str:
    return row[f"{name}_{language}"] or row[f"{name}_zh"]


@cache
def vintage_in(rank: int, language: str) -> tuple[str, str]:
    """(code, name) in the language in force, which is an argument because the answer is kept for each."""
    vintage = Vintage(rank)
    return vintage.name.lower(), str(vintage.label)


def definitions_of(indicators: Collection[int], worded_at: datetime | None = None) -> dict[int, dict[int, Definition]]:
    """By indicator and key. A new series begins where a definition is not comparable with the one before. One query.

    With `worded_at` in the words of that moment (two queries).
    """
    rows = (
        IndicatorDefinition.objects.filter(indicator__in=indicators)
        .order_by("indicator_id", "valid_from_year", "pk")
        .values()
    )
    former = words_at(IndicatorDefinition, worded_at, WORDS, Q(indicator__in=indicators)) if worded_at else {}
    worded = [{**row, **former.get(row["id"], {})} for row in rows]
    language = content_language()
    found: dict[int, dict[int, Definition]] = {}
    for indicator, group in groupby(worded, key=lambda row: row["indicator_id"]):
        series = 0
        for row in group:
            series += not row["is_comparable"]
            text, source = in_language(row, "definition", language), in_language(row, "source", language)
            definition = Definition(row["valid_from_year"], row["unit"], text, source, series, language)
            found.setdefault(indicator, {})[row["id"]] = definition
    return found


def words_at(
    model: type[Model], at: datetime, names: Collection[str], where: Q | None = None
) -> dict[int, dict[str, Any]]:
    """What records said at a moment, by their keys, as far as the history reaches. One query."""
    versions = model.history.filter(where or Q(), history_date__lte=at)
    return {row.pop("id"): row for row in versions.order_by("history_date", "history_id").values("id", *names)}


def released_cells(at: datetime, where: Q, *, is_past: bool = False) -> list[Observation]:
    """Every released version of the figures asked for. Two queries.

    Sorted by indicator, scope, year, then from the first version to the one that supersedes them all. For a page
    of the past the definitions say what they said then (three queries).
    """
    rows = list(Figure.objects.released(at).filter(where).newest_last().values(*COLUMNS))
    definitions = definitions_of({row["indicator_id"] for row in rows}, at if is_past else None)
    origins: Origins = {}
    return [
        Observation(
            row["indicator_id"],
            row["scope_key"],
            cell_of(row, definitions[row["indicator_id"]][row["definition_id"]], origins),
        )
        for row in rows
    ]


def cell_of(row: dict, definition: Definition, origins: Origins) -> Cell:
    slug, language = row["release__slug"], definition.language
    origin = slug, row["release__is_sample"] or row["is_sample"]
    if origin not in origins:
        origins[origin] = Origin(
            slug=slug,
            title=in_language(row, "release__title", language),
            basis=in_language(row, "release__basis", language),
            released_at=row["release__released_at"],
            is_sample=origin[1],
        )
    vintage, vintage_label = vintage_in(row["vintage"], language)
    return Cell(
        year=row["year"],
        definition=definition,
        origin=origins[origin],
        vintage=vintage,
        vintage_label=vintage_label,
        value=row["value"],
        mark=row["mark"],
        qualifier=row["qualifier"],
        revision=row["revision"],
        rank=row["vintage"],
        decimals=decimals_in(UNITS[definition.unit], row["indicator__decimals"]),
        note=in_language(row, "note", language),
        reason=row["reason"],
    )
