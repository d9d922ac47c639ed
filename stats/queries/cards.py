"""An indicator as the next clerk needs it: what it means, how its last value was made, what is open."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from stats.models import (
    Compilation,
    CompiledFigure,
    Difference,
    EnterpriseReturn,
    Figure,
    FormLine,
    Goal,
    Indicator,
    IndicatorDefinition,
    Release,
    ReturnFinding,
)
from stats.scope import ZONE
from zoneportal.accounts.models import User
from zoneportal.rights import has_right
from zoneportal.spreadsheets.models import ImportJob

REVISIONS = 12


@dataclass(frozen=True)
class Made:
    """How the zone's newest figure came about: compiled, or typed or imported by somebody."""

    figure: Figure
    compilation: Compilation | None = None
    contributors: int | None = None  # None: not compiled, or not for this user
    by: User | None = None
    at: datetime | None = None
    job: ImportJob | None = None  # the sheet it came by, where this user may see it
    came_by_sheet: bool = False


@dataclass
class Card:
    indicator: Indicator
    definitions: list[IndicatorDefinition] = field(default_factory=list)  # the newest first
    made: Made | None = None
    lines: list[FormLine] = field(default_factory=list)  # of the survey years, the newest first
    planned: list[Release] = field(default_factory=list)  # not public yet, the next first
    findings: dict[int, int] = field(default_factory=dict)  # open ones by survey year
    differences: list[Difference] = field(default_factory=list)  # of releases that are not decided
    revisions: list[Figure] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)


def cards_of(indicators: Collection[Indicator], user: Any, at: datetime) -> list[Card]:
    """What this user may see of each. At most twelve queries, whatever the number of indicators."""
    cards = {each.pk: Card(each) for each in indicators}
    keys = list(cards)
    definitions = IndicatorDefinition.objects.filter(indicator__in=keys)
    _share(cards, "definitions", definitions.order_by("indicator", "-valid_from_year", "pk"))
    if has_right(user, FormLine, "view"):
        lines = FormLine.objects.filter(indicator__in=keys).select_related("survey", "park", "part_of__indicator")
        _share(cards, "lines", lines.order_by("-survey__year", "position", "pk"))
    if has_right(user, Goal, "view"):
        _share(cards, "goals", Goal.objects.filter(indicator__in=keys).order_by("position", "slug"))
    if has_right(user, Difference, "view"):
        differences = Difference.objects.filter(indicator__in=keys).exclude(release__status="released")
        _share(cards, "differences", differences.select_related("release", "signed_by").order_by("-year", "kind", "pk"))
    figures = Figure.objects.visible_to(user).filter(indicator__in=keys)
    if has_right(user, Figure, "view"):
        _give_revisions(cards, figures)
        _give_made(cards, figures, user)
    if has_right(user, Release, "view"):
        _give_planned(cards, figures, at)
    if has_right(user, ReturnFinding, "view"):
        _give_findings(cards, user)
    return list(cards.values())


def _share(cards: dict[int, Card], name: str, rows: Iterable[Any]) -> None:
    for row in rows:
        getattr(cards[row.indicator_id], name).append(row)


def _give_revisions(cards: dict[int, Card], figures) -> None:
    rows = figures.filter(revision__gt=0).select_related("indicator", "definition", "park", "industry", "release")
    for figure in rows.order_by("indicator", "-year", "-vintage", "-revision", "scope_key", "pk"):
        if len(cards[figure.indicator_id].revisions) < REVISIONS:
            cards[figure.indicator_id].revisions.append(figure)


def _give_made(cards: dict[int, Card], figures, user: Any) -> None:
    zone = figures.filter(scope_key=ZONE).select_related("indicator", "definition", "park", "industry", "release")
    newest: dict[int, Figure] = {}
    for figure in zone.order_by("year", "vintage", "revision", "pk"):
        newest[figure.indicator_id] = figure
    keys = [figure.pk for figure in newest.values()]
    compiled = {
        each.figure_id: each
        for each in CompiledFigure.objects.filter(figure__in=keys).select_related("compilation__survey")
    }
    versions: dict[int, Any] = {}
    history = Figure.history.filter(id__in=keys).select_related("history_user", "import_job")
    for version in history.order_by("history_date", "history_id"):
        versions[version.id] = version
    jobs = set()
    if has_right(user, ImportJob, "view"):
        jobs = set(ImportJob.objects.visible_to(user).filter(pk__in=_jobs_of(versions)).values_list("pk", flat=True))
    for key, figure in newest.items():
        cards[key].made = _made(figure, compiled.get(figure.pk), versions.get(figure.pk), jobs, user)


def _jobs_of(versions: dict[int, Any]) -> list[int]:
    return [version.import_job_id for version in versions.values() if version.import_job_id]


def _made(figure: Figure, compiled: CompiledFigure | None, version: Any, jobs: set[int], user: Any) -> Made:
    if compiled is not None:
        counts = compiled.contributors if has_right(user, EnterpriseReturn, "view") else None
        return Made(
            figure, compiled.compilation, counts, compiled.compilation.compiled_by, compiled.compilation.compiled_at
        )
    if version is None:
        return Made(figure)
    job = version.import_job if version.import_job_id in jobs else None
    return Made(
        figure,
        by=version.history_user,
        at=version.history_date,
        job=job,
        came_by_sheet=version.import_job_id is not None,
    )


def _give_planned(cards: dict[int, Card], figures, at: datetime) -> None:
    ahead = figures.filter(Q(release__status__in=("draft", "in_review")) | Q(release__released_at__gt=at))
    pairs = set(ahead.order_by().values_list("indicator", "release"))
    releases = Release.objects.in_bulk({release for _indicator, release in pairs})
    found: dict[int, list[Release]] = defaultdict(list)
    for indicator, release in pairs:
        found[indicator].append(releases[release])
    for key, several in found.items():
        cards[key].planned = sorted(several, key=_place)


def _place(release: Release) -> tuple:
    moment = moment_of(release)
    return (moment is None, moment.timestamp() if moment else 0, release.pk)


def moment_of(release: Release) -> datetime | None:
    """When it becomes public, as far as that is known."""
    return release.released_at or release.planned_at


def _give_findings(cards: dict[int, Card], user: Any) -> None:
    open_ones = ReturnFinding.objects.visible_to(user).unexplained().filter(line__indicator__in=list(cards))
    by = ("line__indicator", "line__survey__year")
    for indicator, year, count in open_ones.order_by(*by).values_list(*by).annotate(Count("pk")):
        cards[indicator].findings[year] = count
