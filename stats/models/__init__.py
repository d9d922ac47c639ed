from stats.models.figure import Figure, Vintage
from stats.models.goal import Goal
from stats.models.indicator import Indicator, IndicatorDefinition
from stats.models.release import Release

__all__ = ["Figure", "Goal", "Indicator", "IndicatorDefinition", "Release", "Vintage"]
