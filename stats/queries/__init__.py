"""ORM -> Table and nothing else."""

from stats.queries.as_published import as_published
from stats.queries.coverage import coverage
from stats.queries.goals import goal_progress
from stats.queries.headlines import headline_figures, park_table
from stats.queries.indicators import IndicatorFigures, indicator_figures, indicators_by_theme, public_codes
from stats.queries.parks import figures_by_park, figures_of_park
from stats.queries.releases import announced, release_figures, releases_until

__all__ = [
    "IndicatorFigures",
    "announced",
    "as_published",
    "coverage",
    "figures_by_park",
    "figures_of_park",
    "goal_progress",
    "headline_figures",
    "indicator_figures",
    "indicators_by_theme",
    "park_table",
    "public_codes",
    "release_figures",
    "releases_until",
]
