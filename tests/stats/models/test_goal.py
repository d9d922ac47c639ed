from decimal import Decimal

import pytest

from tests.factories import GoalFactory
from tests.rules import sentences_at, told_by_database

pytestmark = pytest.mark.django_db

RULES = [
    ({"baseline_year": 2020}, "first_target_year", "The window must begin after the baseline year."),
    ({"last_target_year": 2019}, "last_target_year", "The window cannot end before it begins."),
    ({"baseline_value": Decimal(0)}, "baseline_value", "The baseline must be greater than zero."),
    ({"target_value": Decimal(-1000)}, "target_value", "The target must be greater than zero."),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES)
def test_broken_rule_is_told_at_its_field(changes, field, sentence):
    assert sentences_at(GoalFactory(), field, **changes) == [sentence]


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES)
def test_broken_rule_is_refused_by_the_database(changes, field, sentence):
    assert told_by_database(GoalFactory(), **changes) == sentence


@pytest.mark.parametrize("name", ["baseline_year", "last_target_year"])
def test_years_are_in_range(name):
    year = {"baseline_year": 1948, "last_target_year": 20177}[name]
    assert told_by_database(GoalFactory(), **{name: year}) == "The years must lie between 1949 and 2100."
    assert sentences_at(GoalFactory(), name, **{name: year}) != []


def test_the_choice_of_indicator_and_window_must_be_explained():
    assert sentences_at(GoalFactory(), "choice_note_zh", choice_note_zh="") != []
