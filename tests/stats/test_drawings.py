from decimal import Decimal

from stats.drawings import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, goal_path
from stats.goals import Level, Target

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


def test_window_of_one_year_has_one_deadline():
    assert len(goal_path(Target(2020, Decimal(1), Decimal(2), 2025, 2025), {}).deadlines) == 1
