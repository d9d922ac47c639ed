"""A survey year as small as it can be: a form of two lines over the enterprises of the world."""

from dataclasses import dataclass, field
from decimal import Decimal

from enterprises.models import Enterprise
from stats.freezing import freeze_year
from stats.models import EnterpriseReturn, FormLine, SurveyYear
from tests import factories
from tests.world import World
from zoneportal.accounts.models import User

YEAR = 2024


@dataclass
class Form:
    survey: SurveyYear
    lines: dict[str, FormLine] = field(default_factory=dict)  # by code of the indicator


def form(*, year: int = YEAR) -> Form:
    """营业收入 in 千元 and 从业人员 in 人, asked of all."""
    made = Form(factories.SurveyYearFactory(year=year))
    for position, (code, name, kept_in, unit, role) in enumerate(
        (
            ("survey-revenue", "企业营业收入", "yi_yuan", "thousand_yuan", "revenue"),
            ("survey-staff", "从业人员期末人数", "person", "person", "staff"),
        )
    ):
        indicator = factories.IndicatorFactory(code=code, name_zh=name, name_en=code)
        factories.DefinitionFactory(indicator=indicator, unit=kept_in)
        made.lines[code] = factories.FormLineFactory(
            survey=made.survey, indicator=indicator, unit=unit, role=role, position=position
        )
    return made


def frozen(*, by: User, year: int = YEAR) -> Form:
    """After freezing everybody in the register of the world is asked."""
    made = form(year=year)
    freeze_year(survey=made.survey, by=by)
    made.survey.refresh_from_db()
    return made


def return_of(enterprise: Enterprise, survey: SurveyYear) -> EnterpriseReturn:
    return EnterpriseReturn.objects.get(entry__enterprise=enterprise, entry__survey=survey)


def answered(enterprise: Enterprise, made: Form, by: User | None, **values: Decimal | int) -> EnterpriseReturn:
    """The return has come in: `answered(…, revenue=12345, staff=20)`."""
    own = return_of(enterprise, made.survey)
    for name, value in values.items():
        factories.ReturnValueFactory(enterprise_return=own, line=made.lines[f"survey-{name}"], value=value)
    own.status, own.received_by = "received", by
    own.save()
    return own


def with_deregistered(world: World) -> Enterprise:
    """Deregistered, but nobody closed its registration."""
    gone = factories.EnterpriseFactory(name_zh="样例注销有限公司", park=world.park)
    factories.StatusEventFactory(enterprise=gone, status="deregistered")
    return gone
