import random
from datetime import date

import pytest
from django.utils import timezone

from enterprises import credit_code
from enterprises.models import Enterprise, Qualification, Registration, StatusEvent
from tests import factories
from tests.snapshot import replayed
from zoneportal.sample.register import REASON, Surroundings, invent_code, load_enterprises

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def made_surroundings() -> Surroundings:
    factories.ParkFactory.create_batch(2)
    factories.IndustryTagFactory(code="electronics")
    factories.IndustryTagFactory(scheme="strategic")
    for code in ("high_tech", "above_scale"):
        factories.QualificationKindFactory(code=code, is_yearly=code == "above_scale")
    return Surroundings.read(timezone.now(), TODAY)


@pytest.fixture
def surroundings() -> Surroundings:
    return made_surroundings()


@pytest.fixture
def loaded() -> Surroundings:
    return replayed(_made)


def _made() -> Surroundings:
    here = made_surroundings()
    load_enterprises(300, rng=random.Random(1), here=here)
    return here


def test_every_enterprise_is_marked_as_sample(loaded):
    assert Enterprise.objects.filter(is_sample=True, name_zh__startswith="示例").count() == 300


def test_every_enterprise_has_a_valid_code_that_belongs_to_nobody(loaded):
    codes = list(Enterprise.objects.values_list("credit_code", flat=True))
    assert [credit_code.check(code) for code in codes] == codes
    assert {code[2:8] for code in codes} == {credit_code.INVENTED_DIVISION}


def test_code_that_is_taken_is_not_invented_again(surroundings):
    taken = invent_code(random.Random(1), surroundings)
    assert invent_code(random.Random(1), surroundings) != taken


@pytest.mark.parametrize("model", [Enterprise, Registration, StatusEvent, Qualification])
def test_every_row_keeps_the_rules_of_its_model(loaded, model):
    for row in model.objects.all():
        row.full_clean()


def test_every_enterprise_is_public_and_in_a_park(loaded):
    assert Enterprise.objects.confirmed(timezone.now()).count() == 300
    assert not Enterprise.objects.filter(registrations=None).exists()


def test_some_enterprises_moved_between_parks(loaded):
    moved = Registration.objects.filter(end_reason="moved_park")
    assert moved.exists()
    assert all(stay.enterprise.registrations.open().get().start_on == stay.end_on for stay in moved)


def test_above_scale_holds_for_whole_years(loaded):
    years = Qualification.objects.filter(kind__code="above_scale")
    assert {(each.valid_from.month, each.valid_to.month) for each in years} == {(1, 12)}


def test_every_row_has_its_history(loaded):
    for model in (Enterprise, Registration, StatusEvent, Qualification):
        assert model.history.filter(history_change_reason=REASON).count() == model.objects.count()


def test_same_seed_invents_the_same_enterprises(loaded):
    first = list(Enterprise.objects.values_list("name_zh", "credit_code"))
    loaded.codes.clear()
    Registration.objects.all()._raw_delete("default")
    Qualification.objects.all()._raw_delete("default")
    Enterprise.objects.all().delete()
    load_enterprises(300, rng=random.Random(1), here=loaded)
    assert list(Enterprise.objects.values_list("name_zh", "credit_code")) == first
