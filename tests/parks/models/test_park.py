from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import IntegrityError

from parks.models import Park, ParkAssignment, ParkFormerName
from tests.factories import ParkFactory, UserFactory
from tests.rules import sentences_at, told_by_database, told_by_database_on

pytestmark = pytest.mark.django_db

AREA = "The area must be greater than zero and below 10,000 km². Check the unit."
RULES = [
    ({"area_km2": Decimal(-1)}, "area_km2", AREA),
    ({"area_km2": Decimal(0)}, "area_km2", AREA),
    ({"area_km2": Decimal(10_431)}, "area_km2", AREA),
    (
        {"valid_from": date(2020, 1, 2), "valid_to": date(2020, 1, 1)},
        "valid_to",
        "The park cannot end before it begins.",
    ),
    (
        {"photo": "parks/a.jpg", "photo_alt_zh": ""},
        "photo_alt_zh",
        "Say in words what the photograph shows, for readers who cannot see it.",
    ),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES)
def test_broken_rule_is_told_at_its_field(changes, field, sentence):
    assert sentence in sentences_at(ParkFactory(), field, **changes)


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES)
def test_broken_rule_is_refused_by_the_database(changes, field, sentence):
    assert told_by_database(ParkFactory(), **changes) == sentence


def test_successor_needs_the_day_of_the_end():
    park, successor = ParkFactory.create_batch(2)
    sentence = "A park with a successor needs the day on which it ended."
    assert told_by_database(park, successor=successor) == sentence
    assert sentences_at(park, "valid_to", successor=successor) == [sentence]


@pytest.mark.parametrize("name", ["code", "slug", "name_zh"])
def test_two_parks_do_not_share(name):
    first, second = ParkFactory.create_batch(2)
    taken = getattr(first, name)
    assert "already exists" in sentences_at(ParkFactory.build(**{name: taken}), name)[0]
    assert "already exists" in told_by_database(second, **{name: taken})


def test_code_never_changes():
    park = Park.objects.get(pk=ParkFactory(code="keji").pk)
    assert "This key is fixed" in sentences_at(park, "code", code="other")[0]
    with pytest.raises(ValidationError, match=r"fixed|固定"):
        park.save()


def test_code_does_not_come_back_changed_with_a_version_of_the_history():
    park = ParkFactory(code="keji")
    version = park.history.get().instance
    assert "This key is fixed" in sentences_at(version, "code", code="other")[0]


def test_a_change_of_another_column_is_taken():
    park = Park.objects.get(pk=ParkFactory().pk)
    assert sentences_at(park, "code", name_zh="新名") == []


def test_parks_do_not_succeed_each_other_in_a_circle():
    first, second = ParkFactory.create_batch(2, valid_to=date(2020, 1, 1))
    second.successor = first
    second.save()
    assert sentences_at(first, "successor", successor=first) == ["A park cannot succeed itself."]
    assert sentences_at(first, "successor", successor=second) == ["A park cannot succeed itself."]


@pytest.mark.only_on("postgresql")
def test_area_that_is_no_number_is_refused_by_the_database():
    park = ParkFactory()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE parks_park SET area_km2 = 'NaN' WHERE id = %s", [park.pk])


def test_area_that_is_no_number_is_told_at_its_field():
    assert sentences_at(ParkFactory(), "area_km2", area_km2=Decimal("NaN")) != []


def test_former_name_is_recorded_once():
    park = ParkFactory()
    name = {"park": park, "name_zh": "旧名", "used_until": date(2020, 1, 1)}
    ParkFormerName.objects.create(**name)
    sentence = "This former name is on record already."
    assert sentences_at(ParkFormerName(**name), "name_zh") == [sentence]
    assert told_by_database_on(lambda: ParkFormerName.objects.bulk_create([ParkFormerName(**name)])) == sentence


def test_user_is_assigned_to_a_park_once():
    park = ParkFactory()
    user = UserFactory(parks=[park])
    sentence = "This user works for this park already."
    assert sentences_at(ParkAssignment(user=user, park=park), "park") == [sentence]
    assert told_by_database_on(lambda: ParkAssignment.objects.create(user=user, park=park)) == sentence


def test_photograph_needs_its_words_in_english_too():
    park = ParkFactory(photo="parks/a.jpg", photo_alt_zh="大门")

    with pytest.raises(ValidationError) as refused:
        park.full_clean()
    assert list(refused.value.message_dict) == ["photo_alt_en"]

    park.photo_alt_en = "The gate"
    park.full_clean()
