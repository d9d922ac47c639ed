"""Figures of parks side by side and through the years, for the pages of the parks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from parks.models import Park
from stats.models import Indicator
from stats.queries.cells import Observation, released_cells
from stats.queries.indicators import IndicatorFigures, indicator_table
from stats.queries.scopes import BY_PARK, Scopes, scopes_at
from stats.scope import ZONE, scope_key
from stats.tables import changes


def figures_by_park(at: datetime) -> IndicatorFigures | None:
    """The first headline indicator that is released for parks, of the zone and every public park. Five queries.

    None where no headline indicator is released for a park: two queries less.
    """
    scopes = scopes_at(at)
    keys = {scope_key(park=code) for code in scopes.names[BY_PARK]}
    observations = released_cells(at, Q(indicator__is_headline=True, scope_key__in=[ZONE, *keys]))
    for indicator in headline_indicators(observations):
        own = [each for each in observations if each.indicator_id == indicator.pk]
        if any(each.scope != ZONE for each in own):
            return IndicatorFigures(indicator, indicator_table(indicator, own, scopes, ""), {}, [], [])
    return None


def figures_of_park(park: Park, at: datetime) -> IndicatorFigures | None:
    """The first headline indicator that is released for the park, through the years. Three queries, one without any.

    The caller has made sure that the park is public.
    """
    scopes = Scopes({BY_PARK: {park.code: park.name}})
    observations = released_cells(at, Q(indicator__is_headline=True, scope_key=scope_key(park=park.code)))
    indicator = next(iter(headline_indicators(observations)), None)
    if indicator is None:
        return None
    table = indicator_table(indicator, [each for each in observations if each.indicator_id == indicator.pk], scopes, "")
    by_year = {cell.year: cell for _row, _column, cell in table.ordered_cells()}
    return IndicatorFigures(indicator, table, changes(by_year), [], [])


def headline_indicators(observations: list[Observation]) -> Iterable[Indicator]:
    """Those that are observed, in the order of the home page. One query, none without observations."""
    observed = {each.indicator_id for each in observations}
    return Indicator.objects.filter(pk__in=observed).order_by("position", "code") if observed else ()
