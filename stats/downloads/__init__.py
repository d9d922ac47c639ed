"""The tables of the statistics as documents: what the page shows, in the order in which it shows it."""

from stats.downloads.columns import FIGURES, GOALS
from stats.downloads.figures import indicator_document, park_document, release_document
from stats.downloads.goals import goals_document

__all__ = ["FIGURES", "GOALS", "goals_document", "indicator_document", "park_document", "release_document"]
