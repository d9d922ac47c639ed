from decimal import Decimal
from itertools import pairwise

from stats.drawings import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    SPARK_EDGE,
    SPARK_HEIGHT,
    SPARK_WIDTH,
    WIDTH,
    goal_path,
    sparkline,
)
from stats.goals import Level, Target
from tests.stats.tables import cell

THOUSAND = Target(2017, Decimal("358.26"), Decimal(1000), 2020, 2022)


def test_path_runs_from_the_left_edge_to_both_deadlines():
    path = goal_path(THOUSAND, {})
    assert path.baseline.x == LEFT
    assert [deadline.year for deadline in path.deadlines] == [2020, 2022]
    assert path.deadlines[-1].x == WIDTH - RIGHT
    assert {deadline.y for deadline in path.deadlines} == {path.target}


def test_higher_level_stands_higher():
    path = goal_path(THOUSAND, {2018: Level(Decimal(400)), 2019: Level(Decimal(600))})
    assert path.ground == HEIGHT - BOTTOM > path.levels[0].y > path.levels[1].y > path.target


def test_figures_after_the_window_stay_inside_the_drawing():
    path = goal_path(THOUSAND, {2025: Level(Decimal(2000))})
    assert path.levels[-1].x == WIDTH - RIGHT
    assert path.deadlines[-1].x < WIDTH - RIGHT
    assert path.levels[-1].y < path.target


def test_no_line_leads_from_the_zones_own_figures_to_invented_ones():
    levels = {year: Level(Decimal(400)) for year in (2018, 2019, 2020)}
    path = goal_path(THOUSAND, levels, invented={2019, 2020})
    own, sample = (line.split(" ") for line in path.actual)
    assert (len(own), len(sample)) == (2, 2)
    assert len(path.levels) == 3


def test_newest_level_is_named_with_its_year():
    path = goal_path(THOUSAND, {2020: Level(Decimal(400)), 2025: Level(Decimal(600))})
    assert [word.year for word in path.years] == [2017, 2020, 2022, 2025]
    assert (path.years[-1].x, path.years[-1].anchor) == (WIDTH - RIGHT, "end")
    assert (path.newest.year, path.newest.anchor) == (2025, "end")
    assert path.newest.y < path.levels[-1].y
    assert goal_path(THOUSAND, {}).newest is None


def test_word_of_a_level_that_falls_stands_beneath_it():
    path = goal_path(THOUSAND, {2020: Level(Decimal(900)), 2021: Level(Decimal(600))})
    assert path.newest.y > path.levels[-1].y


def test_years_never_stand_on_each_other():
    for last in range(2023, 2040):
        years = goal_path(THOUSAND, {last: Level(Decimal(600))}).years
        shares = {"start": 0, "middle": 15, "end": 30}
        edges = [(word.x - shares[word.anchor], word.x - shares[word.anchor] + 30) for word in years]
        assert all(one[1] < other[0] for one, other in pairwise(edges)), (last, years)
        assert (years[0].year, years[-1].year) == (2017, last)


def test_window_of_one_year_has_one_deadline():
    assert len(goal_path(Target(2020, Decimal(1), Decimal(2), 2025, 2025), {}).deadlines) == 1


def spark(*cells):
    return sparkline({each.year: each for each in cells})


def test_sparkline_needs_two_numbers():
    assert spark(cell(2017, "1")) is None
    assert spark(cell(2016, mark="not_yet"), cell(2017, "1")) is None


def test_sparkline_stands_on_zero_and_ends_with_a_dot():
    drawn = spark(cell(2016, "50"), cell(2017, "100"))
    assert drawn.lines == [f"{SPARK_EDGE},16 {SPARK_WIDTH - SPARK_EDGE},{SPARK_EDGE}"]
    assert [(dot.year, dot.y) for dot in drawn.dots] == [(2017, SPARK_EDGE)]


def test_sparkline_breaks_where_a_number_is_missing_or_cannot_be_compared():
    drawn = spark(
        cell(2014, "1"), cell(2015, "1"), cell(2017, "1"), cell(2018, "1", series=1), cell(2019, "1", series=1)
    )
    assert len(drawn.lines) == 2
    assert [dot.year for dot in drawn.dots] == [2017, 2019]


def test_sparkline_below_zero_stays_inside():
    assert {dot.y for dot in spark(cell(2016, "5"), cell(2017, "-5")).dots} == {SPARK_HEIGHT - SPARK_EDGE}
