"""A frozen year of a small zone with five accepted returns and one that is missing, to compile.

number  park   industry  size    revenue (千元)  staff
1       this   food      large         100,000     100
2       this   food      micro          20,000       5
3       other  food      micro          30,000       -
4       other  -         micro           5,000       1
5       this   medicine  -                   -      40
6       this   food      micro         received, not accepted
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from enterprises.models import IndustryTag
from stats.compile_actions import Outcome, compile_year
from stats.models import EnterpriseReturn, Figure, FormLine, SurveyYear, Vintage, WithheldValue
from tests import factories
from tests.snapshot import replayed
from tests.world import World, build

YEAR = 2025
ROWS = (
    ("park", "food", "large", 100_000, 100),
    ("park", "food", "micro", 20_000, 5),
    ("other_park", "food", "micro", 30_000, None),
    ("other_park", None, "micro", 5_000, 1),
    ("park", "medicine", "", None, 40),
    ("park", "food", "micro", 7_777, 77),
)


@dataclass
class Year:
    world: World
    survey: SurveyYear
    revenue: FormLine  # asked in 千元, published in 亿元
    staff: FormLine
    food: IndustryTag
    medicine: IndustryTag
    returns: list[EnterpriseReturn]

    def figure(self, scope: str = "zone", code: str = "revenue", **more) -> Figure:
        return Figure.objects.get(indicator__code=code, year=YEAR, scope_key=scope, **more)

    def give(self, number: int, line: FormLine, value: int | str) -> None:
        """Corrects the value that the enterprise of this number gave, or gives it."""
        self.returns[number - 1].values.update_or_create(line=line, defaults={"value": Decimal(value)})


def compiled(year: Year, **more) -> Outcome:
    wanted = {"survey": year.survey, "vintage": Vintage.ANNUAL, "by": year.world.statistician}
    return compile_year(**(wanted | more))


def withheld(figure: Figure) -> None:
    """Hides its value, as disclosure control does."""
    WithheldValue.objects.create(figure=figure, value=figure.value, kind="primary", reasons={"rule": "n"})
    Figure.objects.filter(pk=figure.pk).update(value=None, mark="confidential")


def built() -> Year:
    return replayed(_made)


def _made() -> Year:
    world = build()
    survey = factories.SurveyYearFactory(year=YEAR, frozen_at=timezone.now())
    persons = factories.DefinitionFactory(indicator__code="staff", indicator__name_zh="从业人员", unit="person")
    revenue = factories.FormLineFactory(survey=survey, indicator=world.figure.indicator, role="revenue")
    staff = factories.FormLineFactory(survey=survey, indicator=persons.indicator, unit="person", role="staff")
    tags = {code: factories.IndustryTagFactory(code=code) for code in ("food", "medicine")}
    returns = []
    for place, (park, tag, size, money, people) in enumerate(ROWS, start=1):
        entry = factories.EnterpriseYearFactory(
            survey=survey, park=getattr(world, park), main_industry=tags.get(tag), size_class=size
        )
        status = "received" if place == len(ROWS) else "accepted"
        made = factories.ReturnFactory(entry=entry, status=status)
        for line, value in ((revenue, money), (staff, people)):
            if value is not None:
                factories.ReturnValueFactory(enterprise_return=made, line=line, value=Decimal(value))
        returns.append(made)
    return Year(world, survey, revenue, staff, tags["food"], tags["medicine"], returns)
