"""What the figures of a release supersede: the last released figure of the same year, and that of the year before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from stats.models import Figure, Release
from zoneportal.numbers import growth

Place = tuple[int, str, int]  # indicator, scope, year


@dataclass(frozen=True)
class Comparison:
    """A figure beside what the public knows. The per cent is for the eye of the reviewer, never for publication."""

    figure: Figure
    superseded: Figure | None  # of the same year
    year_before: Figure | None

    @property
    def nearest(self) -> Figure | None:
        return self.superseded or self.year_before

    @property
    def change(self) -> Decimal | None:
        """Per cent, or None between different units, across a break of the definition, between marks or from zero."""
        before = self.nearest
        if before is None or before.value is None or self.figure.value is None:
            return None
        old, new = sorted((before.definition, self.figure.definition), key=lambda each: each.valid_from_year)
        if old.unit != new.unit or (old != new and not new.is_comparable):
            return None
        return growth(self.figure.value, before.value)


def comparisons(figures: Collection[Figure], at: datetime) -> list[Comparison]:
    """In the order of the figures. One query."""
    known = released_by_place(figures, at)
    return [
        Comparison(
            each,
            superseded=known.get((each.indicator_id, each.scope_key, each.year)),
            year_before=known.get((each.indicator_id, each.scope_key, each.year - 1)),
        )
        for each in figures
    ]


def released_by_place(figures: Collection[Figure], at: datetime) -> dict[Place, Figure]:
    """The last released version of every figure of these indicators, other than these themselves. One query."""
    rows = (
        Figure.objects.released(at)
        .filter(indicator__in={each.indicator_id for each in figures})
        .filter(year__in={year for each in figures for year in (each.year, each.year - 1)})
        .exclude(pk__in=[each.pk for each in figures])
        .select_related("indicator", "definition")
        .newest_last()
    )
    return {(row.indicator_id, row.scope_key, row.year): row for row in rows}


def without_reason(figures: Collection[Figure], release: Release) -> list[Figure]:
    """Figures that supersede a decided one of an earlier vintage by something else and do not say why. One query."""
    bare = [each for each in figures if not each.reason]
    if not bare:
        return []
    rows = (
        Figure.objects.filter(release__status="released", indicator__in={each.indicator_id for each in bare})
        .filter(year__in={each.year for each in bare})
        .exclude(release=release)
        .newest_last()
    )
    known = {(row.indicator_id, row.scope_key, row.year): row for row in rows}
    pairs = [(each, known.get((each.indicator_id, each.scope_key, each.year))) for each in bare]
    return [
        each
        for each, before in pairs
        if before and (before.value, before.mark, before.qualifier) != (each.value, each.mark, each.qualifier)
    ]
