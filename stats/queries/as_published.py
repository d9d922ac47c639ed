"""An indicator as the public saw it on a former day: nothing that was released stops being found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from stats.models import Figure, Indicator, IndicatorDefinition
from stats.queries.indicators import IndicatorFigures, indicator_figures


@dataclass(frozen=True)
class AsPublished:
    figures: IndicatorFigures
    since: date  # the day on which it became what it is here; the address names it
    until: date | None  # the day on which it became something else; None while it still stands
    present: Indicator  # by its name of today


def as_published(code: str, on: date, at: datetime, vintage: str = "") -> AsPublished | None:
    """What stood at the end of the day (today: what stands now), or None where nothing did. Thirteen queries."""
    days = days_of_changes(code, at)
    since = max((day for day in days if day <= on), default=None)
    if since is None or on > timezone.localdate(at):
        return None
    figures = indicator_figures(code, min(end_of(since), at), vintage, known_at=at)
    until = min((day for day in days if day > on), default=None)
    return AsPublished(figures, since, until, Indicator.objects.get(code=code)) if figures else None


def days_of_changes(code: str, at: datetime) -> list[date]:
    """On which figures of the indicator were released, or its definition written anew since. Two queries."""
    released = Figure.objects.released(at).filter(indicator__code=code).order_by("release__released_at")
    moments = [moment for (moment,) in released.values_list("release__released_at").distinct() if moment]
    if not moments:
        return []
    written = IndicatorDefinition.history.filter(
        indicator__code=code, history_date__gt=moments[0], history_date__lte=at
    ).order_by("history_date")
    return in_order([*moments, *written.values_list("history_date", flat=True)])


def in_order(moments: Iterable[datetime]) -> list[date]:
    return sorted({timezone.localdate(moment) for moment in moments})


def end_of(day: date) -> datetime:
    """The last microsecond of a day of the zone."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return midnight - timedelta(microseconds=1)
