"""The list of indicators and the page of one: its newest figures, what they broke down to, and every version."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stats.drawings import Sparkline, sparkline
from stats.models import Figure, Indicator
from stats.models.indicator import Theme
from stats.queries.cells import NAMES, Observation, released_cells, words_at
from stats.queries.scopes import BY_INDUSTRY, BY_PARK, BY_SIZE, COMBINED, Scopes, kind_of, scopes_at
from stats.scope import ZONE
from stats.tables import Cell, Label, Table, change, change_text, changes, latest, newest_with_value
from zoneportal.bilingual import content_language


@dataclass(frozen=True)
class Newest:
    """An indicator with its newest figure of the zone; without one only parts of the zone have figures."""

    indicator: Indicator
    cell: Cell | None
    change: Decimal | None = None  # per cent since the year before, computed from published levels
    by_year: Mapping[int, Cell] = field(default_factory=dict)  # what superseded all others of its year

    @cached_property
    def course(self) -> Sparkline | None:
        return sparkline(self.by_year)


@dataclass(frozen=True)
class IndicatorFigures:
    indicator: Indicator
    table: Table  # every scope, the newest version of each year or the vintage asked for
    changes: dict[int, Decimal]
    versions: list[tuple[Label, list[Cell]]]  # scope, versions from the newest year and version on
    vintages: list[tuple[str, str]]  # (code, name) of those that were released, the last one first
    days: list[date] = field(default_factory=list)  # on which figures of it were released, the last one first

    @cached_property
    def zone(self) -> Table:
        return self.table.only({ZONE})

    @property
    def years(self) -> list[tuple[Cell, str]]:
        """The zone's figures, newest first, with the change on the year before where it may be computed."""
        cells = (cell for _row, _column, cell in self.zone.ordered_cells())
        return [(cell, change_text(self.changes.get(cell.year))) for cell in cells]

    @cached_property
    def breakdowns(self) -> list[tuple[str, Table]]:
        """(kind, table) for the kinds of scope that have figures."""
        found = []
        for kind in (BY_PARK, BY_INDUSTRY, BY_SIZE, COMBINED):
            columns = {column.key for column in self.table.columns if kind_of(column.key) == kind}
            if columns:
                found.append((kind, self.table.only(columns)))
        return found


def newest_by_year(observations: list[Observation]) -> dict[int, Cell]:
    """For one indicator and scope: the cell of each year that supersedes the others."""
    years = groupby(sorted(observations, key=lambda each: each.cell.year), key=lambda each: each.cell.year)
    return {year: latest(each.cell for each in group) for year, group in years}


def newest_of(indicators: list[Indicator], at: datetime) -> list[Newest]:
    """Two queries for any number of indicators."""
    observations = released_cells(at, Q(indicator__in=[each.pk for each in indicators], scope_key=ZONE))
    by_indicator: dict[int, list[Observation]] = {}
    for observation in observations:
        by_indicator.setdefault(observation.indicator_id, []).append(observation)
    found = []
    for indicator in indicators:
        by_year = newest_by_year(by_indicator.get(indicator.pk, []))
        cell = newest_with_value(by_year)
        found.append(Newest(indicator, cell, change(cell, by_year.get(cell.year - 1)) if cell else None, by_year))
    return found


def public_indicators(at: datetime, scopes: Scopes) -> list[Indicator]:
    """Those with a released figure that has a public scope. Two queries."""
    pairs = Figure.objects.released(at).order_by("indicator").values_list("indicator", "scope_key").distinct()
    public = {indicator for indicator, scope in pairs if scopes.is_public(scope)}
    return list(Indicator.objects.filter(pk__in=public).order_by(*Indicator._meta.ordering))


def public_codes(at: datetime) -> list[str]:
    """For the site map. Five queries."""
    return [indicator.code for indicator in public_indicators(at, scopes_at(at))]


def indicators_by_theme(at: datetime) -> list[tuple[str, list[Newest]]]:
    """(theme in words, newest figures), themes in the order of the model. Seven queries."""
    found = newest_of(public_indicators(at, scopes_at(at)), at)
    return [
        (str(theme.label), group)
        for theme in Theme
        if (group := [newest for newest in found if newest.indicator.theme == theme.value])
    ]


def indicator_figures(
    code: str, at: datetime, vintage: str = "", *, known_at: datetime | None = None
) -> IndicatorFigures | None:
    """Everything released of an indicator, or None where nothing is: such an indicator does not exist for the public.

    With `vintage` (flash, preliminary, annual, verified) the table holds the figures of that vintage only, which
    may be none. Six queries; one where nothing is released, whether the indicator is on record or not.
    `known_at` is now, for a page of the past: everything has the name that it had then, and what was withdrawn since
    stays withdrawn (ten queries).
    """
    released = released_cells(at, Q(indicator__code=code), is_past=known_at is not None)
    if not released:
        return None
    scopes = scopes_at(at) if known_at is None else scopes_at(at, is_past=True).also_public(scopes_at(known_at))
    observations = scopes.public(released)
    if not observations:
        return None
    indicator = Indicator.objects.get(code=code)
    if known_at is not None:
        indicator = as_named(indicator, at)
    wanted = [each for each in observations if not vintage or each.cell.vintage == vintage]
    table = indicator_table(indicator, wanted, scopes, vintage)
    zone_by_year = {cell.year: cell for _row, column, cell in table.ordered_cells() if column.key == ZONE}
    return IndicatorFigures(
        indicator=indicator,
        table=table,
        changes=changes(zone_by_year),
        versions=superseded(observations, scopes),
        vintages=vintages_in(observations),
        days=release_days(observations),
    )


def as_named(indicator: Indicator, at: datetime) -> Indicator:
    """By the name that it had, as far as the history reaches. Not to be stored. One query."""
    then = words_at(Indicator, at, NAMES, Q(id=indicator.pk)).get(indicator.pk, {})
    named = copy(indicator)
    for field_name, text in then.items():
        setattr(named, field_name, text)
    return named


def release_days(observations: list[Observation]) -> list[date]:
    return sorted({timezone.localdate(each.cell.origin.released_at) for each in observations}, reverse=True)


def vintages_in(observations: list[Observation]) -> list[tuple[str, str]]:
    found = {each.cell.rank: (each.cell.vintage, each.cell.vintage_label) for each in observations}
    return [found[rank] for rank in sorted(found, reverse=True)]


def indicator_table(indicator: Indicator, observations: list[Observation], scopes: Scopes, vintage: str) -> Table:
    cells = {}
    for observation in observations:  # in the order of versions: the last one of a place supersedes
        cells[str(observation.cell.year), observation.scope] = observation.cell
    years = sorted({year for year, _scope in cells}, reverse=True)
    return Table(
        title=indicator.name,
        row_heading=_("year"),
        column_heading=_("scope"),
        rows=tuple(Label(year, year) for year in years),
        columns=tuple(scopes.ordered(scope for _year, scope in cells)),
        cells=cells,
        code=indicator.code,
        vintage=vintage,
        language=content_language(),
    )


def superseded(observations: list[Observation], scopes: Scopes) -> list[tuple[Label, list[Cell]]]:
    """The figures that were published more than once, with all their versions."""
    by_scope: dict[str, list[Cell]] = {}
    for (scope, _year), group in groupby(observations, key=lambda each: (each.scope, each.cell.year)):
        versions = [each.cell for each in group]
        if len(versions) > 1:
            by_scope.setdefault(scope, []).extend(versions)
    return [
        (label, sorted(by_scope[label.key], key=lambda cell: (cell.year, cell.version), reverse=True))
        for label in scopes.ordered(by_scope)
    ]
