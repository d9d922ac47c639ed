"""Degrees to metres on a plane around one place: areas are true to 1 in 1,000 within 100 km of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians, sin, sqrt

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

# The ellipsoid of CGCS2000; that of WGS 84 differs by a tenth of a millimetre.
RADIUS_M = 6_378_137.0
SQUARED_ECCENTRICITY = 0.006_694_380_022_9


@dataclass(frozen=True)
class Projection:
    """Sinusoidal, with the ellipsoid's own radii at the middle, which keeps areas."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, shapes: Sequence[BaseGeometry]) -> "Projection":
        west, south, east, north = shapely.total_bounds(list(shapes))
        return cls(float((west + east) / 2), float((south + north) / 2))

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape in metres east and north of the middle."""
        bulge = 1 - SQUARED_ECCENTRICITY * sin(radians(self.latitude)) ** 2
        east_m = radians(1) * RADIUS_M / sqrt(bulge)
        north_m = radians(1) * RADIUS_M * (1 - SQUARED_ECCENTRICITY) / bulge**1.5

        def metres(points: np.ndarray) -> np.ndarray:
            east = (points[:, 0] - self.longitude) * east_m * np.cos(np.radians(points[:, 1]))
            north = (points[:, 1] - self.latitude) * north_m
            return np.column_stack((east, north))

        return shapely.transform(shape, metres)
