from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.plausibility.checks import check, without_comparison
from stats.plausibility.peers import ALL, Circle
from stats.plausibility.reports import Form, Line, Report
from stats.plausibility.sentences import asked_about
from stats.plausibility.slips import unit_meant
from stats.plausibility.thresholds import Thresholds
from zoneportal.numbers import UNITS

THRESHOLDS = Thresholds(
    slip_tolerance=Decimal(50),
    outlier_rise=Decimal(200),
    outlier_fall=Decimal(70),
    peers_needed=Decimal(3),
    peers_far=Decimal(300),
    revenue_per_head_most=Decimal(10_000),
    revenue_per_head_least=Decimal("0.1"),
    large={"money": Decimal(100), "persons": Decimal(20), "enterprises": Decimal(3), "area": Decimal(50)},
)
REVENUE, STAFF = Line("revenue", UNITS["thousand_yuan"]), Line("staff", UNITS["person"])
FORM = Form(2025, (REVENUE, STAFF), revenue="revenue", staff="staff")
MONEY = st.decimals(min_value=1000, max_value=10**8, places=2)


def numbers(**values):
    return {code: Decimal(number) for code, number in values.items()}


def said(values, last=None, circle=None, form=FORM):
    findings = check(form, Report(values, last or {}), THRESHOLDS, [circle] if circle else [])
    return [(each.line, each.variant, each.params.get("times"), each.params.get("meant")) for each in findings]


def industry_of(*pairs):
    return Circle([numbers(revenue=revenue, staff=staff) for revenue, staff in pairs], "staff")


@pytest.mark.parametrize(
    ("unit", "factor", "variant", "meant"),
    [
        ("thousand_yuan", "1000", "last_above_unit", "yuan"),
        ("wan_yuan", "10000", "last_above_unit", "yuan"),
        ("wan_yuan", "10", "last_above_unit", "thousand_yuan"),
        ("thousand_yuan", "0.1", "last_below_unit", "wan_yuan"),
        ("wan_yuan", "0.0001", "last_below_unit", "yi_yuan"),
        ("yuan", "10", "last_above", None),
        ("yi_yuan", "1000", "last_above", None),
        ("yuan", "0.001", "last_below_unit", "thousand_yuan"),
        ("yi_yuan", "0.1", "last_below", None),
    ],
)
def test_a_number_in_another_unit_is_called_by_that_unit(unit, factor, variant, meant):
    line = Line("revenue", UNITS[unit])
    last = Decimal(3) * 10**9 / UNITS[unit].factor

    [(_line, was, _times, unit_said)] = said(
        {"revenue": last * Decimal(factor)}, {"revenue": last}, form=Form(2025, (line,))
    )

    assert (was, unit_said) == (variant, meant)


@given(last=MONEY, slip=st.sampled_from([10, 1000, 10000]), growth=st.decimals("0.7", "1.49", places=2))
def test_a_slip_is_seen_through_any_usual_growth(last, slip, growth):
    [(line, variant, times, _)] = said({"revenue": last * slip * growth, "staff": Decimal(9)}, {"revenue": last})
    assert (line, variant.startswith("last_above"), times) == ("revenue", True, f"{slip:,}")


@given(last=MONEY, slip=st.sampled_from([10, 1000, 10000]), growth=st.decimals("0.7", "1.49", places=2))
def test_a_slip_is_seen_from_the_other_side_as_well(last, slip, growth):
    [(line, variant, times, _)] = said({"revenue": last, "staff": Decimal(9)}, {"revenue": last * slip * growth})
    assert (line, variant.startswith("last_below"), times) == ("revenue", True, f"{slip:,}")


@given(last=MONEY, growth=st.decimals("0.35", "2.9", places=2))
def test_usual_growth_is_no_slip(last, growth):
    assert said({"revenue": last * growth, "staff": Decimal(9)}, {"revenue": last}) == []


@given(last=MONEY, ratio=st.decimals("0.00001", "200000", places=5))
def test_what_is_called_a_slip_is_near_the_number_named_and_to_no_other(last, ratio):
    value = last * ratio
    findings = check(FORM, Report({"revenue": value, "staff": Decimal(9)}, {"revenue": last}), THRESHOLDS)
    slips = [each for each in findings if each.code == "unit_slip"]

    larger, smaller = max(value, last), min(value, last)
    near = [times for times in (10, 1000, 10000) if smaller * times * 2 / 3 <= larger <= smaller * times * 3 / 2]
    assert [each.params["times"] for each in slips] == [f"{times:,}" for times in near]


def test_a_loss_in_another_unit_is_a_slip_as_well():
    form = Form(2025, (Line("profit", UNITS["thousand_yuan"], may_be_negative=True),))
    [(_, variant, _, meant)] = said(numbers(profit="-5000000"), numbers(profit="-5100"), form=form)
    assert (variant, meant) == ("last_above_unit", "yuan")


def test_a_slip_is_one_question_not_two():
    values, last = numbers(revenue="50000000", staff="80"), numbers(revenue="50000", staff="80")
    assert len(said(values, last)) == 1


def test_a_new_enterprise_is_compared_with_its_industry_by_head():
    peers = industry_of(("50000", "80"), ("4000", "8"), ("900000", "1200"), ("700000", "1"))

    assert said(numbers(revenue="700000", staff="1"), circle=peers) == [
        ("revenue", "peers_above_unit", "1,000", "yuan")
    ]


def test_a_large_enterprise_is_no_slip():
    peers = industry_of(("50000", "80"), ("4000", "8"), ("9000", "15"), ("600000", "1000"))
    assert said(numbers(revenue="600000", staff="1000"), circle=peers) == []


def test_who_earns_ten_times_the_usual_is_asked_once_and_not_every_year():
    peers = industry_of(("50000", "80"), ("4000", "8"), ("9000", "15"), ("480000", "80"))
    rich = numbers(revenue="480000", staff="80")

    assert said(rich, circle=peers) == [("revenue", "peers_above", "10", None)]
    assert said(rich, last=rich, circle=peers) == []


def test_the_same_slip_two_years_in_a_row_is_found_by_the_industry():
    peers = industry_of(("50000", "80"), ("4000", "8"), ("9000", "15"), ("48000000", "80"))
    slipped = numbers(revenue="48000000", staff="80")
    assert said(slipped, last=slipped, circle=peers) == [("revenue", "peers_above_unit", "1,000", "yuan")]


def test_too_few_peers_say_nothing():
    peers = industry_of(("50000", "80"), ("4000", "8"), ("700000", "8"))
    assert said(numbers(revenue="700000", staff="8"), circle=peers) == []


def circles(few, many):
    """An industry in which few have answered, and everybody: pairs of revenue and staff."""
    made = [[numbers(revenue=revenue, staff=staff) for revenue, staff in pairs] for pairs in (few, [*few, *many])]
    return [Circle(made[0], "staff"), Circle(made[1], "staff", ALL)]


OTHERS = [("50000", "80"), ("4000", "8"), ("9000", "15"), ("200000", "90"), ("30000", "70")]


@pytest.mark.parametrize(
    ("revenue", "variant"),
    [("40000000", "far_above"), ("15000000", "far_above"), ("3000000", None), ("40000", None), ("40", "far_below")],
)
def test_where_few_of_the_industry_answered_all_returns_are_the_measure(revenue, variant):
    """Of who has no last year: from a ratio on that no enterprise has by nature."""
    own = (revenue, "80")
    findings = check(FORM, Report(numbers(revenue=revenue, staff="80")), THRESHOLDS, circles([own], OTHERS))

    assert [each.variant for each in findings] == [variant] * bool(variant)
    assert [each.params["among"] for each in findings] == ["all"] * bool(variant)


def test_the_industry_is_asked_before_all_returns():
    rich = [("900000", "80"), ("700000", "60"), ("800000", "70")]
    values = numbers(revenue="36000000", staff="80")
    found = check(FORM, Report(values), THRESHOLDS, circles([("36000000", "80"), *rich], OTHERS))
    assert found == []


def test_who_had_as_much_last_year_is_asked_from_a_thousand_times_on():
    values = numbers(revenue="15000000", staff="80")
    own = ("15000000", "80")
    assert check(FORM, Report(values, values), THRESHOLDS, circles([own], OTHERS)) == []
    assert check(FORM, Report(values), THRESHOLDS, circles([own], OTHERS)) != []


def test_a_crowd_is_asked_about_among_all_returns_once():
    values, own = numbers(revenue="9000000", staff="90000"), ("9000000", "90000")
    [finding] = check(FORM, Report(values), THRESHOLDS, circles([own], OTHERS))

    assert (finding.line, finding.variant) == ("staff", "level_above")
    assert check(FORM, Report(values, values), THRESHOLDS, circles([own], OTHERS)) == []


@pytest.mark.parametrize(
    ("revenue", "staff", "variant"),
    [
        ("100000", "1", None),
        ("100010", "1", "per_head_above"),
        ("79", "80", "per_head_below"),
        ("80", "80", None),
        ("1", "19", None),
        ("0", "80", None),
    ],
)
def test_a_revenue_by_head_that_nobody_has_needs_no_others(revenue, staff, variant):
    found = said(numbers(revenue=revenue, staff=staff))
    assert found == [("revenue", variant, None, None)] * bool(variant)


def test_a_revenue_by_head_like_last_years_is_asked_about_no_more():
    values = numbers(revenue="100010", staff="1")
    assert said(values, last=values) == []


@given(st.lists(MONEY, max_size=6), st.lists(MONEY, max_size=6), MONEY)
def test_no_return_of_others_moves_what_an_explanation_is_about(some, others, revenue):
    values = {"revenue": revenue, "staff": Decimal(80)}
    asked = []
    for heads_of_others in (some, others):
        peers = [{"revenue": each, "staff": Decimal(7)} for each in heads_of_others]
        both = [Circle([values, *peers], "staff"), Circle([values, *peers, *peers], "staff", ALL)]
        found = check(FORM, Report(values), THRESHOLDS, both)
        asked.append([asked_about(each.code, {**each.params, "variant": each.variant, "beside": each.beside})
                      for each in found if each.line == "revenue"])  # fmt: skip
    assert not all(asked) or asked[0] == asked[1]


@pytest.mark.parametrize(("others", "bare"), [(3, []), (2, ["revenue", "staff"])])
def test_a_number_beside_which_nothing_stands_is_named(others, bare):
    answered = {"revenue": others + 1, "staff": others + 1}
    assert without_comparison(FORM, Report(numbers(revenue="5", staff="1")), answered, THRESHOLDS) == bare


def test_last_year_is_something_to_compare_with_and_a_zero_says_nothing():
    report = Report(numbers(revenue="5", staff="0"), numbers(revenue="4"))
    assert without_comparison(FORM, report, {"revenue": 1, "staff": 0}, THRESHOLDS) == []


def test_without_staff_only_levels_far_above_the_usual_are_asked_for():
    form = Form(2025, (REVENUE,))
    peers = Circle([numbers(revenue=each) for each in ("5000", "6000", "7000", "6000000", "60000")], "")

    assert said(numbers(revenue="6000000"), circle=peers, form=form) == [
        ("revenue", "peers_above_unit", "1,000", "yuan")
    ]
    assert said(numbers(revenue="60000"), circle=peers, form=form) == []


def test_a_crowd_of_staff_is_asked_for_and_a_handful_is_not():
    peers = industry_of(*[("50000", "80")] * 4, ("50000", "80000"))
    assert ("staff", "peers_above", "1,000", None) in said(numbers(revenue="50000", staff="80000"), circle=peers)
    big = industry_of(*[("50000000", "50000")] * 4, ("50000", "50"))
    assert said(numbers(revenue="50000", staff="50"), circle=big) == []


@given(st.lists(MONEY, min_size=2, max_size=9), st.data())
def test_the_median_of_the_others_is_that_of_a_list_without_one(values, data):
    chosen = data.draw(st.sampled_from(values))
    others = sorted(values)
    others.remove(chosen)
    middle = len(others) // 2
    expected = others[middle] if len(others) % 2 else (others[middle - 1] + others[middle]) / 2

    assert Circle([{"revenue": each} for each in values], "").levels["revenue"].median_without(chosen) == expected


def test_a_unit_meant_exists_only_where_people_write_it():
    assert unit_meant(UNITS["hectare"], Decimal(10000)) == UNITS["m2"]
    assert unit_meant(UNITS["person"], Decimal(10)) is None
