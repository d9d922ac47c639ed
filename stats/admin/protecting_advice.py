"""What to leave out of a release where disclosure control would lose most of a breakdown, and leaving it out."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stats.disclosure.coarser import BY_COLUMNS, BY_ROWS, NOTHING, TOTAL_ONLY
from stats.models import Figure, Protection, Release, ReleaseStatus
from zoneportal.messages import N_
from zoneportal.rights import has_right

INSTEAD: dict[str, str] = {
    BY_ROWS: N_("“%(indicator)s”: most of the parks by industries would be lost. Publish the parks alone."),
    BY_COLUMNS: N_("“%(indicator)s”: most of the parks by industries would be lost. Publish the industries alone."),
    TOTAL_ONLY: N_("“%(indicator)s”: most of the parks by industries would be lost. Publish the zone's total alone."),
    NOTHING: N_("“%(indicator)s”: too few enterprises reported it. Publish nothing of it."),
}
# Instead of the table, never beside it: the margins that a coarser one lacks would add up.
LEFT_OUT: dict[str, Callable[[Figure], bool]] = {
    BY_ROWS: lambda figure: figure.industry_id is not None,
    BY_COLUMNS: lambda figure: figure.park_id is not None,
    TOTAL_ONLY: lambda figure: figure.industry_id is not None or figure.park_id is not None,
    NOTHING: lambda figure: True,
}


@dataclass(frozen=True)
class Advice:
    table: str  # the code of the indicator, and the year
    sentence: str
    button: str
    keys: list[int]  # of the figures to leave out
    url: str  # of the figures of this indicator and year in this release


def advice_of(protection: Protection | None) -> list[Advice]:
    """What the last run proposes and nobody has done yet, by indicator and year. One query at most."""
    coarser = protection.result.get("coarser", {}) if protection else {}
    if not coarser:
        return []
    tables: dict[str, list[Figure]] = {table: [] for table in sorted(coarser)}
    for figure in protection.release.figures.select_related("indicator").order_by("pk"):
        table = f"{figure.indicator.code} {figure.year}"
        if table in tables:
            tables[table].append(figure)
    found = (_advice(table, coarser[table], own) for table, own in tables.items() if own)
    return [advice for advice in found if advice.keys]


def _advice(table: str, kind: str, figures: list[Figure]) -> Advice:
    release, indicator, year = figures[0].release_id, figures[0].indicator, figures[0].year
    keys = [figure.pk for figure in figures if LEFT_OUT[kind](figure)]
    button = ngettext("Leave %(count)s figure out", "Leave %(count)s figures out", len(keys)) % {"count": len(keys)}
    query = {"release__id__exact": release, "indicator__id__exact": indicator.pk, "year": year}
    listed = f"{reverse('admin:stats_figure_changelist')}?{urlencode(query)}"
    return Advice(table, _(INSTEAD[kind]) % {"indicator": f"{indicator.name} {year}"}, button, keys, listed)


def may_leave_out(request: HttpRequest, release: Release) -> bool:
    return release.status == ReleaseStatus.DRAFT and has_right(request.user, Figure, "change")
