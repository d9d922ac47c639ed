import pytest

from enterprises.models import IndustryClass, IndustryTag
from tests.factories import IndustryClassFactory, IndustryTagFactory, ParkFactory
from tests.rules import sentences_at, told_by_database, told_by_database_on

pytestmark = pytest.mark.django_db

CODE = "A section is a letter A to T, the rest two to four digits."
PARENT = "Every entry but a section belongs to an entry one level above."


@pytest.fixture
def section():
    return IndustryClassFactory(code="C")


@pytest.fixture
def division(section):
    return IndustryClassFactory(code="24", parent=section)


@pytest.mark.parametrize("code", ["U", "2", "C2", "c", "２４", "24\n"])
def test_code_has_its_form(division, code):
    assert CODE in sentences_at(IndustryClassFactory.build(code="24", parent=division.parent), "code", code=code)
    assert told_by_database(division, code=code) == CODE


def test_code_stands_once_in_an_edition(division):
    again = IndustryClassFactory.build(code="24", parent=division.parent)
    sentence = "This edition has an entry with this code already."
    assert sentences_at(again, "code") == [sentence]
    assert told_by_database_on(lambda: IndustryClass.objects.bulk_create([again])) == sentence


def test_another_edition_stands_beside_the_old_one(division):
    section = IndustryClass.objects.create(edition="2027", code="C", name_zh="制造业", level=1, section="C")
    newer = IndustryClass(edition="2027", code="24", name_zh="行业", level=2, section="C", parent=section)
    newer.full_clean()


def test_entry_below_the_sections_has_a_parent(division):
    assert told_by_database(division, parent=None) == PARENT
    assert sentences_at(division, "parent", parent=None) != []


def test_section_has_no_parent(section, division):
    assert told_by_database(section, parent=division) == PARENT


def test_parent_is_one_level_above(section):
    group = IndustryClassFactory.build(code="244", parent=section)
    assert sentences_at(group, "parent") == [PARENT]


def test_level_fits_the_code(division):
    assert "The level does not fit the code" in sentences_at(division, "level", level=3)[0]


def test_section_letter_is_that_of_the_parent(division):
    assert sentences_at(division, "section", section="A") == ["The section letter is that of the entry it belongs to."]


@pytest.mark.parametrize("name", ["code", "edition"])
def test_key_of_an_entry_never_changes(division, name):
    entry = IndustryClass.objects.get(pk=division.pk)
    assert "This key is fixed" in sentences_at(entry, name, **{name: "25"})[0]


def test_industry_of_the_zone_has_its_name_once_in_a_scheme():
    first, second = IndustryTagFactory.create_batch(2)
    sentence = "This scheme has an industry of this name already."
    assert told_by_database(second, name_zh=first.name_zh) == sentence
    assert sentences_at(second, "name_zh", name_zh=first.name_zh) == [sentence]


def test_same_name_may_stand_in_both_schemes():
    leading = IndustryTagFactory(scheme="leading")
    IndustryTagFactory(scheme="strategic", name_zh=leading.name_zh).full_clean()


def test_code_of_an_industry_never_changes():
    tag = IndustryTag.objects.get(pk=IndustryTagFactory().pk)
    assert "This key is fixed" in sentences_at(tag, "code", code="other")[0]


def test_history_of_an_industry_knows_the_parks_of_its_time():
    tag, park = IndustryTagFactory(), ParkFactory()
    tag.parks.add(park)
    with_park, without = tag.history.order_by("-history_id")[:2]
    assert [row.park for row in with_park.parks.all()] == [park]
    assert without.parks.count() == 0
