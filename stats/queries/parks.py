"""Figures of parks side by side and through the years, for the pages of the parks."""

from datetime import datetime

from django.db.models import Q

from parks.models import Park
from stats.models import Indicator
from stats.queries.cells import released_cells
from stats.queries.indicators import IndicatorFigures, indicator_table
from stats.queries.scopes import scopes_at
from stats.scope import ZONE, scope_key
from stats.tables import changes


def figures_by_park(at: datetime) -> IndicatorFigures | None:
    """The first headline indicator that is released for parks, of the zone and every public park. Six queries.

    None where no headline indicator is released for a park.
    """
    scopes = scopes_at(at)
    keys = {scope_key(park=code) for code in scopes.names["park"]}
    indicators = Indicator.objects.filter(is_headline=True).order_by("position", "code")
    observations = released_cells(at, Q(indicator__is_headline=True, scope_key__in=[ZONE, *keys]))
    for indicator in indicators:
        own = [each for each in observations if each.indicator_id == indicator.pk]
        if any(each.scope != ZONE for each in own):
            return IndicatorFigures(indicator, indicator_table(indicator, own, scopes, ""), {}, [], [])
    return None


def figures_of_park(park: Park, at: datetime) -> IndicatorFigures | None:
    """The first headline indicator that is released for the park, through the years. Six queries.

    The caller has made sure that the park is public.
    """
    scopes = scopes_at(at)
    key = scope_key(park=park.code)
    indicators = Indicator.objects.filter(is_headline=True).order_by("position", "code")
    observations = released_cells(at, Q(indicator__is_headline=True, scope_key=key))
    for indicator in indicators:
        own = [each for each in observations if each.indicator_id == indicator.pk]
        if own and scopes.is_public(key):
            table = indicator_table(indicator, own, scopes, "")
            by_year = {cell.year: cell for _row, _column, cell in table.ordered_cells()}
            return IndicatorFigures(indicator, table, changes(by_year), [], [])
    return None
