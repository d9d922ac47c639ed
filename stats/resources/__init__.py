"""The sheets of statistics."""

from stats.resources.figure import FigureSheet
from stats.resources.goal import GoalSheet
from stats.resources.indicator import IndicatorSheet
from stats.resources.returns import ReturnSheet

__all__ = ["FigureSheet", "GoalSheet", "IndicatorSheet", "ReturnSheet"]
