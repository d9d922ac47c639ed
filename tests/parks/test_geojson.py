import json

import pytest

from parks import geojson
from tests.boundaries import SQUARE, collection, feature, file_of, polygon
from zoneportal.messages import Refused


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        geojson.read(data)
    return caught.value.message


@pytest.mark.parametrize(
    "document",
    [
        polygon(SQUARE),
        feature(polygon(SQUARE), name="科技工业园"),
        collection(feature(polygon(SQUARE))),
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        collection(
            feature(polygon(SQUARE)), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
        ),
        collection(feature(polygon(SQUARE)), crs={"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}),
    ],
    ids=["geometry", "feature", "collection", "multipolygon", "EPSG:4490", "CRS84"],
)
def test_one_area_is_read_however_it_is_wrapped(document):
    drawing = geojson.read(file_of(document))
    assert drawing.polygons == [[[tuple(point) for point in SQUARE]]]
    assert drawing.remarks == ()


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + file_of(polygon(SQUARE)), "科技园".encode("gb18030")])
def test_byte_order_mark_and_chinese_encodings_do_not_matter(data):
    if not data.startswith(b"\xef"):
        data = b'{"name": "' + data + b'", ' + file_of(polygon(SQUARE))[1:]
    assert geojson.read(data).points == 5


def test_open_ring_is_closed_and_said_so():
    drawing = geojson.read(file_of(polygon(SQUARE[:-1])))
    assert drawing.rings[0][-1] == drawing.rings[0][0]
    assert drawing.remarks == (geojson.CLOSED,)


def test_heights_are_left_out_and_said_so():
    drawing = geojson.read(file_of(polygon([[*point, 930.5] for point in SQUARE])))
    assert drawing.rings[0][1] == tuple(SQUARE[1])
    assert drawing.remarks == (geojson.HEIGHTS,)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", geojson.EMPTY),
        (b" \n", geojson.EMPTY),
        (b"PK\x03\x04rest", geojson.OTHER_FORMAT),
        (b"<?xml version='1.0'?><kml/>", geojson.OTHER_FORMAT),
        (b"\x00\x00\x27\x0a\x00", geojson.OTHER_FORMAT),
        (b"not json", geojson.NOT_JSON),
        (b"\xff\xfe{\x00}\x00", geojson.NOT_JSON),
        (b'{"a": ' + b"9" * 5_000 + b"}", geojson.NOT_JSON),
        (b"[" * 100_000 + b"]" * 100_000, geojson.TOO_DEEP),
        (b"[1, 2]", geojson.NOT_GEOJSON),
        (b"{}", geojson.NOT_GEOJSON),
        (b"null", geojson.NOT_GEOJSON),
        (file_of(collection()), geojson.NOT_GEOJSON),
        (file_of(feature(None)), geojson.NOT_GEOJSON),
        (file_of({"type": "MultiPolygon", "coordinates": []}), geojson.NOT_GEOJSON),
        (file_of({"type": "MultiPolygon", "coordinates": [[]]}), geojson.NOT_GEOJSON),
        (b'{"type": "Polygon", "coordinates": "a lone \\ud800"}', geojson.MALFORMED),
        (b'{"type": ["Polygon"], "coordinates": []}', geojson.NOT_GEOJSON),
        (b'{"type": "MultiPolygon", "coordinates": {"a": 1}}', geojson.NOT_GEOJSON),
        (b'{"type": "a lone \\ud800", "coordinates": []}', geojson.NOT_GEOJSON),
        (file_of({"type": "LineString", "coordinates": SQUARE}), geojson.WRONG_TYPE),
        (file_of({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}), geojson.WRONG_TYPE),
        (file_of(collection(*[feature(polygon(SQUARE))] * 4)), geojson.SEVERAL),
        (file_of(polygon(SQUARE) | {"crs": {"properties": {"name": "EPSG:4547"}}}), geojson.OTHER_SYSTEM),
        (file_of(polygon([[1, 2], [3]])), geojson.MALFORMED),
        (file_of(polygon([[True, 2], [3, 4], [5, 6]])), geojson.MALFORMED),
        (file_of(polygon("abc")), geojson.MALFORMED),
        (file_of({"type": "MultiPolygon", "coordinates": SQUARE[0]}), geojson.MALFORMED),
        (file_of(polygon([SQUARE[0], SQUARE[1], SQUARE[0]])), geojson.TOO_SHORT),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', geojson.NOT_A_NUMBER),
        (b'{"type": "Polygon", "coordinates": [[[-Infinity, 1]]]}', geojson.NOT_A_NUMBER),
        (b'{"type": "Polygon", "coordinates": [[[1e999, 1], [1, 2], [3, 4]]]}', geojson.NOT_A_NUMBER),
        (b'{"type": "Polygon", "coordinates": [[[' + b"9" * 400 + b", 1]]]}", geojson.NOT_A_NUMBER),
        (b'{"type": "Polygon", "coordinates": [], "coordinates": []}', geojson.DUPLICATE),
        (file_of(polygon(*[SQUARE] * 1_001)), geojson.TOO_MANY_RINGS),
    ],
)
def test_what_is_no_area_is_refused_with_its_own_sentence(data, message):
    assert refusal(data) == message


def test_properties_may_say_anything():
    """A lone surrogate, a name twice, the deepest text: nothing but numbers goes further."""
    properties = json.loads('{"name": "\\ud800", "a": [[[[1]]]]}')
    document = feature(polygon(SQUARE), **properties)
    assert geojson.read(json.dumps(document).encode()).points == 5


def test_million_points_are_refused_before_they_are_parsed():
    data = b'{"type": "Polygon", "coordinates": [[' + b",".join([b"[1,2]"] * 1_000_000) + b"]]}"
    assert refusal(data) == geojson.TOO_MANY_POINTS


def test_large_file_is_refused_by_its_size():
    assert refusal(b" " * (geojson.MAX_BYTES + 1)) == geojson.TOO_LARGE


def test_system_of_a_file_is_repeated_without_what_cannot_be_printed():
    document = polygon(SQUARE) | {"crs": {"properties": {"name": "EPSG\x00\x1b[31m" + "9" * 100}}}
    with pytest.raises(Refused) as caught:
        geojson.read(file_of(document))
    assert caught.value.params == {"system": "EPSG[31m" + "9" * 50}
