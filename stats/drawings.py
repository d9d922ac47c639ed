"""Where the lines of a drawing run that needs no script: plain numbers for a template that writes the SVG."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from stats.charts import level, runs
from stats.goals import Level, Target
from stats.tables import Cell

WIDTH, HEIGHT = 460, 260
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 34, 30  # room for the words around the drawing


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    year: int


@dataclass(frozen=True)
class Word:
    """A text of the drawing without the text."""

    x: int
    y: int
    year: int
    anchor: str  # of SVG: start, middle, end


@dataclass(frozen=True)
class GoalPath:
    """The corridor between the paths to the two deadlines, and the levels that were released."""

    width: int
    height: int
    ground: int  # y of zero
    target: int  # y of the target
    corridor: str  # points of a polygon
    fast: str  # points of the path to the first deadline
    slow: str
    actual: list[str]  # no line leads from the zone's own levels to invented ones
    levels: list[Point]
    baseline: Point
    deadlines: list[Point]
    years: list[Word]  # of the baseline, the deadlines and the newest level
    newest: Word | None


def goal_path(target: Target, levels: Mapping[int, Level], invented: Collection[int] = ()) -> GoalPath:
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
    own, sample = ([each for each in actual if (each.year in invented) is is_sample] for is_sample in (False, True))
    deadlines = [point(year, target.target_value) for year in dict.fromkeys((first, last))]
    return GoalPath(
        width=WIDTH,
        height=HEIGHT,
        ground=HEIGHT - BOTTOM,
        target=point(last, target.target_value).y,
        corridor=joined([*fast, *reversed(slow)]),
        fast=joined(fast),
        slow=joined(slow),
        actual=[joined(line) for line in ([baseline, *own], sample) if len(line) > 1],
        levels=actual,
        baseline=baseline,
        deadlines=deadlines,
        years=year_words([baseline, *deadlines, *actual[-1:]]),
        newest=newest_word([baseline, *actual]) if actual else None,
    )


A_YEAR, A_LINE = 34, 20  # room that a year takes across, and a line of words up and down


def year_words(points: list[Point]) -> list[Word]:
    """Beneath the ground, each where it finds room; the newest level's year goes before that of a deadline."""
    edge = WIDTH - RIGHT
    words: list[Word] = []
    taken = edge + A_YEAR  # from here on
    for point in sorted({each.year: each for each in points}.values(), key=lambda each: -each.x):
        anchor = "start" if point.x == LEFT else "end" if point.x > edge - A_YEAR / 2 else "middle"
        ends = point.x + {"start": A_YEAR, "middle": A_YEAR // 2, "end": 0}[anchor]
        if ends > taken and anchor == "middle":
            anchor, ends = "end", point.x
        if ends <= taken or anchor == "start":
            words.append(Word(point.x, HEIGHT - BOTTOM + A_LINE, point.year, anchor))
            taken = ends - A_YEAR
    return words[::-1]


def newest_word(points: list[Point]) -> Word:
    """On the side of the newest level that its line does not come from."""
    before, newest = points[-2:]
    rises = newest.y <= before.y or newest.y > HEIGHT - BOTTOM - 1.5 * A_LINE
    anchor = "end" if newest.x > WIDTH / 2 else "start"
    return Word(newest.x, newest.y + (-A_LINE // 2 if rises else A_LINE + 2), newest.year, anchor)


def joined(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)


SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 120, 32, 3


@dataclass(frozen=True)
class Sparkline:
    """The course of one indicator from zero up, with gaps where no number is and where definitions differ."""

    width: int
    height: int
    lines: list[str]  # points of polylines
    dots: list[Point]  # numbers that no line joins, and the last one
    first: Cell
    last: Cell


def sparkline(by_year: Mapping[int, Cell]) -> Sparkline | None:
    """None where fewer than two years have a number: there is no course to draw."""
    numbered = [year for year in sorted(by_year) if by_year[year].value is not None]
    if len(numbered) < 2:
        return None
    first, last = numbered[0], numbered[-1]
    unit = by_year[last].unit
    levels = {year: value for year in numbered if (value := level(by_year[year], unit)) is not None}
    lowest, highest = min(Decimal(0), *levels.values()), max(Decimal(0), *levels.values())

    def point(year: int) -> Point:
        across = Decimal(year - first) / Decimal(last - first)
        up = (levels[year] - lowest) / (highest - lowest or 1)
        x = SPARK_EDGE + across * (SPARK_WIDTH - 2 * SPARK_EDGE)
        y = SPARK_HEIGHT - SPARK_EDGE - up * (SPARK_HEIGHT - 2 * SPARK_EDGE)
        return Point(round(x), round(y), year)

    joined_years = [piece for run in runs(by_year) for piece in unbroken(run, levels)]
    return Sparkline(
        width=SPARK_WIDTH,
        height=SPARK_HEIGHT,
        lines=[joined(map(point, piece)) for piece in joined_years if len(piece) > 1],
        dots=[point(piece[0]) for piece in joined_years if len(piece) == 1 and piece[0] != last] + [point(last)],
        first=by_year[first],
        last=by_year[last],
    )


def unbroken(run: list[int], levels: Mapping[int, Decimal]) -> list[list[int]]:
    """[[2015, 2016], [2018]]: a year without a number ends a line."""
    pieces: list[list[int]] = []
    for year in run:
        if year in levels:
            if pieces and pieces[-1][-1] == year - 1:
                pieces[-1].append(year)
            else:
                pieces.append([year])
    return pieces
