"""A survey year with last year's beside it: three lines, two parks, four returns, one with a slip of the unit."""

from dataclasses import dataclass, field
from decimal import Decimal

from parks.models import Park
from stats import checking
from stats.models import CheckThreshold, EnterpriseReturn, FormLine, ReturnValue, SurveyYear
from tests import factories
from tests.snapshot import replayed

THRESHOLDS = {
    "slip_tolerance": 50,
    "outlier_rise": 200,
    "outlier_fall": 70,
    "peers_needed": 3,
    "peers_far": 300,
    "revenue_per_head_most": 10_000,
    "revenue_per_head_least": Decimal("0.1"),
    "large_money": 100,
    "large_persons": 20,
    "large_enterprises": 3,
    "large_area": 50,
}
LINES = (("revenue", "thousand_yuan", "revenue"), ("exports", "thousand_yuan", ""), ("staff", "person", "staff"))
SLIPPED = 51_234_567


@dataclass
class Survey:
    last: SurveyYear
    now: SurveyYear
    lines: dict[str, FormLine]
    last_lines: dict[str, FormLine]
    park: object
    other_park: object
    returns: dict[str, EnterpriseReturn] = field(default_factory=dict)

    def value(self, name: str, line: str) -> ReturnValue:
        return self.returns[name].values.get(line=self.lines[line])

    def set(self, name: str, line: str, value) -> None:
        """Past every action, as a sheet or a shell might."""
        ReturnValue.objects.filter(enterprise_return=self.returns[name], line=self.lines[line]).update(value=value)

    def of(self, *names: str):
        return EnterpriseReturn.objects.filter(pk__in=[self.returns[name].pk for name in names])


def thresholds() -> None:
    CheckThreshold.objects.bulk_create(
        CheckThreshold(rule=rule, valid_from_year=2000, number=number) for rule, number in THRESHOLDS.items()
    )


def build(park, other_park) -> Survey:
    """`park` and `other_park` are those of the world, the first two that there are."""
    made = replayed(_made)
    assert (made.park, made.other_park) == (park, other_park)
    return made


def _made() -> Survey:
    park, other_park = Park.objects.order_by("pk")[:2]
    thresholds()
    last, now = (factories.SurveyYearFactory(year=year) for year in (2024, 2025))
    indicators = {}
    for code, unit, _role in LINES:
        definition = factories.DefinitionFactory(
            indicator__code=f"survey_{code}", indicator__name_zh=f"调查{code}", unit=unit, valid_from_year=2000
        )
        indicators[code] = definition.indicator
    by_year = []
    for survey in (last, now):
        lines = {}
        for place, (code, unit, role) in enumerate(LINES):
            lines[code] = factories.FormLineFactory(
                survey=survey, indicator=indicators[code], unit=unit, role=role, position=place
            )
        lines["exports"].part_of = lines["revenue"]
        lines["exports"].save()
        by_year.append(lines)
    made = Survey(last, now, by_year[1], by_year[0], park, other_park)
    _returns(made)
    return made


def _returns(made: Survey) -> None:
    """fine and slip in this park, neighbour in the other one; part has exports above its revenue."""
    numbers = {
        "fine": (made.park, {"revenue": 50_000, "exports": 100, "staff": 80}, {"revenue": 48_000, "staff": 78}),
        "slip": (made.park, {"revenue": SLIPPED, "staff": 80}, {"revenue": 50_100, "staff": 80}),
        "part": (made.park, {"revenue": 9_000, "exports": 9_001, "staff": 30}, {"revenue": 9_000, "staff": 30}),
        "neighbour": (made.other_park, {"revenue": 70_000, "staff": 0}, {}),
    }
    for name, (park, now, last) in numbers.items():
        enterprise = factories.EnterpriseFactory(name_zh=f"样例{name}有限公司", park=park)
        for survey, lines, values in ((made.last, made.last_lines, last), (made.now, made.lines, now)):
            report = factories.ReturnFactory(
                entry__survey=survey, entry__enterprise=enterprise, entry__park=park, status="received"
            )
            for code, value in values.items():
                factories.ReturnValueFactory(enterprise_return=report, line=lines[code], value=Decimal(value))
            made.returns[name] = report


def check(survey, by=None, **kwargs):
    return checking.check_returns(survey=survey.now, by=by, **kwargs)


def correct(survey, name, line, value, by):
    stored = survey.value(name, line).value
    form_line = survey.lines[line]
    return checking.correct(enterprise_return=survey.returns[name], line=form_line, value=value, seen=stored, by=by)


def only_finding(survey, name):
    return survey.returns[name].findings.standing().get()


def status(survey, name):
    return EnterpriseReturn.objects.get(pk=survey.returns[name].pk).status
