"""A frozen year of manufacturers around the line of 2,000 万元, asked in 千元.

name    park   before          revenue (万元)  staff
达标    this   below, -               2,500      25
正好    this   below, -               2,000      25
跌落    other  above, medium          1,900      25
去年    this   below, -        3,000 last year   25 last year
无行业  this   below, -               9,000      90
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from stats.models import AboveScaleThreshold, EnterpriseYear, FormLine, SurveyYear
from tests import factories
from tests.snapshot import replayed
from tests.world import World, build

YEAR = 2025


@dataclass
class ScaleYear:
    world: World
    survey: SurveyYear
    last: SurveyYear
    revenue: FormLine
    threshold: AboveScaleThreshold


def built() -> ScaleYear:
    return replayed(_made)


def _made() -> ScaleYear:
    world = build()
    persons = factories.DefinitionFactory(indicator__code="staff", unit="person").indicator
    revenue = world.figure.indicator
    last, survey = [factories.SurveyYearFactory(year=year, frozen_at=timezone.now()) for year in (YEAR - 1, YEAR)]
    lines = {
        each: (
            factories.FormLineFactory(survey=each, indicator=revenue, role="revenue"),
            factories.FormLineFactory(survey=each, indicator=persons, unit="person", role="staff"),
        )
        for each in (last, survey)
    }
    threshold = AboveScaleThreshold.objects.create(
        industries="B,C,D", indicator=revenue, minimum=Decimal(2000), unit="wan_yuan", valid_from_year=2011,
        document_number="测试文号",
    )  # fmt: skip
    factory = factories.IndustryClassFactory(code="39", section="C", level=2, parent=_section())
    for name, park, before, year, wan, staff in (
        ("达标", world.park, (False, ""), survey, 2_500, 25),
        ("正好", world.park, (False, ""), survey, 2_000, 25),
        ("跌落", world.other_park, (True, "medium"), survey, 1_900, 25),
        ("去年", world.park, (False, ""), last, 3_000, 25),
        ("无行业", world.park, (False, ""), survey, 9_000, 90),
    ):
        enterprise = factories.EnterpriseFactory(name_zh=name)
        for each in {year, survey}:
            entry = EnterpriseYear.objects.create(
                survey=each, enterprise=enterprise, park=park, is_above_scale=before[0], size_class=before[1],
                industry_class=None if name == "无行业" else factory,
            )  # fmt: skip
            made = factories.ReturnFactory(entry=entry, status="accepted" if each == year else "received")
            if each == year:
                for line, value in zip(lines[year], (wan * 10, staff), strict=True):
                    factories.ReturnValueFactory(enterprise_return=made, line=line, value=Decimal(value))
    return ScaleYear(world, survey, last, lines[survey][0], threshold)


def _section():
    return factories.IndustryClassFactory(code="C", section="C", level=1)
