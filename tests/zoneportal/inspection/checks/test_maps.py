import pytest

from parks.boundaries import read_boundary
from tests import factories
from tests.boundaries import APPROVAL, SQUARE, file_of, polygon
from zoneportal.inspection.checks import maps

pytestmark = pytest.mark.django_db


def test_version_from_before_the_rule_is_found_and_not_drawn(look, client):
    text = read_boundary(file_of(polygon(SQUARE))).as_text()
    park = factories.ParkFactory(boundary=text, map_approval=APPROVAL, published=True)
    assert look(maps.run) == []
    park.history.update(map_approval="")
    (finding,) = look(maps.run)
    assert (finding.record, finding.anchor) == (park, "map_approval")
    assert 'class="map-area"' not in client.get("/parks/").content.decode()
