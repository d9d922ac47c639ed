"""Statistics in the office: indicators with their definitions, figures, releases, goals."""

from stats.admin.compilation import CompilationAdmin
from stats.admin.figure import FigureAdmin
from stats.admin.goal import GoalAdmin
from stats.admin.indicator import IndicatorAdmin, IndicatorDefinitionAdmin
from stats.admin.release import ReleaseAdmin

__all__ = ["CompilationAdmin", "FigureAdmin", "GoalAdmin", "IndicatorAdmin", "IndicatorDefinitionAdmin", "ReleaseAdmin"]
