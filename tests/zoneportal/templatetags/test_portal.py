from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tests import factories
from zoneportal.templatetags.portal import day, exact, known_date, lang, moment, number, signed


@pytest.mark.parametrize(
    ("value", "decimals", "shown"), [(Decimal("1234.5"), 2, "1,234.50"), (0, 0, "0"), (None, 2, "")]
)
def test_number_shows_thousands_and_decimals(value, decimals, shown):
    assert number(value, decimals) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("104.31", "104.31"), ("12.00", "12"), ("1000.0000", "1,000"), ("0.00", "0")]
)
def test_exact_number_has_no_empty_decimals(value, shown):
    assert exact(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("3.20", "+3.2"), ("-0.4", "-0.4"), ("0.0", "0")])
def test_change_says_its_direction(value, shown):
    assert signed(Decimal(value)) == shown


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "2026年5月1日"), ("en", "1 May 2026")])
def test_day_is_written_as_the_language_does(language, shown):
    with translation.override(language):
        assert day(date(2026, 5, 1)) == shown


def test_moment_late_in_greenwich_is_the_next_day_in_the_zone():
    assert day(datetime(2026, 11, 22, 16, 28, tzinfo=UTC)) == "2026年11月23日"


def test_moment_stands_in_the_zones_time():
    assert moment(datetime(2026, 11, 22, 1, 30, tzinfo=UTC)) == "2026-11-22 09:30"


@pytest.mark.parametrize(
    ("month", "day_", "chinese", "english"),
    [
        (None, None, "1992年", "1992"),
        (2, None, "1992年2月", "February 1992"),
        (2, 3, "1992年2月3日", "3 February 1992"),
    ],
)
def test_date_is_as_precise_as_what_is_known(month, day_, chinese, english):
    event = factories.MilestoneFactory.build(year=1992, month=month, day=day_)

    assert known_date(event) == chinese
    with translation.override("en"):
        assert known_date(event) == english


def test_chinese_text_on_an_english_page_is_marked():
    park = factories.ParkFactory.build(name_en="", focus_zh="装备制造", focus_en="Equipment")

    assert lang(park, "name") == ""
    with translation.override("en"):
        assert lang(park, "name") == ' lang="zh-Hans"'
        assert lang(park, "focus") == ""
        assert lang(park, "address") == ""
        assert lang(None, "name") == ""
