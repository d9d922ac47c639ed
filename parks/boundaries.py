"""The boundary of a park: a checked and simplified shape, and what is to be said of it.

Any file ends within about a second: GEOS works on few points only.
"""

import json
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from parks import geojson
from parks.geojson import Ring
from parks.projection import Projection
from zoneportal.messages import N_, Refused
from zoneportal.numbers import AREA_LIMIT_KM2, round_half_up

# GEOS simplifies by recursion (100,000 points of a comb end the process) and looks for crossings pair by pair.
WORKED_POINTS = 6_000
GRID = 1_000  # cells across the shape
STORED_POINTS = 600  # at 700 pixels nobody sees more
MOST_STORED_POINTS = 2_000  # where many small pieces leave no fewer
DECIMALS = 6  # of a degree: a tenth of a metre
CHINA = (73, 3, 136, 54)  # degrees: west, south, east, north
SMALLEST_KM2 = Decimal("0.001")
AREA_DIFFERS = Decimal("0.05")  # of the stated area
FAR_KM = 60

METRES = N_(
    "The coordinates are no degrees but look like metres of a projection. Export the file in CGCS2000 (EPSG:4490) or "
    "WGS 84 (EPSG:4326)."
)
SWAPPED = N_("Longitude and latitude are swapped. GeoJSON has the longitude first: export the file again.")
OUTSIDE = N_("The area lies outside China, or its coordinates are wrong. Check the coordinate system of the export.")
CROSSING = N_(
    "The boundary crosses itself near %(longitude)s, %(latitude)s. Which side belongs to the park cannot be guessed: "
    "mend the line there in the map program, then export it again."
)
TOO_INTRICATE = N_(
    "The boundary is too jagged to be drawn: even simplified it has more than 2,000 points. Export the outline alone."
)
TOO_SMALL = N_("The area is smaller than 1,000 m². Check that the file holds the whole park.")
TOO_BIG = N_("The area is 10,000 km² or more. Check that the file holds this park alone.")
DIFFERS = N_("The shape covers %(shape)s km², but the stated area is %(stated)s km². Check which of them is right.")
FAR = N_("The shape lies %(km)s km from the nearest other park. Check that it is this park's, in the right system.")


@dataclass(frozen=True)
class Reading:
    """A file that was read: the shape as it is stored, and what a clerk should know about it."""

    shape: MultiPolygon
    points_before: int
    remarks: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        return points_of(self.shape)

    def as_text(self) -> str:
        """GeoJSON with one member more: {"type": "MultiPolygon", "coordinates": […], "points_before": 48213}."""
        geometry = shapely.geometry.mapping(self.shape)
        return json.dumps({**geometry, "points_before": self.points_before}, separators=(",", ":"))


def read_boundary(data: bytes) -> Reading:
    """The shape in a GeoJSON file. Errors: Refused, with what to do about it."""
    drawing = geojson.read(data)
    _check_place(drawing.rings)
    polygons = drawing.polygons if drawing.points <= WORKED_POINTS else _thinned(drawing.polygons)
    shape = MultiPolygon([Polygon(polygon[0], polygon[1:]) for polygon in polygons])
    _check_shape(shape)
    return Reading(simplified(shape), drawing.points, drawing.remarks)


def stored_shape(text: str) -> MultiPolygon:
    """The shape of a stored text. Errors: ValueError."""
    try:
        shape = shapely.geometry.shape(json.loads(text))
    except (KeyError, TypeError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        raise ValueError(text[:80]) from error
    if not isinstance(shape, MultiPolygon) or shape.is_empty:
        raise ValueError(text[:80])
    return shape


def points_before(text: str) -> int:
    return int(json.loads(text).get("points_before", 0))


def points_of(shape: MultiPolygon) -> int:
    return int(shapely.get_num_coordinates(shape))


def area_km2(shape: MultiPolygon) -> Decimal:
    """To the hectare."""
    return round_half_up(Decimal(Projection.around([shape]).flat(shape).area) / 1_000_000, 2)


def area_remark(shape: MultiPolygon, stated: Decimal | None) -> Refused | None:
    """What to say where the shape and the stated area (km²) differ by more than AREA_DIFFERS."""
    area = area_km2(shape)
    if stated is None or abs(area - stated) <= stated * AREA_DIFFERS:
        return None
    return Refused(DIFFERS, shape=area, stated=round_half_up(stated, 2))


def distance_remark(shape: MultiPolygon, others: list[MultiPolygon]) -> Refused | None:
    """What to say where the nearest of the zone's other parks is more than FAR_KM away."""
    if not others:
        return None
    projection = Projection.around([shape])
    km = min(projection.flat(shape).distance(projection.flat(other)) for other in others) / 1000
    return Refused(FAR, km=round(km)) if km > FAR_KM else None


def simplified(shape: MultiPolygon) -> MultiPolygon:
    """Valid, rounded to DECIMALS, and at most about STORED_POINTS points. Errors: Refused where that cannot be."""
    west, south, east, north = shape.bounds
    tolerance = max(east - west, north - south) / (4 * GRID)
    simple = shape
    for _attempt in range(6):
        simple = shapely.set_precision(shapely.simplify(simple, tolerance), 10**-DECIMALS)
        if points_of(simple) <= STORED_POINTS:
            break
        tolerance *= 2
    if points_of(simple) > MOST_STORED_POINTS:
        raise Refused(TOO_INTRICATE)
    pieces = [piece for piece in getattr(simple, "geoms", [simple]) if isinstance(piece, Polygon)]
    return MultiPolygon(pieces)


def _check_place(rings: list[Ring]) -> None:
    first = [point[0] for ring in rings for point in ring]
    second = [point[1] for ring in rings for point in ring]
    bounds = min(first), min(second), max(first), max(second)
    west, south, east, north = CHINA
    if _within(bounds, CHINA):
        return
    if max(map(abs, bounds)) > 360:
        raise Refused(METRES)
    raise Refused(SWAPPED if _within(bounds, (south, west, north, east)) else OUTSIDE)


def _thinned(polygons: list[list[Ring]]) -> list[list[Ring]]:
    """Without points that lie in the same cell of a fine grid as the one before. Errors: Refused."""
    together = np.concatenate([np.array(ring) for polygon in polygons for ring in polygon])
    cell = float(np.ptp(together, axis=0).max()) / GRID or 1.0
    thin = [[_one_a_cell(ring, cell) for ring in polygon] for polygon in polygons]
    if sum(len(ring) for polygon in thin for ring in polygon) > WORKED_POINTS:
        raise Refused(TOO_INTRICATE)
    return [[ring for ring in polygon if len(ring) > 3] for polygon in thin if len(polygon[0]) > 3]


def _one_a_cell(ring: Ring, cell: float) -> Ring:
    points = np.array(ring)
    moved = np.any(np.diff(np.floor(points / cell), axis=0) != 0, axis=1)
    chosen = points[np.concatenate(([True], moved[:-1], [True]))]
    return [(float(longitude), float(latitude)) for longitude, latitude in chosen]


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _check_shape(shape: MultiPolygon) -> None:
    if not shape.is_valid:
        longitude, latitude = _place_of_fault(shapely.is_valid_reason(shape), shape)
        raise Refused(CROSSING, longitude=longitude, latitude=latitude)
    area = area_km2(shape)
    if area < SMALLEST_KM2:
        raise Refused(TOO_SMALL)
    if area >= AREA_LIMIT_KM2:
        raise Refused(TOO_BIG)


def _place_of_fault(reason: str, shape: MultiPolygon) -> tuple[str, str]:
    """GEOS says `Self-intersection[113.1 36.2]`."""
    numbers = reason.rpartition("[")[2].rstrip("]").split()[:2]
    place = [float(number) for number in numbers] if len(numbers) == 2 else [shape.bounds[0], shape.bounds[1]]
    return f"{place[0]:.5f}", f"{place[1]:.5f}"
