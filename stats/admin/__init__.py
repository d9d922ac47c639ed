"""Statistics in the office: indicators with their definitions, figures, releases, goals."""

from stats.admin.above_scale import AboveScaleThresholdAdmin
from stats.admin.compilation import CompilationAdmin
from stats.admin.difference import DifferenceAdmin
from stats.admin.enterprise_return import EnterpriseReturnAdmin
from stats.admin.entry import EnterpriseYearAdmin
from stats.admin.examination import CheckThresholdAdmin, ReportedTotalAdmin
from stats.admin.figure import FigureAdmin
from stats.admin.finding import ReturnFindingAdmin
from stats.admin.goal import GoalAdmin
from stats.admin.holding import HoldingAdmin, HoldingMemberAdmin, WaiverAdmin
from stats.admin.indicator import IndicatorAdmin, IndicatorDefinitionAdmin
from stats.admin.release import ReleaseAdmin
from stats.admin.survey import FormLineAdmin, SurveyYearAdmin

__all__ = [
    "AboveScaleThresholdAdmin",
    "CheckThresholdAdmin",
    "CompilationAdmin",
    "DifferenceAdmin",
    "EnterpriseReturnAdmin",
    "EnterpriseYearAdmin",
    "FigureAdmin",
    "FormLineAdmin",
    "GoalAdmin",
    "HoldingAdmin",
    "HoldingMemberAdmin",
    "IndicatorAdmin",
    "IndicatorDefinitionAdmin",
    "ReleaseAdmin",
    "ReportedTotalAdmin",
    "ReturnFindingAdmin",
    "SurveyYearAdmin",
    "WaiverAdmin",
]
