"""Planned areas as squares drawn to one scale, so that the eye can compare them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

SIDE = 320  # of the largest square
EDGE = 4  # room for its line
ROOM_FOR_WORDS = 80  # the least side of a square that holds a date


@dataclass(frozen=True)
class Extent:
    """A square standing on the lower left corner of the drawing."""

    standing: str
    side: int
    top: int
    words: str  # when it was planned; empty where the square is too small to hold them

    @property
    def left(self) -> int:
        return EDGE


def extents(areas: Iterable[tuple[Decimal, str, str]]) -> list[Extent]:
    """One square an area (km², legal standing, when), the largest first so that none hides another."""
    ordered = sorted(areas, key=lambda area: -area[0])
    if not ordered:
        return []
    largest = ordered[0][0]
    sides = [(standing, round(SIDE * (area / largest).sqrt()), when) for area, standing, when in ordered]
    return [
        Extent(standing, side, EDGE + SIDE - side, when if side >= ROOM_FOR_WORDS else "")
        for standing, side, when in sides
    ]
