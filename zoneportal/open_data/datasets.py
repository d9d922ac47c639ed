"""The public tables as datasets: what the catalogue shows, in whatever form it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from parks.models import Park
from stats.downloads import FIGURES, GOALS
from stats.models import Goal
from stats.queries import coverage
from stats.queries.coverage import CoveredIndicator, CoveredRelease, Extent
from stats.scope import scope_key
from zoneportal.data_files.columns import Column
from zoneportal.data_files.document import Terms
from zoneportal.data_files.files import ENDINGS
from zoneportal.messages import N_
from zoneportal.open_data.enterprises import ENTERPRISES
from zoneportal.open_data.parks import PARKS
from zoneportal.open_data.terms import terms_of, zone_of

INDICATOR, RELEASE, REGISTER = "indicator", "release", "register"
HOLDS_SAMPLES = N_("What is marked as sample data is invented for demonstration.")


@dataclass(frozen=True)
class Dataset:
    kind: str  # indicator, release or register
    name: str  # unique in the catalogue, stable
    title: str
    description: str
    page: str  # absolute
    files: dict[str, str]  # ending: absolute address
    columns: tuple[Column, ...]
    modified_at: datetime
    issued_at: datetime | None = None
    years: tuple[int, int] | None = None
    keywords: tuple[str, ...] = ()
    source: str = ""
    unit: str = ""
    vintages: list[tuple[str, str]] = field(default_factory=list)
    is_sample: bool = False

    @property
    def about(self) -> str:
        """The description for programs: who harvests the catalogue sees no tag beside the title."""
        return f"{self.description} {_(HOLDS_SAMPLES)}" if self.is_sample else self.description


@dataclass(frozen=True)
class Catalogue:
    title: str
    description: str
    page: str
    home: str
    terms: Terms
    datasets: list[Dataset]

    @property
    def modified_at(self) -> datetime | None:
        return max((dataset.modified_at for dataset in self.datasets), default=None)

    def of_kind(self, kind: str) -> list[Dataset]:
        return [dataset for dataset in self.datasets if dataset.kind == kind]


def catalogue(request: HttpRequest) -> Catalogue:
    """Eleven queries: the zone, parks, goals, the directory (2), the statistics (6)."""
    zone = zone_of(request.reader)
    name = zone.name if zone else _("Zone Portal")
    return Catalogue(
        title=_("Open data of %(zone)s") % {"zone": name},
        description=_("Released figures, parks, development goals and the public directory of enterprises, as files."),
        page=request.build_absolute_uri(reverse("catalogue")),
        home=request.build_absolute_uri(reverse("home")),
        terms=terms_of(zone),
        datasets=list(datasets(request)),
    )


def datasets(request: HttpRequest) -> Iterator[Dataset]:
    at = request.reader.at
    covered = coverage(at)
    for indicator in covered.indicators:
        yield of_indicator(request, indicator)
    for release in covered.releases:
        yield of_release(request, release)
    parks = request.reader.read(Park)
    if parks:
        yield of_parks(request, parks)
    for park in parks:
        if covered.has_scope(scope_key(park=park.code)):
            yield of_park(request, park, covered.indicators)
    goals = request.reader.read(Goal)
    if goals:
        yield of_goals(request, goals, covered.indicators)
    latest = Enterprise.objects.confirmed(at).aggregate(latest=Max("confirmed_at"))["latest"]
    if latest:
        yield of_enterprises(request, latest, Enterprise.objects.confirmed(at).filter(is_sample=True).exists())


def files(request: HttpRequest, name: str, *args: str) -> dict[str, str]:
    return {ending: request.build_absolute_uri(reverse(name, args=[*args, ending])) for ending in ENDINGS}


def of_indicator(request: HttpRequest, covered: CoveredIndicator) -> Dataset:
    indicator, definition = covered.indicator, covered.definition
    return Dataset(
        kind=INDICATOR,
        name=f"indicator-{indicator.code.lower()}",
        title=indicator.name,
        description=definition.text,
        page=request.build_absolute_uri(indicator.get_absolute_url()),
        files=files(request, "indicator_data", indicator.code),
        columns=FIGURES,
        keywords=(indicator.get_theme_display(), indicator.name),
        source=definition.source,
        unit=definition.unit_name,
        vintages=covered.vintages,
        **of_extent(covered.extent),
    )


def of_extent(extent: Extent) -> dict:
    return {
        "years": (extent.first_year, extent.last_year),
        "issued_at": extent.issued_at,
        "modified_at": extent.modified_at,
        "is_sample": extent.is_sample,
    }


def of_release(request: HttpRequest, covered: CoveredRelease) -> Dataset:
    release = covered.release
    return Dataset(
        kind=RELEASE,
        name=f"release-{release.slug.lower()}",
        title=release.title,
        description=_("The figures as this release published them. Basis: %(basis)s") % {"basis": release.basis},
        page=request.build_absolute_uri(reverse("release", args=[release.slug])),
        files=files(request, "release_data", release.slug),
        columns=FIGURES,
        keywords=(_("release"),),
        source=release.basis,
        **of_extent(covered.extent),
    )


def of_parks(request: HttpRequest, parks: list[Park]) -> Dataset:
    return Dataset(
        kind=REGISTER,
        name="parks",
        title=_("Parks of the zone"),
        description=_("Each park with its focus, area, leading industries, enterprises and contact."),
        page=request.build_absolute_uri(reverse("parks")),
        files=files(request, "parks_data"),
        columns=PARKS,
        modified_at=max(park.published_at for park in parks),
        keywords=(_("parks"),),
    )


def of_park(request: HttpRequest, park: Park, indicators: list[CoveredIndicator]) -> Dataset:
    scope = scope_key(park=park.code)
    extents = [each.extent for each in indicators if any(scope == label.key for label in each.scopes)]
    return Dataset(
        kind=REGISTER,
        name=f"park-{park.code.lower()}",
        title=_("Figures of %(park)s") % {"park": park.name},
        description=_("The newest released figure of every indicator for this park."),
        page=request.build_absolute_uri(park.get_absolute_url()),
        files=files(request, "park_data", park.slug),
        columns=FIGURES,
        modified_at=max(extent.modified_at for extent in extents),
        keywords=(_("parks"), park.name),
        is_sample=any(extent.is_sample for extent in extents),
    )


def of_goals(request: HttpRequest, goals: list[Goal], indicators: list[CoveredIndicator]) -> Dataset:
    measured_by = {goal.indicator_id for goal in goals}
    return Dataset(
        kind=REGISTER,
        name="goals",
        title=_("Development goals"),
        description=_("For every goal and year the level that is required and the one that was released."),
        page=request.build_absolute_uri(reverse("goals")),
        files=files(request, "goals_data"),
        columns=GOALS,
        modified_at=max(goal.published_at for goal in goals),
        years=(min(goal.baseline_year for goal in goals), max(goal.last_target_year for goal in goals)),
        keywords=(_("development goals"),),
        is_sample=any(each.extent.is_sample for each in indicators if each.indicator.pk in measured_by),
    )


def of_enterprises(request: HttpRequest, latest: datetime, is_sample: bool) -> Dataset:
    return Dataset(
        kind=REGISTER,
        name="enterprises",
        title=_("Directory of enterprises"),
        description=_("Register-public facts of the enterprises that the zone has confirmed."),
        page=request.build_absolute_uri(reverse("enterprises")),
        files=files(request, "enterprises_data"),
        columns=ENTERPRISES,
        modified_at=latest,
        keywords=(_("enterprises"),),
        is_sample=is_sample,
    )
