import pytest
from django.db.models import F
from django.utils import timezone

from enterprises.models import IndustryClass
from tests.snapshot import replayed
from zoneportal.content.classification import load_classification

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    replayed(_made)


def _made() -> None:
    load_classification()


def test_every_entry_of_the_standard_is_there(loaded):
    counts = [IndustryClass.objects.filter(level=level).count() for level in (1, 2, 3, 4)]
    assert counts == [20, 97, 473, 1381]


def test_a_class_hangs_below_its_group_division_and_section(loaded):
    entry = IndustryClass.objects.get(code="2720")
    chain = [entry.parent.code, entry.parent.parent.code, entry.parent.parent.parent.code]
    assert chain == ["272", "27", "C"]


def test_every_entry_stands_in_the_section_of_its_parent(loaded):
    below = IndustryClass.objects.exclude(parent=None)
    assert not below.exclude(section=F("parent__section"), level=F("parent__level") + 1).exists()


def test_sections_have_their_official_english_name(loaded):
    assert not IndustryClass.objects.filter(level=1, name_en="").exists()
    assert IndustryClass.objects.get(code="C").name_en == "Manufacturing"


def test_every_entry_has_its_history(loaded):
    assert IndustryClass.history.filter(history_date__lte=timezone.now()).count() == 1971


def test_second_run_finds_nothing_missing(loaded):
    assert load_classification() == []


def test_an_entry_deleted_on_purpose_does_not_come_back(loaded):
    IndustryClass.objects.get(code="2720").delete()
    assert load_classification() == []
