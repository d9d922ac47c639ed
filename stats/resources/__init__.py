"""The sheets of statistics."""

from stats.resources.figure import FigureSheet
from stats.resources.goal import GoalSheet
from stats.resources.indicator import IndicatorSheet

__all__ = ["FigureSheet", "GoalSheet", "IndicatorSheet"]
