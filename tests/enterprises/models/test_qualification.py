from datetime import date

import pytest

from enterprises.models import Qualification, QualificationKind
from tests.factories import QualificationFactory, QualificationKindFactory
from tests.rules import sentences_at, told_by_database, told_by_database_on

pytestmark = pytest.mark.django_db


def test_qualification_ends_after_it_begins():
    qualification = QualificationFactory(valid_from=date(2024, 1, 1))
    sentence = "The qualification cannot end before it begins."
    assert told_by_database(qualification, valid_to=date(2023, 12, 31)) == sentence
    assert sentences_at(qualification, "valid_to", valid_to=date(2023, 12, 31)) == [sentence]


def test_qualification_is_recorded_once():
    first = QualificationFactory()
    again = Qualification(enterprise=first.enterprise, kind=first.kind, valid_from=first.valid_from)
    sentence = "This qualification (enterprise, kind, valid from) is on record already."
    assert sentences_at(again, "valid_from") == [sentence]
    assert told_by_database_on(again.save) == sentence


@pytest.mark.parametrize(
    ("first", "last", "is_right"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), True),
        (date(2024, 1, 1), None, False),
        (date(2024, 1, 1), date(2025, 12, 31), False),
        (date(2024, 3, 1), date(2024, 12, 31), False),
    ],
)
def test_yearly_kind_holds_for_a_calendar_year(first, last, is_right):
    kind = QualificationKindFactory(is_yearly=True)
    qualification = QualificationFactory.build(kind=kind, valid_from=first, valid_to=last)
    assert (sentences_at(qualification, "valid_from") == []) is is_right


def test_code_of_a_kind_never_changes():
    kind = QualificationKind.objects.get(pk=QualificationKindFactory().pk)
    assert "This key is fixed" in sentences_at(kind, "code", code="other")[0]


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2023, 12, 31), False), (date(2024, 1, 1), True), (date(2025, 1, 1), True), (date(2025, 1, 2), False)],
)
def test_qualification_holds_from_its_first_to_its_last_day(day, holds):
    QualificationFactory(valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1))
    assert Qualification.objects.as_of(day).exists() is holds
