"""The calendar of releases, and each release as it was published. One that is not public yet does not exist here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from stats.models import Indicator, Release
from stats.queries.cells import Observation, released_cells
from stats.queries.scopes import Scopes, scopes_at
from stats.tables import Label, Table
from zoneportal.bilingual import Translated, content_language

NEWEST_FIRST = ("-released_at", "-pk")


@dataclass(frozen=True)
class ReleaseFigures:
    release: Release
    tables: list[tuple[Indicator, Table]]  # per indicator: rows are years, columns are scopes


@dataclass(frozen=True)
class Announced:
    """A line of the public calendar: nothing but the title and the planned day."""

    title_zh: str
    title_en: str
    planned_on: date
    is_overdue: bool  # the day has passed without a release

    title = Translated("title")


def announced(at: datetime) -> list[Announced]:
    """Announced releases that are not public yet, the next first. One query."""
    rows = Release.objects.announced().exclude(status="released", released_at__lte=at)
    rows = rows.annotate(moment=Coalesce("released_at", "planned_at")).order_by("moment", "pk")
    today = timezone.localdate(at)
    days = (
        (zh, en, timezone.localdate(moment)) for zh, en, moment in rows.values_list("title_zh", "title_en", "moment")
    )
    return [Announced(zh, en, day, is_overdue=day < today) for zh, en, day in days]


def releases_until(at: datetime) -> list[Release]:
    return list(Release.objects.released(at).with_sample().order_by(*NEWEST_FIRST))


def release_figures(slug: str, at: datetime) -> ReleaseFigures | None:
    """A public release with its figures as it published them, whatever superseded them since. Seven queries."""
    release = Release.objects.released(at).with_sample().filter(slug=slug).first()
    if release is None:
        return None
    scopes = scopes_at(at)
    observations = scopes.public(released_cells(at, Q(release=release.pk)))
    by_indicator: dict[int, list[Observation]] = {}
    for observation in observations:
        by_indicator.setdefault(observation.indicator_id, []).append(observation)
    indicators = Indicator.objects.filter(pk__in=by_indicator).order_by(*Indicator._meta.ordering)
    tables = [(each, as_published(each, by_indicator[each.pk], scopes)) for each in indicators]
    return ReleaseFigures(release, tables)


def as_published(indicator: Indicator, observations: list[Observation], scopes: Scopes) -> Table:
    """Rows are years; a year that the release gives in two vintages has two rows."""
    cells = {}
    for observation in observations:
        cell = observation.cell
        cells[f"{cell.year} {cell.rank} {cell.revision}", observation.scope] = cell
    rows = sorted({key for key, _scope in cells}, key=lambda key: [int(part) for part in key.split()], reverse=True)
    return Table(
        title=indicator.name,
        row_heading=_("year"),
        column_heading=_("scope"),
        rows=tuple(Label(key, key.partition(" ")[0]) for key in rows),
        columns=tuple(scopes.ordered(scope for _key, scope in cells)),
        cells=cells,
        code=indicator.code,
        language=content_language(),
    )
