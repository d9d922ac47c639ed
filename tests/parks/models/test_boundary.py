import pytest
from django.utils import translation

from parks.boundaries import read_boundary
from tests.boundaries import APPROVAL, SQUARE, file_of, polygon
from tests.factories import ParkFactory
from tests.rules import sentences_at, told_by_database

pytestmark = pytest.mark.django_db
TEXT = read_boundary(file_of(polygon(SQUARE))).as_text()


def test_boundary_needs_the_approval_number_of_its_map():
    park = ParkFactory()
    sentence = "A map is only shown with its approval number. Enter the number (审图号)."
    assert sentences_at(park, "map_approval", boundary=TEXT) == [sentence]
    assert told_by_database(park, boundary=TEXT) == sentence
    assert sentences_at(park, "map_approval", boundary=TEXT, map_approval=APPROVAL) == []


def test_number_may_be_known_before_the_boundary():
    assert sentences_at(ParkFactory(), "map_approval", map_approval=APPROVAL) == []


@pytest.mark.parametrize("number", ["GS(2019)1822号", "GS京(2022)0001号", APPROVAL, "长治S(2024)3号"])
def test_numbers_of_all_offices_are_taken(number):
    assert sentences_at(ParkFactory(), "map_approval", map_approval=number) == []


@pytest.mark.parametrize("written", ["审图号：晋S（2023）012号", " 晋S〔2023〕 012号 ", "审图号:晋S(2023)012号"])
def test_number_is_stored_in_one_way_of_writing(written):
    park = ParkFactory(map_approval=written)
    park.full_clean()
    assert park.map_approval == APPROVAL


@pytest.mark.parametrize("number", ["无", "2023-012", "晋S(23)012号", "<b>晋S(2023)012号</b>"])
def test_anything_else_is_refused_in_one_sentence(number):
    sentence = "Write the approval number as it stands on the map, such as GS(2019)1822号 or 晋S(2023)012号."
    assert told_by_database(ParkFactory(), map_approval=number) == sentence
    assert sentences_at(ParkFactory(), "map_approval", map_approval=number)[0] == sentence


def test_systems_of_web_maps_are_refused_by_the_database():
    assert "web maps shift" in told_by_database(ParkFactory(), boundary_system="gcj02")


@pytest.mark.parametrize("text", ["{", "[1]", '{"type": "Point", "coordinates": [1, 2]}'])
def test_text_that_is_no_shape_is_refused(text):
    assert sentences_at(ParkFactory(), "boundary", boundary=text, map_approval=APPROVAL) == [
        "This is no boundary. Choose a GeoJSON file instead."
    ]


def test_comparison_of_versions_names_area_and_points():
    field = ParkFactory()._meta.get_field("boundary")
    with translation.override("en"):
        assert field.in_words(TEXT) == "4.00 km², 5 points"
    assert field.in_words("damaged") == "damaged"
