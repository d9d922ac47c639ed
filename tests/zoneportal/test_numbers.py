from decimal import Decimal

import pytest

from zoneportal.messages import Refused
from zoneportal.numbers import (
    UNITS,
    check_digits,
    convert,
    decimals_in,
    decimals_of,
    display,
    find_unit,
    growth,
    required_growth,
    unit_of,
    without_empty_decimals,
)


def in_other_unit(value: str, from_unit: str, to_unit: str) -> Decimal:
    return convert(Decimal(value), unit_of(from_unit), unit_of(to_unit))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("万元", "wan_yuan"),
        ("wan_yuan", "wan_yuan"),
        ("Hundred million yuan", "yi_yuan"),
        ("万元人民币", "wan_yuan"),
        (" 亿 元 ", "yi_yuan"),
        ("km²", "km2"),
        ("㎡", "m2"),
        ("％", "percent"),
        ("家", "enterprise"),
    ],
)
def test_a_unit_is_found_by_code_name_and_alias(text, code):
    assert find_unit(text) is UNITS[code]


def test_an_unknown_unit_is_refused_with_the_known_ones():
    with pytest.raises(Refused, match=r"万美金.*万元"):
        unit_of("万美金")


@pytest.mark.parametrize(
    ("value", "from_unit", "to_unit", "expected"),
    [
        ("358.26", "亿元", "万元", "3582600"),
        ("1250.5", "千元", "万元", "125.05"),
        ("104.31", "平方公里", "亩", "156465"),
        ("104.31", "平方公里", "平方米", "104310000"),
        ("15", "亩", "公顷", "1"),
        ("0.1", "元", "亿元", "0.000000001"),
    ],
)
def test_conversion_is_exact(value, from_unit, to_unit, expected):
    assert in_other_unit(value, from_unit, to_unit) == Decimal(expected)


def test_a_quantity_without_finite_decimal_keeps_fifteen_digits():
    assert in_other_unit("1", "亩", "公顷") == Decimal("0.0666666666666667")


def test_money_is_never_converted_to_area():
    with pytest.raises(Refused):
        in_other_unit("1", "万元", "亩")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("1234.5", 2, "1,234.50"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-1234567", 0, "-1,234,567"),
        ("-0.001", 2, "0.00"),
        ("1E+6", 0, "1,000,000"),
    ],
)
def test_display_rounds_half_up_and_groups_thousands(value, decimals, shown):
    assert display(Decimal(value), decimals) == shown


@pytest.mark.parametrize("value", ["123456789012345", "-0.000123456789012345", "120000000000000.0000"])
def test_fifteen_digits_are_kept(value):
    assert check_digits(Decimal(value)) == Decimal(value)


@pytest.mark.parametrize("value", ["1234567890123456", "0.1234567890123456", "1E+15", "NaN", "Infinity"])
def test_what_sqlite_would_not_give_back_is_refused(value):
    with pytest.raises(Refused):
        check_digits(Decimal(value))


def test_growth_is_a_rounded_percentage():
    assert growth(Decimal("358.26"), Decimal(300)) == Decimal("19.4")


def test_there_is_no_growth_from_zero():
    assert growth(Decimal(5), Decimal(0)) is None


@pytest.mark.parametrize(("years", "rate"), [(3, "40.8"), (5, "22.8")])
def test_the_goal_of_a_thousand_takes_this_growth(years, rate):
    assert required_growth(Decimal("358.26"), Decimal(1000), years) == Decimal(rate)


def test_there_is_no_required_growth_when_no_year_is_left():
    assert required_growth(Decimal(300), Decimal(1000), 0) is None


@pytest.mark.parametrize(
    ("stored", "decimals", "shown"),
    [
        ("358.2600", 2, "358.26"),
        ("4000.0000", 0, "4000"),
        ("0.0000", 0, "0"),
        ("-1.5000", 1, "-1.5"),
        ("1E+3", 0, "1000"),
    ],
)
def test_empty_decimals_of_a_column_are_not_shown(stored, decimals, shown):
    assert decimals_of(Decimal(stored)) == decimals
    assert str(without_empty_decimals(Decimal(stored))) == shown


@pytest.mark.parametrize(("unit", "shown"), [("person", 0), ("enterprise", 0), ("yi_yuan", 2), ("percent", 2)])
def test_of_persons_and_enterprises_there_are_no_parts(unit, shown):
    assert decimals_in(UNITS[unit], 2) == shown
