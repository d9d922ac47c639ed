"""Boundaries as a drawing to one scale: paths for an SVG in a page, with scale bar and places for numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import MultiPolygon

from parks.projection import Projection

WIDTH = 720
HIGHEST, LOWEST = 600, 240
EDGE = 36  # around the shapes, for lines and numbers
FOOT = 44  # beneath them, for the scale
LONGEST_BAR = 0.3  # of the width


@dataclass(frozen=True)
class Outline:
    """One park: the data of its path, and a place inside it."""

    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    outlines: tuple[Outline, ...]
    height: int
    bar: float  # the length of the scale
    bar_km: str  # what it stands for: "0.5", "2"
    width: int = WIDTH

    @property
    def bar_end(self) -> float:
        return EDGE + self.bar

    @property
    def bar_y(self) -> int:
        return self.height - 18

    @property
    def north_x(self) -> int:
        return self.width - EDGE


def draw(shapes: Sequence[MultiPolygon]) -> Map | None:
    """The shapes on one map, north above; None without shapes."""
    if not shapes:
        return None
    projection = Projection.around(shapes)
    flat = [projection.flat(shape) for shape in shapes]
    west, south, east, north = (float(side) for side in shapely.total_bounds(flat))
    metres = max(east - west, (north - south) * (WIDTH - 2 * EDGE) / (HIGHEST - 2 * EDGE - FOOT))
    scale = (WIDTH - 2 * EDGE) / metres  # pixels a metre
    drawn = (north - south) * scale
    height = max(LOWEST, round(drawn + 2 * EDGE + FOOT))
    left = (WIDTH - (east - west) * scale) / 2
    top = (height - FOOT - drawn) / 2

    def placed(point: Sequence[float]) -> tuple[float, float]:
        return round(left + (point[0] - west) * scale, 1), round(top + (north - point[1]) * scale, 1)

    outlines = []
    for shape in flat:
        rings = [ring for piece in shape.geoms for ring in (piece.exterior, *piece.interiors)]
        path = "".join(f"M{_line([placed(point) for point in ring.coords[:-1]])}Z" for ring in rings)
        middle = max(shape.geoms, key=lambda piece: piece.area).representative_point()
        outlines.append(Outline(path, *placed((middle.x, middle.y))))
    bar_m = _round_length(WIDTH * LONGEST_BAR / scale)
    return Map(tuple(outlines), height, round(bar_m * scale, 1), f"{bar_m / 1000:g}")


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _round_length(longest: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not longer."""
    power = 1.0
    while power * 10 <= longest:
        power *= 10
    while power > longest:
        power /= 10
    return max(step * power for step in (1, 2, 5) if step * power <= longest)
