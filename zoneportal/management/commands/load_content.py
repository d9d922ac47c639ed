from collections import Counter
from collections.abc import Iterator

from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.utils.translation import gettext

from enterprises.actions import confirm_enterprises
from enterprises.models import Enterprise, IndustryTag, QualificationKind
from parks.models import Milestone, Park, ProfileSection, Zone
from stats.models import AboveScaleThreshold, CheckThreshold, Figure, Goal, Indicator, IndicatorDefinition, Release
from stats.releasing import release_figures
from stats.scope import ZONE as ZONE_SCOPE
from zoneportal.bilingual import in_both
from zoneportal.content import checks, industries, inspection, milestones, profile, register, statistics, zone
from zoneportal.content.classification import load_classification
from zoneportal.content.loading import load_missing
from zoneportal.inspection.models import Deadline
from zoneportal.management.counted import counted


class Command(BaseCommand):
    help = (
        "Loads the zone's own content: only what was never there. An edit is kept, and what was renamed or deleted "
        "does not come back."
    )

    @transaction.atomic
    def handle(self, **options) -> None:
        created = [*load_zone(), *load_register(), *load_statistics(), *load_checks(), *load_deadlines()]
        self.stdout.write(in_both(lambda: summary(Counter(type(record) for record in created))))


def summary(counts: Counter[type[models.Model]]) -> str:
    if not counts:
        return gettext("Content: nothing was missing.")
    return gettext("Content loaded: %(counts)s.") % {"counts": counted(counts)}


def load_zone() -> Iterator[models.Model]:
    yield from load_missing(Zone, [zone.ZONE], key=("id",))
    yield from load_missing(ProfileSection, profile.SECTIONS, key=("slug",))
    yield from load_missing(Milestone, milestones.MILESTONES, key=("slug",))
    yield from load_missing(Park, zone.PARKS, key=("code",))


def load_checks() -> Iterator[models.Model]:
    yield from load_missing(CheckThreshold, checks.THRESHOLDS, key=("rule",))


def load_deadlines() -> Iterator[models.Model]:
    yield from load_missing(Deadline, inspection.DEADLINES, key=("column",))


def load_register() -> Iterator[models.Model]:
    yield from load_classification()
    yield from load_missing(IndustryTag, industries.INDUSTRIES, key=("code",))
    yield from load_missing(QualificationKind, register.QUALIFICATION_KINDS, key=("code",))
    enterprises = load_missing(Enterprise, register.REPRESENTATIVE_ENTERPRISES, key=("name_zh",))
    if enterprises:
        confirm_enterprises(enterprises=Enterprise.objects.filter(pk__in=[each.pk for each in enterprises]), by=None)
    yield from enterprises


def load_statistics() -> Iterator[models.Model]:
    yield from load_missing(Indicator, statistics.INDICATORS, key=("code",))
    # What hangs on an indicator that the office has deleted is left out.
    indicators = {indicator.code: indicator for indicator in Indicator.objects.order_by("pk")}
    yield from load_missing(IndicatorDefinition, definitions(indicators), key=("indicator", "valid_from_year"))
    releases = load_missing(Release, [statistics.RELEASE], key=("slug",))
    yield from releases
    for release in releases:
        loaded = load_missing(Figure, figures(indicators, release), key=("indicator", "year", "scope_key"))
        if loaded:
            release_figures(release=release, by=None)
        yield from loaded
    if indicator := indicators.get(statistics.ABOVE_SCALE_INDICATOR):
        threshold = statistics.ABOVE_SCALE | {"indicator": indicator}
        yield from load_missing(AboveScaleThreshold, [threshold], key=("industries", "valid_from_year"))
    if indicator := indicators.get(statistics.GOAL_INDICATOR):
        yield from load_missing(Goal, [statistics.GOAL | {"indicator": indicator}], key=("slug",))


def definitions(indicators: dict[str, Indicator]) -> Iterator[dict]:
    for code, (unit, chinese, english) in statistics.DEFINITIONS.items():
        if code in indicators:
            yield {
                "indicator": indicators[code],
                "valid_from_year": statistics.SINCE,
                "unit": unit,
                "definition_zh": chinese,
                "definition_en": english,
                **statistics.SOURCE,
            }


def figures(indicators: dict[str, Indicator], release: Release) -> Iterator[dict]:
    for code, figure in statistics.FIGURES.items():
        if code in indicators:
            yield {
                "indicator": indicators[code],
                "year": statistics.YEAR,
                "scope_key": ZONE_SCOPE,
                "release": release,
                **figure,
            }
