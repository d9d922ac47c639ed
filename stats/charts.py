"""Where the lines of a drawing run: plain numbers for a template that writes the SVG."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from stats.goals import Level, Target

WIDTH, HEIGHT = 460, 260
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 34, 30  # room for the words around the drawing


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    year: int


@dataclass(frozen=True)
class GoalPath:
    """The corridor between the paths to the two deadlines, and the levels that were released."""

    width: int
    height: int
    right: int  # x of the last year
    ground: int  # y of zero
    target: int  # y of the target
    corridor: str  # points of a polygon
    fast: str  # points of the path to the first deadline
    slow: str
    actual: str
    levels: list[Point]
    baseline: Point
    deadlines: list[Point]


def goal_path(target: Target, levels: Mapping[int, Level]) -> GoalPath:
    last_year = max([target.last_target_year, *levels])
    years = range(target.baseline_year, last_year + 1)
    highest = max([target.target_value, target.baseline_value, *(level.value for level in levels.values())])

    def point(year: int, value: Decimal) -> Point:
        across = Decimal(year - years[0]) / Decimal(max(1, years[-1] - years[0]))
        up = value / highest
        x = LEFT + across * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)
        return Point(round(x), round(y), year)

    first, last = target.first_target_year, target.last_target_year
    fast = [point(year, target.required(year, first)) for year in target.years]
    slow = [point(year, target.required(year, last)) for year in target.years]
    baseline = point(target.baseline_year, target.baseline_value)
    actual = [point(year, level.value) for year, level in sorted(levels.items())]
    return GoalPath(
        width=WIDTH,
        height=HEIGHT,
        right=WIDTH - RIGHT,
        ground=HEIGHT - BOTTOM,
        target=point(last, target.target_value).y,
        corridor=joined([*fast, *reversed(slow)]),
        fast=joined(fast),
        slow=joined(slow),
        actual=joined([baseline, *actual]),
        levels=actual,
        baseline=baseline,
        deadlines=[point(year, target.target_value) for year in dict.fromkeys((first, last))],
    )


def joined(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)
