"""GeoJSON as clerks have it: bytes to rings of degrees, or a sentence that says what to do.

What could cost much is counted before it is parsed. Only numbers are kept, so no text of the file gets any further.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from zoneportal.messages import N_, Refused

MAX_BYTES = 8 * 1024 * 1024
MAX_POINTS = 200_000
MAX_RINGS = 1_000

EMPTY = N_("The file is empty. Export the boundary again and choose the new file.")
TOO_LARGE = N_("The file is larger than 8 MB. Simplify the boundary in the map program, then export it again.")
TOO_MANY_POINTS = N_(
    "The boundary has more than 200,000 points. Simplify it in the map program (a few hundred are enough), then "
    "export it again."
)
NOT_JSON = N_(
    "This file is not GeoJSON. Export the boundary as GeoJSON (in QGIS: Export, Save Features As, GeoJSON) and "
    "choose that file."
)
OTHER_FORMAT = N_(
    "This is a %(kind)s file. Open it in a map program (such as QGIS), export it as GeoJSON and choose that file."
)
DUPLICATE = N_("The file says the same thing twice (“%(key)s”), so it is not clear what holds. Export it again.")
NOT_A_NUMBER = N_("The file holds a coordinate that is not a number (NaN or Infinity). Export it again.")
TOO_DEEP = N_("The file is nested too deeply to be GeoJSON. Export it again.")
NOT_GEOJSON = N_("The file is JSON, but not GeoJSON: it holds no area. Export the boundary as GeoJSON.")
WRONG_TYPE = N_(
    "The file holds a %(type)s, not an area. Turn the boundary into a polygon in the map program, then export it."
)
SEVERAL = N_(
    "The file holds %(count)s areas. Keep only this park's; where the park has several pieces, join them into one "
    "(multipart) area, then export it again."
)
OTHER_SYSTEM = N_(
    "The file says its coordinates are “%(system)s”. Export it in CGCS2000 (EPSG:4490) or WGS 84 (EPSG:4326), in "
    "degrees."
)
MALFORMED = N_("A point of the boundary is not written as two numbers. Export the file again.")
TOO_MANY_RINGS = N_("The boundary has more than 1,000 pieces and holes. Export the outline of the park alone.")
TOO_SHORT = N_("A ring of the boundary has fewer than three different points. Draw it anew, then export it.")
CLOSED = N_("A ring was not closed; its end was joined to its beginning.")
HEIGHTS = N_("Heights in the file were left out; a boundary has none.")

OTHER_TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "GeometryCollection")
OTHER_FORMATS = {b"PK\x03\x04": "ZIP", b"\x00\x00\x27\x0a": "Shapefile", b"<": "KML/XML", b"SQLite": "GeoPackage"}
DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")
SAID_ONCE = {"type", "geometry", "coordinates", "features", "crs"}

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Drawing:
    """Polygons as rings of (longitude, latitude), each closed, the outline before its holes."""

    polygons: list[list[Ring]]
    remarks: tuple[str, ...]

    @property
    def rings(self) -> list[Ring]:
        return [ring for polygon in self.polygons for ring in polygon]

    @property
    def points(self) -> int:
        return sum(map(len, self.rings))


def read(data: bytes) -> Drawing:
    """The one area in a file. Errors: Refused."""
    document = _parsed(data)
    _check_system(document)
    remarks: dict[str, None] = {}
    polygons = [[_ring(ring, remarks) for ring in polygon] for polygon in _polygons(_geometry(document))]
    drawing = Drawing(polygons, tuple(remarks))
    if drawing.points > MAX_POINTS:
        raise Refused(TOO_MANY_POINTS)
    if len(drawing.rings) > MAX_RINGS:
        raise Refused(TOO_MANY_RINGS)
    if not polygons or not all(polygons):
        raise Refused(NOT_GEOJSON)
    return drawing


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    if not data.strip():
        raise Refused(EMPTY)
    for start, kind in OTHER_FORMATS.items():
        if data.lstrip().startswith(start):
            raise Refused(OTHER_FORMAT, kind=kind)
    # Each point opens a bracket: whatever has many more than a boundary may have is not parsed at all.
    if data.count(b"[") + data.count(b"{") > MAX_POINTS + 10 * MAX_RINGS:
        raise Refused(TOO_MANY_POINTS)
    try:
        document = json.loads(_text(data), parse_constant=_not_a_number, object_pairs_hook=_without_duplicates)
    except RecursionError as error:
        raise Refused(TOO_DEEP) from error
    except Refused:
        raise
    except ValueError as error:
        raise Refused(NOT_JSON) from error
    if not isinstance(document, dict):
        raise Refused(NOT_GEOJSON)
    return document


def _text(data: bytes) -> str:
    """UTF-8, or what Chinese map programs write for names: only numbers are read, so either will do."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _not_a_number(word: str) -> None:
    raise Refused(NOT_A_NUMBER)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and key in SAID_ONCE:
            raise Refused(DUPLICATE, key=key)
        found[key] = value
    return found


def _check_system(document: dict[str, Any]) -> None:
    """Older programs write the system as `crs`; without it the file is in degrees by its standard."""
    system = document.get("crs")
    if system is None:
        return
    properties = system.get("properties") if isinstance(system, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not name.upper().endswith(DEGREES):
        printable = "".join(letter for letter in name[:60] if letter.isprintable())
        raise Refused(OTHER_SYSTEM, system=printable or "?")


def _geometry(document: dict[str, Any]) -> dict[str, Any]:
    """The one geometry of a FeatureCollection, a Feature or a bare geometry."""
    found: Any = document
    if found.get("type") == "FeatureCollection":
        features = found.get("features")
        features = features if isinstance(features, list) else []
        if len(features) > 1:
            raise Refused(SEVERAL, count=len(features))
        found = features[0] if features else None
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict):
        raise Refused(NOT_GEOJSON)
    return found


def _polygons(geometry: dict[str, Any]) -> list[list[Any]]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind in OTHER_TYPES:
        raise Refused(WRONG_TYPE, type=kind)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(polygons, list):
        raise Refused(NOT_GEOJSON)
    if not all(isinstance(polygon, list) for polygon in polygons):
        raise Refused(MALFORMED)
    return polygons


def _ring(ring: Any, remarks: dict[str, None]) -> Ring:
    if not isinstance(ring, list):
        raise Refused(MALFORMED)
    points = list(_points(ring, remarks))
    if len(set(points)) < 3:
        raise Refused(TOO_SHORT)
    if points[0] != points[-1]:
        remarks[CLOSED] = None
        points.append(points[0])
    return points


def _points(ring: list[Any], remarks: dict[str, None]) -> Iterator[tuple[float, float]]:
    for point in ring:
        if not isinstance(point, list) or len(point) < 2 or any(type(number) not in {int, float} for number in point):
            raise Refused(MALFORMED)
        if len(point) > 2:
            remarks[HEIGHTS] = None
        try:
            longitude, latitude = float(point[0]), float(point[1])
        except OverflowError as error:
            raise Refused(NOT_A_NUMBER) from error
        if not (isfinite(longitude) and isfinite(latitude)):
            raise Refused(NOT_A_NUMBER)
        yield longitude, latitude
