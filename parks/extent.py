"""Planned areas as squares drawn to one scale, so that the eye can compare them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

SIDE = 320  # of the largest square
EDGE = 4  # room for its line


@dataclass(frozen=True)
class Extent:
    """A square standing on the lower left corner of the drawing."""

    standing: str
    side: int
    top: int

    @property
    def left(self) -> int:
        return EDGE


def extents(areas: Iterable[tuple[Decimal, str]]) -> list[Extent]:
    """One square an area (km², legal standing), the largest first so that none hides another."""
    ordered = sorted(areas, key=lambda area: -area[0])
    if not ordered:
        return []
    largest = ordered[0][0]
    sides = [(standing, round(SIDE * (area / largest).sqrt())) for area, standing in ordered]
    return [Extent(standing, side, EDGE + SIDE - side) for standing, side in sides]
