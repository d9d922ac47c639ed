import json
from decimal import Decimal
from math import cos, pi, sin

import pytest

from parks import boundaries
from parks.boundaries import read_boundary
from tests.boundaries import SQUARE, file_of, polygon
from zoneportal.messages import Refused


def refusal(*rings) -> Refused:
    with pytest.raises(Refused) as caught:
        read_boundary(file_of(polygon(*rings)))
    return caught.value


def test_area_is_that_of_the_ground():
    assert boundaries.area_km2(read_boundary(file_of(polygon(SQUARE))).shape) == Decimal("4.00")


def test_hole_is_no_part_of_the_area():
    (west, south), (east, north) = SQUARE[0], SQUARE[2]
    middle = [[west + x * (east - west), south + y * (north - south)] for x, y in [(0.25, 0.25), (0.75, 0.25)]]
    hole = [*middle, [middle[1][0], south + 0.75 * (north - south)], [middle[0][0], south + 0.75 * (north - south)]]
    assert boundaries.area_km2(read_boundary(file_of(polygon(SQUARE, hole))).shape) == Decimal("3.00")


def test_many_points_become_few_that_say_the_same():
    count = 150_000
    circle = [[113 + 0.05 * cos(2 * pi * i / count), 36 + 0.04 * sin(2 * pi * i / count)] for i in range(count)]
    reading = read_boundary(file_of(polygon([[round(x, 7), round(y, 7)] for x, y in circle])))
    assert reading.points_before == count + 1
    assert reading.points <= boundaries.STORED_POINTS
    assert boundaries.area_km2(reading.shape) == pytest.approx(Decimal("62.8"), abs=Decimal("0.2"))


def test_stored_text_reads_back_as_the_same_shape():
    reading = read_boundary(file_of(polygon(SQUARE)))
    text = reading.as_text()
    assert boundaries.stored_shape(text).equals(reading.shape)
    assert boundaries.points_before(text) == 5
    assert json.loads(text)["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("ring", "message"),
    [
        ([[y, x] for x, y in SQUARE], boundaries.SWAPPED),
        ([[x * 1e5, y * 1e5] for x, y in SQUARE], boundaries.METRES),
        ([[x - 120, y] for x, y in SQUARE], boundaries.OUTSIDE),
        ([[x, y + 60] for x, y in SQUARE], boundaries.OUTSIDE),
        ([[113, 36], [113.0001, 36], [113.0001, 36.0001]], boundaries.TOO_SMALL),
        ([[113, 36], [115, 36], [115, 38], [113, 38]], boundaries.TOO_BIG),
    ],
)
def test_area_in_a_wrong_place_or_size_is_refused(ring, message):
    assert refusal(ring).message == message


def test_crossing_is_refused_and_named():
    west, north = SQUARE[3]
    refused = refusal([SQUARE[0], SQUARE[2], SQUARE[1], [west, north]])
    assert refused.message == boundaries.CROSSING
    assert refused.params == {"longitude": "113.01111", "latitude": "36.10901"}


def test_piece_that_lies_on_another_is_refused():
    document = {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}
    with pytest.raises(Refused) as caught:
        read_boundary(file_of(document))
    assert caught.value.message == boundaries.CROSSING


@pytest.mark.parametrize("teeth", [2_900, 40_000])
def test_comb_is_refused_and_ends_no_process(teeth):
    """GEOS simplifies by recursion: 100,000 points of a comb were the end of the process."""
    comb = [[round(113 + i * 2e-6 + odd * 1e-6, 7), 36 + odd / 10] for i in range(teeth) for odd in (0, 1)]
    assert refusal([*comb, [113.2, 36.1], [113.2, 35.9], [113, 35.9]]).message == boundaries.TOO_INTRICATE


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"type": "Point", "coordinates": [1, 2]}', '{"type": "Polygon"}']
)
def test_text_that_is_no_boundary_is_told_apart(text):
    with pytest.raises(ValueError):  # noqa: PT011 -- the text itself is the message
        boundaries.stored_shape(text)


def test_stated_area_is_compared():
    shape = read_boundary(file_of(polygon(SQUARE))).shape
    assert boundaries.area_remark(shape, None) is None
    assert boundaries.area_remark(shape, Decimal("3.85")) is None
    assert boundaries.area_remark(shape, Decimal(40)).params == {"shape": Decimal("4.00"), "stated": Decimal("40.00")}


def test_park_far_from_the_others_is_remarked():
    here = read_boundary(file_of(polygon(SQUARE))).shape
    near = read_boundary(file_of(polygon([[x + 0.1, y] for x, y in SQUARE]))).shape
    far = read_boundary(file_of(polygon([[x, y + 2] for x, y in SQUARE]))).shape
    assert boundaries.distance_remark(here, []) is None
    assert boundaries.distance_remark(here, [near, far]) is None
    assert boundaries.distance_remark(here, [far]).params == {"km": 220}
