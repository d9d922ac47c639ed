import pytest

from parks.boundaries import read_boundary
from tests.boundaries import APPROVAL, SQUARE, file_of, polygon
from zoneportal.pages.maps import park_map
from zoneportal.publishing.actions import publish, withdraw

TEXT = read_boundary(file_of(polygon(SQUARE))).as_text()
MAP = '<figure class="park-map">'


@pytest.fixture
def mapped(world):
    for park in (world.park, world.other_park):
        park.boundary, park.map_approval = TEXT, APPROVAL
        park.map_source_zh = "长治市规划和自然资源局"
        park.save()
    publish(content=world.park, by=None)
    return world


def text_of(client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_nothing_is_drawn_where_nothing_is_stored(client, world, language):
    assert MAP not in text_of(client, f"{language}/parks/")
    assert MAP not in text_of(client, f"{language}/parks/{world.park.slug}/")


@pytest.mark.parametrize("language", ["", "/en"])
def test_map_stands_with_its_approval_number_and_source(client, mapped, language):
    for path in ("/parks/", f"/parks/{mapped.park.slug}/"):
        page = text_of(client, f"{language}{path}")
        assert page.count(MAP) == 1
        assert APPROVAL in page
        assert "长治市规划和自然资源局" in page


def test_draft_boundary_is_on_no_map(client, mapped):
    assert MAP not in text_of(client, f"/parks/{mapped.other_park.slug}/")
    assert text_of(client, "/parks/").count('class="map-area"') == 1


def test_withdrawn_park_leaves_the_map(client, mapped):
    withdraw(content=mapped.park, by=None)
    assert MAP not in text_of(client, "/parks/")


def test_all_parks_stand_on_one_map_with_a_legend(client, mapped):
    publish(content=mapped.other_park, by=None)
    page = text_of(client, "/parks/")
    assert page.count('class="map-area"') == page.count('class="map-number"') == 2
    assert page.count(APPROVAL) == 1


def test_map_asks_the_database_nothing(mapped, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert len(park_map([mapped.park, mapped.other_park]).places) == 2
