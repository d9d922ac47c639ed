"""What is computed from withheld values: a growth, a share or an average beside public numbers gives the value away.

The indicator says what it is computed from; of a rate that does not, the name does: 营业收入增速 is of 营业收入.
Whichever comes second is found: a rate of what is withheld, or what is withheld under a rate that is public.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stats.disclosure.derived import Derivation, derived_from
from stats.disclosure.surveys import way_of
from stats.marks import CONFIDENTIAL
from stats.models import Figure, Indicator, Release
from stats.models.release import LOCKED
from zoneportal.numbers import UNITS

RATE = "share"  # the dimension of per cents


@dataclass(frozen=True)
class Telling:
    """`own`: figures of the release computed from values that are withheld anywhere; `public`: figures of other
    releases, in review or decided, computed from values that this release withholds."""

    own: tuple[Figure, ...] = ()
    public: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Level:
    """A withheld value."""

    indicator: int
    name: str
    scope: str
    year: int
    release: int | None
    status: str | None  # of the release

    def is_of(self, release: Release, breakdowns: Collection[tuple]) -> bool:
        """Also what was taken out of the release while others of its breakdown stay: they still hide behind it."""
        if self.release == release.pk:
            return True
        return self.status not in LOCKED and (self.indicator, self.year, way_of(self.scope)) in breakdowns


def telling(release: Release, figures: Collection[Figure]) -> Telling:
    """Of the release and its figures. Three queries at most; one where nothing is withheld in these years."""
    years = {each.year for each in figures}
    levels = _withheld(years | {year - 1 for year in years})
    if not levels:
        return Telling()
    ties = Indicator.computed_from.through.objects.order_by("pk").values_list("from_indicator", "to_indicator")
    derivations = [Derivation(result, (source,)) for result, source in ties]
    computed = {each.indicator: derived_from({each.indicator}, derivations) for each in levels}
    breakdowns = {(each.indicator_id, each.year, way_of(each.scope_key)) for each in figures}
    of_release = [each for each in levels if each.is_of(release, breakdowns)]
    shown = [each for each in figures if each.value is not None]
    return Telling(_told(levels, shown, computed), _told(of_release, _public(release, of_release), computed))


def _withheld(years: Collection[int]) -> list[Level]:
    rows = Figure.objects.filter(mark=CONFIDENTIAL, withheld__isnull=False, year__in=years).order_by("pk")
    place = ("indicator", "indicator__name_zh", "scope_key", "year", "release", "release__status")
    return [Level(*row) for row in rows.values_list(*place).distinct()]


def _public(release: Release, levels: Collection[Level]) -> Iterable[Figure]:
    if not levels:
        return ()
    years = {year for each in levels for year in (each.year, each.year + 1)}
    known = Figure.objects.filter(release__status__in=LOCKED, value__isnull=False, year__in=years)
    known = known.filter(scope_key__in={each.scope for each in levels}).exclude(release=release)
    return known.select_related("indicator", "definition").newest_last()


def _told(levels: Iterable[Level], figures: Iterable[Figure], computed: dict[int, set]) -> tuple[Figure, ...]:
    of_scope: dict[str, list[Level]] = defaultdict(list)
    for level in levels:
        of_scope[level.scope].append(level)
    return tuple(
        each
        for each in figures
        if any(_tells(each, level, computed[level.indicator]) for level in of_scope[each.scope_key])
    )


def _tells(figure: Figure, level: Level, computed: set) -> bool:
    """A growth leans on two years; of the year before, this one's value is told as well."""
    if figure.indicator_id == level.indicator or level.year not in (figure.year, figure.year - 1):
        return False
    is_rate = UNITS[figure.definition.unit].dimension == RATE
    return figure.indicator_id in computed or (is_rate and level.name in figure.indicator.name_zh)
