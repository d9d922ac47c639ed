"""Figures that other pages show: the headline figures of the zone, and those of one park."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from parks.models import Park
from stats.models import Indicator
from stats.queries.cells import Observation, released_cells
from stats.queries.indicators import Newest, newest_by_year, newest_of
from stats.scope import scope_key
from stats.tables import Label, Table, newest_with_value
from zoneportal.bilingual import content_language


def headline_figures(at: datetime) -> list[Newest]:
    """The newest released figure of every headline indicator that has one. Three queries."""
    indicators = Indicator.objects.filter(is_headline=True).order_by("position", "code")
    return [newest for newest in newest_of(list(indicators), at) if newest.cell]


def park_table(park: Park, at: datetime) -> Table | None:
    """What is released about the park as a whole: one row an indicator, its newest year. Three queries.

    None where nothing is released. The caller has made sure that the park is public.
    """
    observations = released_cells(at, Q(scope_key=scope_key(park=park.code)))
    by_indicator: dict[int, list[Observation]] = {}
    for observation in observations:
        by_indicator.setdefault(observation.indicator_id, []).append(observation)
    indicators = Indicator.objects.filter(pk__in=by_indicator).order_by(*Indicator._meta.ordering)
    newest = {each.code: newest_with_value(newest_by_year(by_indicator[each.pk])) for each in indicators}
    if not newest:
        return None
    return Table(
        title=_("Figures of %(park)s") % {"park": park.name},
        row_heading=_("indicator"),
        column_heading=_("scope"),
        rows=tuple(Label(each.code, each.name) for each in indicators),
        columns=(Label("newest", _("newest released value")),),
        cells={(code, "newest"): cell for code, cell in newest.items()},
        language=content_language(),
    )
