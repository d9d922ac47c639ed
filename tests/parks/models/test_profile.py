from decimal import Decimal

import pytest

from parks.models import Milestone
from tests.factories import MilestoneFactory, ProfileSectionFactory
from tests.rules import RECORD, sentences_at, told_by_database
from zoneportal.richtext import MAX_CHARACTERS

pytestmark = pytest.mark.django_db

AREA = "The planned area must be greater than zero and below 10,000 km². Check the unit."
YEAR = "The year must lie between 1949 and 2100."
MONTH = "The month must lie between 1 and 12."
DAY = "A day needs its month, and lies between 1 and 31."
RULES = [
    ({"planned_area_km2": Decimal("-7.53"), "legal_standing": "in_force"}, "planned_area_km2", AREA),
    ({"planned_area_km2": Decimal(10_431), "legal_standing": "in_force"}, "planned_area_km2", AREA),
    (
        {"planned_area_km2": Decimal("104.31"), "legal_standing": ""},
        "legal_standing",
        "A planned area is only shown with its legal standing. Choose the standing.",
    ),
    ({"day": 3}, "day", DAY),
]
OUT_OF_RANGE = [
    ({"year": 20177}, "year", YEAR),
    ({"year": 1017}, "year", YEAR),
    ({"month": 13}, "month", MONTH),
    ({"month": 0}, "month", MONTH),
    ({"month": 2, "day": 32}, "day", DAY),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES)
def test_broken_rule_is_told_at_its_field(changes, field, sentence):
    assert sentences_at(MilestoneFactory(), field, **changes) == [sentence]


@pytest.mark.parametrize(("changes", "field", "sentence"), OUT_OF_RANGE)
def test_number_out_of_range_is_told_at_its_field(changes, field, sentence):
    assert sentences_at(MilestoneFactory(), field, **changes) != []


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES + OUT_OF_RANGE)
def test_broken_rule_is_refused_by_the_database(changes, field, sentence):
    assert told_by_database(MilestoneFactory(), **changes) == sentence


@pytest.mark.parametrize(("year", "month", "day"), [(2017, 2, 29), (2017, 4, 31)])
def test_day_that_the_calendar_does_not_have_is_told(year, month, day):
    milestone = MilestoneFactory.build(year=year, month=month, day=day)
    assert sentences_at(milestone, "day") == ["This day does not exist in the calendar."]


@pytest.mark.parametrize(
    ("date", "when"),
    [
        ({"year": 1992}, "1992"),
        ({"year": 2015, "month": 2}, "2015-02"),
        ({"year": 2015, "month": 2, "day": 3}, "2015-02-03"),
    ],
)
def test_date_is_as_precise_as_what_is_known(date, when):
    assert Milestone(**date).when == when


def test_key_of_a_milestone_never_changes():
    milestone = Milestone.objects.get(pk=MilestoneFactory().pk)
    assert "This key is fixed" in sentences_at(milestone, "slug", slug="other")[0]


def test_two_milestones_do_not_share_a_key():
    first, second = MilestoneFactory.create_batch(2)
    assert "already exists" in told_by_database(second, slug=first.slug)


def test_rich_text_beyond_the_limit_is_told_at_its_field():
    section = ProfileSectionFactory.build(body_zh="<p>" + "字" * MAX_CHARACTERS + "</p>")
    assert "at most 60000 fit" in sentences_at(section, "body_zh")[0]


def test_nested_elements_are_refused_before_they_are_cleaned():
    section = ProfileSectionFactory.build(body_zh="<div>" * 8000)
    assert sentences_at(section, "body_zh") == ["This text has too many elements. Paste it again as plain text."]


def test_script_in_a_rich_text_is_taken_out():
    section = ProfileSectionFactory.build(body_zh='<p onclick="x()">正文</p><script>x()</script>')
    assert sentences_at(section, RECORD) == []
    assert section.body_zh == "<p>正文</p>"
