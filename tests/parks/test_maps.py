import re

import pytest
from shapely.geometry import MultiPolygon, box

from parks.maps import EDGE, WIDTH, draw
from tests.boundaries import EAST, NORTH, SOUTH, WEST

SQUARE = MultiPolygon([box(WEST, SOUTH, EAST, NORTH)])
EASTWARD = MultiPolygon([box(EAST + 0.01, SOUTH, EAST + 0.03, NORTH)])


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", path)]


def test_nothing_is_drawn_of_nothing():
    assert draw([]) is None


def test_square_on_the_ground_is_a_square_on_the_map():
    points = numbers(draw([SQUARE]).outlines[0].path)
    width = max(x for x, _y in points) - min(x for x, _y in points)
    height = max(y for _x, y in points) - min(y for _x, y in points)
    assert width == pytest.approx(height, rel=0.01)


def test_north_is_above_and_east_is_right():
    first, second = draw([SQUARE, EASTWARD]).outlines
    assert first.x < second.x
    assert min(y for _x, y in numbers(first.path)) == pytest.approx(min(y for _x, y in numbers(second.path)), abs=1)


def test_everything_lies_on_the_sheet():
    for shapes in ([SQUARE], [SQUARE, EASTWARD], [MultiPolygon([box(113, 36, 113.001, 36.2)])]):
        drawn = draw(shapes)
        for outline in drawn.outlines:
            assert all(0 < x < WIDTH and 0 < y < drawn.height - EDGE for x, y in numbers(outline.path))


def test_scale_is_a_round_length():
    drawn = draw([SQUARE])
    points = numbers(drawn.outlines[0].path)
    width = max(x for x, _y in points) - min(x for x, _y in points)
    assert drawn.bar_km == "0.5"
    assert drawn.bar == pytest.approx(width / 4, rel=0.02)
