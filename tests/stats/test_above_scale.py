from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats import above_scale
from stats.above_scale import Status, Threshold, Value, parse_industries, status, threshold_for
from zoneportal.numbers import UNITS

WAN, THOUSAND = UNITS["wan_yuan"], UNITS["thousand_yuan"]


def threshold(industries, minimum, first_year=2011, last_year=None, indicator="revenue"):
    return Threshold(parse_industries(industries), indicator, Decimal(minimum), WAN, first_year, last_year)


OLD_INDUSTRY = threshold("B,C,D", 500, 2000, 2010)
INDUSTRY, WHOLESALE, SERVICES = threshold("B,C,D", 2000), threshold("51", 2000), threshold("I", 2000)
SOFTWARE = threshold("65", 1000, 2020)
ALL = (OLD_INDUSTRY, INDUSTRY, WHOLESALE, SERVICES, SOFTWARE)


def of_industry(wan, year=2025):
    return status("2710", "C", year, {"revenue": Value(Decimal(wan), WAN)}, ALL)


@pytest.mark.parametrize(("wan", "is_above"), [("1999.99", False), ("2000", True), ("999999", True), ("-5", False)])
def test_the_line_itself_is_above(wan, is_above):
    assert of_industry(wan).is_above is is_above


def test_each_year_has_its_own_line():
    assert of_industry("600", 2010).is_above is True
    assert of_industry("600", 2011).is_above is False


def test_the_value_is_converted_to_the_unit_of_the_line():
    in_thousands = {"revenue": Value(Decimal(20_000), THOUSAND)}
    assert status("2710", "C", 2025, in_thousands, ALL).is_above is True


def test_the_narrower_industry_decides():
    assert threshold_for("6510", "I", 2025, ALL) == SOFTWARE
    assert threshold_for("6410", "I", 2025, ALL) == SERVICES


def test_of_two_lines_in_force_the_newer_one_decides():
    newer = threshold("C", 3000, 2024)
    assert threshold_for("2710", "C", 2025, (newer, *ALL)) == threshold_for("2710", "C", 2025, (*ALL, newer)) == newer


def test_what_cannot_be_said_has_its_reason():
    value = {"revenue": Value(Decimal(9), WAN)}
    assert status("", "", 2025, value, ALL) == Status(None, above_scale.NO_INDUSTRY)
    assert status("4710", "E", 2025, value, ALL) == Status(None, above_scale.NO_THRESHOLD)
    assert status("51", "F", 1999, value, ALL) == Status(None, above_scale.NO_THRESHOLD)
    assert status("2710", "C", 2025, {}, ALL) == Status(None, above_scale.NO_VALUE, INDUSTRY)


@pytest.mark.parametrize(
    ("wan", "place"),
    [
        ("1599.99", "below"),
        ("1600", "near_below"),
        ("1999.99", "near_below"),
        ("2000", "near_above"),
        ("2399.99", "near_above"),
        ("2400", "above"),
        ("-1", "below"),
    ],
)
def test_the_watch_list_looks_a_fifth_to_either_side_of_the_line(wan, place):
    assert of_industry(wan).place(Decimal("0.2")) == place


@given(st.decimals("-5000", "9000", places=2), st.decimals("0.01", "0.99", places=2))
def test_place_and_status_never_contradict_each_other(wan, near):
    found = of_industry(wan)
    assert found.is_above is (found.place(near) in ("above", "near_above"))


def test_who_cannot_be_judged_has_no_place():
    assert status("4710", "E", 2025, {}, ALL).place(Decimal("0.2")) is None


def test_a_line_of_zero_takes_everybody_who_answers():
    everybody = (threshold("701", 0),)
    found = status("7010", "K", 2025, {"revenue": Value(Decimal(0), WAN)}, everybody)
    assert (found.is_above, found.place(Decimal("0.2"))) == (True, None)


@pytest.mark.parametrize("text", ["B,C,65", " b， c 、65 ", "B C;65", "B；C,,65,B"])
def test_industries_are_read_as_people_write_them(text):
    assert parse_industries(text) == ("B", "C", "65")
