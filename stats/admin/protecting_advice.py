"""What to leave out of a release where disclosure control would lose most of a breakdown, and leaving it out."""

from collections.abc import Callable
from dataclasses import dataclass

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
    code: str  # of the indicator
    sentence: str
    button: str
    keys: list[int]  # of the figures to leave out
    url: str  # of the figures of this indicator in this release


def advice_of(protection: Protection | None) -> list[Advice]:
    """What the last run proposes and nobody has done yet, by the code of the indicator. One query at most."""
    coarser = protection.result.get("coarser", {}) if protection else {}
    if not coarser:
        return []
    figures = protection.release.figures.filter(indicator__code__in=coarser)
    by_code: dict[str, list[Figure]] = {code: [] for code in sorted(coarser)}
    for figure in figures.select_related("indicator").order_by("pk"):
        by_code[figure.indicator.code].append(figure)
    found = (_advice(coarser[code], own) for code, own in by_code.items() if own)
    return [advice for advice in found if advice.keys]


def _advice(kind: str, figures: list[Figure]) -> Advice:
    release, indicator = figures[0].release_id, figures[0].indicator
    keys = [figure.pk for figure in figures if LEFT_OUT[kind](figure)]
    button = ngettext("Leave %(count)s figure out", "Leave %(count)s figures out", len(keys)) % {"count": len(keys)}
    listed = (
        f"{reverse('admin:stats_figure_changelist')}?release__id__exact={release}&indicator__id__exact={indicator.pk}"
    )
    return Advice(indicator.code, _(INSTEAD[kind]) % {"indicator": indicator.name}, button, keys, listed)


def may_leave_out(request: HttpRequest, release: Release) -> bool:
    return release.status == ReleaseStatus.DRAFT and has_right(request.user, Figure, "change")
