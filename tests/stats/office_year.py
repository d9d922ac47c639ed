"""One survey year with something of everything that is handed over: returns, holding, waiver, findings, differences."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from stats import models as stats
from tests import factories
from tests.world import World

RARE = Decimal("76543.21")  # what one enterprise reported
OWNER = "密语控股"
PAPER = "密语同意书"


@dataclass
class OfficeYear:
    survey: stats.SurveyYear
    line: stats.FormLine
    compilation: stats.Compilation
    compiled: stats.Figure  # of the zone, in a draft release
    draft: stats.Release
    revision: stats.Figure
    goal: stats.Goal
    difference: stats.Difference


def furnish(world: World) -> OfficeYear:
    definition = world.figure.definition
    indicator = definition.indicator
    survey = factories.SurveyYearFactory(year=2024, document_number="高新统〔2025〕1号")
    line = factories.FormLineFactory(survey=survey, indicator=indicator, hint_zh="按合同额填写")
    holding = stats.Holding.objects.create(name_zh=OWNER)
    stats.HoldingMember.objects.create(holding=holding, enterprise=world.enterprise)
    stats.Waiver.objects.create(
        enterprise=world.enterprise, signed_on="2025-01-01", first_year=2024, document_number=PAPER
    )
    report = factories.ReturnFactory(
        entry__survey=survey, entry__enterprise=world.enterprise, entry__park=world.park, entry__holding=holding
    )
    factories.ReturnValueFactory(enterprise_return=report, line=line, value=RARE)
    stats.ReturnFinding.objects.create(
        enterprise_return=report, line=line, code="unit_slip", params={}, value=RARE, found_at=timezone.now()
    )
    draft = factories.ReleaseFactory(title_zh="年报发布", title_en="Annual release", planned_at=timezone.now())
    compiled = factories.FigureFactory(definition=definition, year=2024, value=Decimal("412.5"), release=draft)
    compilation = stats.Compilation.objects.create(
        survey=survey, vintage=3, compiled_at=timezone.now(), compiled_by=world.statistician, code_version="1.0",
        rules={"lines": [], "breakdowns": []}, inputs_sha256="a" * 64, figures_sha256="b" * 64, return_count=4,
        figure_count=1,
    )  # fmt: skip
    stats.CompiledFigure.objects.create(figure=compiled, compilation=compilation, contributors=4)
    difference = stats.Difference.objects.create(
        release=draft, kind="parks", indicator=indicator, year=2024, scope_key="zone", ours=RARE, theirs=Decimal(1),
        unit="yi_yuan", tolerance=Decimal(0),
    )  # fmt: skip
    revision = factories.FigureFactory(
        definition=definition, value=Decimal("360.5"), revision=1, reason="年报更正", release=world.release
    )
    stats.CheckThreshold.objects.create(
        rule="outlier", valid_from_year=2020, number=Decimal(50), document_number="统计制度第3条"
    )
    goal = factories.GoalFactory(indicator=indicator)
    return OfficeYear(survey, line, compilation, compiled, draft, revision, goal, difference)
