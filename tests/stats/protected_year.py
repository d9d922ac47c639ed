"""A compiled year with one enterprise alone in a cell, to protect. Revenue in 千元, published in 亿元.

park    industry  returns (千元)
this    food      400,000  410,000  420,000  430,000
this    medicine  50,000
other   food      300,000  310,000  320,000  330,000
other   medicine  90,000  100,000  110,000  120,000
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from enterprises.models import Enterprise
from parks.models import Park
from stats.compile_actions import compile_year
from stats.disclosure.problem import Rules
from stats.models import Figure, FormLine, Protection, Release, SurveyYear, Vintage
from stats.protecting import protect_release
from stats.queries.protection_input import release_problem
from tests import factories
from tests.snapshot import replayed
from tests.stats.disclosure.attacker import leaks
from tests.world import World, build

YEAR = 2025
CELLS = {
    ("this", "food"): (400_000, 410_000, 420_000, 430_000),
    ("this", "medicine"): (50_000,),
    ("other", "food"): (300_000, 310_000, 320_000, 330_000),
    ("other", "medicine"): (90_000, 100_000, 110_000, 120_000),
}


@dataclass
class Year:
    world: World
    survey: SurveyYear
    line: FormLine
    parks: dict[str, Park]
    industries: dict[str, object]
    release: Release
    alone: Enterprise

    def add_return(self, park: str, industry: str, value: int, **entry):
        made = factories.EnterpriseYearFactory(
            survey=self.survey, park=self.parks[park], main_industry=self.industries[industry], **entry
        )
        given = factories.ReturnFactory(entry=made, status="accepted")
        factories.ReturnValueFactory(enterprise_return=given, line=self.line, value=Decimal(value))
        return given

    def compile(self, vintage: int = Vintage.ANNUAL, reason: str = "") -> None:
        """Puts what it makes into the release."""
        compile_year(survey=self.survey, vintage=vintage, by=None, reason=reason)
        Figure.objects.filter(year=YEAR, release=None).update(release=self.release)

    def next_release(self) -> Release:
        """Publishes the release and opens another draft."""
        Release.objects.filter(pk=self.release.pk).update(status="released", released_at=timezone.now())
        self.release = factories.ReleaseFactory()
        return self.release

    def scope(self, park: str = "", industry: str = "") -> str:
        parts = [f"park:{self.parks[park].code}"] if park else []
        return "|".join([*parts, f"industry:{industry}"] if industry else parts) or "zone"

    def figure(self, park: str = "", industry: str = "") -> Figure:
        found = Figure.objects.filter(release=self.release, scope_key=self.scope(park, industry))
        return found.get(compiled__isnull=False)

    def withheld(self) -> dict[str, str]:
        """{scope: kind} in the present release."""
        rows = Figure.objects.filter(release=self.release, mark="confidential")
        return dict(rows.values_list("scope_key", "withheld__kind"))


def built() -> Year:
    return replayed(_made)


def _made() -> Year:
    world = build()
    survey = factories.SurveyYearFactory(year=YEAR, frozen_at=timezone.now())
    line = factories.FormLineFactory(survey=survey, indicator=world.figure.indicator, role="revenue")
    industries = {code: factories.IndustryTagFactory(code=code) for code in ("food", "medicine")}
    parks = {"this": world.park, "other": world.other_park}
    year = Year(world, survey, line, parks, industries, factories.ReleaseFactory(), None)
    for (park, industry), values in CELLS.items():
        for value in values:
            given = year.add_return(park, industry, value)
            if (park, industry) == ("this", "medicine"):
                year.alone = given.entry.enterprise
    year.compile()
    return year


def protect(year: Year) -> Protection:
    return protect_release(release=year.release, by=year.world.statistician)


def assert_no_leak(year: Year) -> None:
    """Attacks what stands in the database now, not what the protection said it would do."""
    found = release_problem(year.release, Rules())
    withheld = {key for key, figure in found.figures.items() if figure.value is None}

    assert leaks(found.problem, withheld) == []
