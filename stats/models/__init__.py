from stats.models.compilation import Compilation, CompilationInput, CompiledFigure, WithheldValue, Withholding
from stats.models.enterprise_return import EnterpriseReturn, ReturnFinding, ReturnStatus, ReturnValue
from stats.models.entry import EnterpriseYear
from stats.models.examination import Difference, DifferenceKind, Protection, ReportedTotal
from stats.models.figure import Figure, SizeClass, Vintage
from stats.models.goal import Goal
from stats.models.holding import Holding, HoldingMember, Waiver
from stats.models.indicator import Indicator, IndicatorDefinition
from stats.models.release import Release, ReleaseStatus
from stats.models.survey import AskedOf, FormLine, SurveyYear
from stats.models.threshold import AboveScaleThreshold, CheckThreshold

__all__ = [
    "AboveScaleThreshold",
    "AskedOf",
    "CheckThreshold",
    "Compilation",
    "CompilationInput",
    "CompiledFigure",
    "Difference",
    "DifferenceKind",
    "EnterpriseReturn",
    "EnterpriseYear",
    "Figure",
    "FormLine",
    "Goal",
    "Holding",
    "HoldingMember",
    "Indicator",
    "IndicatorDefinition",
    "Protection",
    "Release",
    "ReleaseStatus",
    "ReportedTotal",
    "ReturnFinding",
    "ReturnStatus",
    "ReturnValue",
    "SizeClass",
    "SurveyYear",
    "Vintage",
    "Waiver",
    "WithheldValue",
    "Withholding",
]
