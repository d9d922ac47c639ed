import random
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import IntegrityError

from enterprises.credit_code import invent
from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseTag
from enterprises.models.enterprise import draw_numbers
from tests.factories import EnterpriseFactory, IndustryTagFactory, RegistrationFactory
from tests.rules import RECORD, sentences_at, told_by_database, told_by_database_on

pytestmark = pytest.mark.django_db

VALID = invent(random.Random(0))
FORM = "A credit code has 18 digits and capital letters, without I, O, S, V and Z."
MONEY = "Registered capital needs its amount and its currency."
RULES = [
    ({"old_registration_number": "1404001"}, "old_registration_number"),
    ({"capital_wan": Decimal(500), "capital_currency": ""}, "capital_currency"),
    ({"capital_wan": None, "capital_currency": "CNY"}, "capital_currency"),
    ({"capital_wan": Decimal(-1), "capital_currency": "CNY"}, "capital_wan"),
    ({"name_zh": ""}, "name_zh"),
]
SENTENCES = [
    "The registration number from before 2015 has 15 digits.",
    MONEY,
    MONEY,
    "Registered capital cannot be negative.",
    "An enterprise needs its name.",
]


@pytest.mark.parametrize(("changes", "field"), RULES)
def test_broken_rule_is_told_at_its_field(changes, field):
    assert sentences_at(EnterpriseFactory(), field, **changes) != []


@pytest.mark.parametrize(("rule", "sentence"), list(zip(RULES, SENTENCES, strict=True)))
def test_broken_rule_is_refused_by_the_database(rule, sentence):
    assert told_by_database(EnterpriseFactory(), **rule[0]) == sentence


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (VALID[:-1], "18 characters"),
        (VALID[:-1] + "I", "never I, O, S, V or Z"),
        (VALID[:2] + "ABCDEF" + VALID[8:], "the division"),
        (VALID[:-1] + ("0" if VALID[-1] != "0" else "1"), "check character"),
    ],
)
def test_wrong_credit_code_is_told_with_its_reason(code, reason):
    assert reason in sentences_at(EnterpriseFactory(), "credit_code", credit_code=code)[0]


@pytest.mark.parametrize("code", ["91140", "91140499ma00000000", VALID[:-1] + "O", "", VALID[:-1] + "\n"])
def test_malformed_credit_code_is_refused_by_the_database(code):
    assert told_by_database(EnterpriseFactory(), credit_code=code) == FORM


def test_two_enterprises_do_not_share_a_credit_code():
    first, second = EnterpriseFactory.create_batch(2)
    code = first.credit_code
    assert "already exists" in sentences_at(EnterpriseFactory.build(), "credit_code", credit_code=code)[0]
    assert "already exists" in told_by_database(second, credit_code=code)


def test_many_enterprises_may_be_without_code():
    EnterpriseFactory(credit_code=None)
    blank = EnterpriseFactory.build(credit_code="")
    assert sentences_at(blank, RECORD) == []
    assert blank.credit_code is None


def test_number_is_issued_with_the_first_saving():
    first, second = EnterpriseFactory.create_batch(2)
    assert int(second.number[1:]) == int(first.number[1:]) + 1


def test_number_never_changes():
    enterprise = Enterprise.objects.get(pk=EnterpriseFactory().pk)
    assert "This key is fixed" in sentences_at(enterprise, "number", number="E999999")[0]
    with pytest.raises(ValidationError):
        enterprise.save()


def test_numbers_of_deleted_enterprises_are_not_issued_again():
    enterprise = EnterpriseFactory()
    number = enterprise.number
    enterprise.delete()
    assert EnterpriseFactory().number != number


def test_many_numbers_are_drawn_at_once():
    first, second = draw_numbers(3), draw_numbers(2)
    assert [int(number[1:]) for number in first + second] == list(range(int(first[0][1:]), int(first[0][1:]) + 5))


def test_enterprise_with_a_registration_is_not_deleted():
    registration = RegistrationFactory()
    with pytest.raises(ProtectedError):
        registration.enterprise.delete()


@pytest.mark.only_on("postgresql")
def test_capital_that_is_no_number_is_refused_by_the_database():
    enterprise = EnterpriseFactory(capital_wan=1, capital_currency="CNY")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_enterprise SET capital_wan = 'NaN' WHERE id = %s", [enterprise.pk])


def test_former_name_is_recorded_once():
    enterprise = EnterpriseFactory()
    EnterpriseFormerName.objects.create(enterprise=enterprise, name_zh="旧名")
    again = EnterpriseFormerName(enterprise=enterprise, name_zh="旧名")
    sentence = "This former name is on record already."
    assert sentences_at(again, "name_zh") == [sentence]
    assert told_by_database_on(again.save) == sentence


def test_enterprise_has_an_industry_once():
    enterprise, industry = EnterpriseFactory(), IndustryTagFactory()
    EnterpriseTag.objects.create(enterprise=enterprise, industry=industry)
    again = EnterpriseTag(enterprise=enterprise, industry=industry)
    sentence = "The enterprise has this industry already."
    assert sentences_at(again, "industry") == [sentence]
    assert told_by_database_on(again.save) == sentence


def test_enterprise_has_one_main_industry():
    enterprise = EnterpriseFactory()
    first, second = IndustryTagFactory.create_batch(2)
    EnterpriseTag.objects.create(enterprise=enterprise, industry=first, is_main=True)
    another = EnterpriseTag(enterprise=enterprise, industry=second, is_main=True)
    sentence = "An enterprise has one main industry."
    assert sentences_at(another, "is_main") == [sentence]
    assert told_by_database_on(another.save) == sentence
