"""Small GeoJSON files, built where they are needed. The park of these tests is a square of 2.00 km a side."""

import json
from typing import Any

# In Changzhi a degree is 90,050 m from west to east and 110,962 m from south to north (ellipsoid of CGCS2000).
WEST, EAST, SOUTH, NORTH = 113.0, 113.022_21, 36.1, 36.118_02
SQUARE = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
APPROVAL = "晋S(2023)012号"


def polygon(*rings: Any) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry: Any, **properties: Any) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> dict:
    return {"type": "FeatureCollection", "features": list(features), **more}


def file_of(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
