"""Ten years of returns of a full-grown zone: `python -m bench.statistics.survey YEARS ENTERPRISES INDICATORS`.

Accepted returns of every enterprise in every year, written past the history; the form of each year mixes units. Run in
the environment of a portal that has its content.
"""

import random
import sys
from decimal import Decimal

import django
from django.utils import timezone

LAST_YEAR = 2023  # the sample data of the portal take the years after it
UNITS = (("thousand_yuan", "yi_yuan"), ("wan_yuan", "yi_yuan"), ("person", "person"), ("yuan", "wan_yuan"))
BATCH = 5_000


def main(years: int, enterprises: int, indicators: int) -> None:
    from enterprises.models import Enterprise, IndustryTag
    from parks.models import Park
    from stats.models import EnterpriseReturn, EnterpriseYear, ReturnValue, SurveyYear

    dice = random.Random(5)
    made = Enterprise.objects.bulk_create(
        [Enterprise(number=f"B{number:06}", name_zh=f"样例企业{number}") for number in range(enterprises)],
        batch_size=BATCH,
    )
    parks = list(Park.objects.order_by("pk"))
    tags = [*IndustryTag.objects.filter(scheme="leading").order_by("pk"), None]
    measured = _indicators(indicators)
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        survey = SurveyYear.objects.create(year=year, title_zh="企业统计年报", frozen_at=timezone.now())
        lines = _lines(survey, measured)
        places = [
            EnterpriseYear(
                survey=survey,
                enterprise=enterprise,
                park=dice.choices(parks, (55, 25, 12, 8)[: len(parks)])[0],
                main_industry=dice.choice(tags),
                size_class=dice.choices(("large", "medium", "small", "micro"), (1, 4, 30, 65))[0],
            )
            for enterprise in made
        ]
        entries = EnterpriseYear.objects.bulk_create(places, batch_size=BATCH)
        returns = EnterpriseReturn.objects.bulk_create(
            [EnterpriseReturn(entry=entry, status="accepted", accepted_at=timezone.now()) for entry in entries],
            batch_size=BATCH,
        )
        for start in range(0, len(returns), BATCH // 10):
            ReturnValue.objects.bulk_create(
                ReturnValue(enterprise_return=each, line=line, value=Decimal(dice.randint(1, 9_999_999)))
                for each in returns[start : start + BATCH // 10]
                for line in lines
            )


def _indicators(count: int) -> list:
    from stats.models import Indicator, IndicatorDefinition

    found = []
    for place in range(count):
        indicator = Indicator.objects.create(code=f"bench-{place}", name_zh=f"样例指标{place}", theme="economy")
        IndicatorDefinition.objects.create(
            indicator=indicator, valid_from_year=2000, unit=UNITS[place % len(UNITS)][1],
            definition_zh="样例", source_zh="样例",
        )  # fmt: skip
        found.append(indicator)
    return found


def _lines(survey, indicators: list) -> list:
    from stats.models import FormLine

    return [
        FormLine.objects.create(survey=survey, indicator=indicator, unit=UNITS[place % len(UNITS)][0], position=place)
        for place, indicator in enumerate(indicators)
    ]


if __name__ == "__main__":
    django.setup()
    main(*map(int, sys.argv[1:]))
