import pytest

from parks.models import Zone
from tests.factories import ZoneFactory
from tests.rules import sentences_at, told_by_database, told_by_database_on

pytestmark = pytest.mark.django_db


def test_a_second_zone_takes_the_place_of_the_first():
    ZoneFactory(name_zh="甲")
    Zone(name_zh="乙", short_name_zh="乙").save()
    assert [zone.name_zh for zone in Zone.objects.all()] == ["乙"]


def test_database_holds_one_zone():
    ZoneFactory()
    second = Zone(pk=2, name_zh="乙", short_name_zh="乙")
    sentence = told_by_database_on(lambda: Zone.objects.bulk_create([second]))
    assert sentence == "There is one zone. Change it instead of adding a second."


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "0f5c7a", "#0f5c7a;"])
def test_accent_colour_is_hexadecimal(colour):
    zone = ZoneFactory()
    sentence = "Write the colour as # and six hexadecimal digits, such as #0f5c7a."
    if len(colour) <= 7:
        assert told_by_database(zone, accent_colour=colour) == sentence
    assert sentence in sentences_at(zone, "accent_colour", accent_colour=colour)
