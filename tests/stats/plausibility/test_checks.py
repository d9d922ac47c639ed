from datetime import date
from decimal import Decimal

import pytest

from stats.plausibility.checks import check
from stats.plausibility.reports import Form, Line, Report, Standing
from stats.plausibility.sentences import CHECKS, SENTENCES
from stats.plausibility.thresholds import RULES, Thresholds
from zoneportal.messages import Refused
from zoneportal.numbers import UNITS

NUMBERS = {
    "slip_tolerance": Decimal(50),
    "outlier_rise": Decimal(200),
    "outlier_fall": Decimal(70),
    "peers_needed": Decimal(3),
    "peers_far": Decimal(300),
    "revenue_per_head_most": Decimal(10_000),
    "revenue_per_head_least": Decimal("0.1"),
    "large_money": Decimal(100),
    "large_persons": Decimal(20),
    "large_enterprises": Decimal(3),
    "large_area": Decimal(50),
}
USUAL = Thresholds.of(NUMBERS)
REVENUE, EXPORTS = Line("revenue", UNITS["thousand_yuan"]), Line("exports", UNITS["thousand_yuan"], part_of="revenue")
STAFF, PROFIT = Line("staff", UNITS["person"]), Line("profit", UNITS["thousand_yuan"], may_be_negative=True)
FORM = Form(2025, (REVENUE, EXPORTS, PROFIT, STAFF), revenue="revenue", staff="staff")
FINE = {"revenue": "50000", "exports": "20000", "profit": "-300", "staff": "80"}


def report(values, last=None, **standing):
    numbers = [{code: Decimal(number) for code, number in each.items()} for each in (values, last or {})]
    return Report(*numbers, Standing(**standing))


def found(values, last=None, **standing):
    return [(each.code, each.variant, each.line) for each in check(FORM, report(values, last, **standing), USUAL)]


def test_a_return_like_last_years_raises_no_question():
    assert found(FINE, FINE) == []


def test_a_return_without_a_last_year_raises_no_question_by_itself():
    assert found(FINE) == []


def test_an_empty_return_is_missing_not_implausible():
    assert found({}, FINE, in_zone=False) == []


@pytest.mark.parametrize(
    ("now", "is_strange"), [("149999", False), ("150000", True), ("15001", False), ("15000", True)]
)
def test_a_change_is_strange_from_the_thresholds_on(now, is_strange):
    variant = "rise" if Decimal(now) > 50000 else "fall"
    assert found({"revenue": now, "staff": "9"}, {"revenue": "50000"}) == [("outlier", variant, "revenue")] * is_strange


def test_the_change_is_told_in_per_cent():
    [finding] = check(FORM, report({"revenue": "200000", "staff": "9"}, {"revenue": "50000"}), USUAL)
    assert finding.params["percent"] == "300.0"


def test_small_numbers_may_change_as_they_like():
    assert found({"staff": "19", "revenue": "999"}, {"staff": "3", "revenue": "200"}) == []


def test_a_loss_after_a_profit_is_no_outlier():
    assert found({"profit": "-50000"}, {"profit": "50000"}) == []


def test_a_part_greater_than_its_whole_is_asked_for():
    assert found(FINE | {"exports": "50000.01"}) == [("part_above_whole", "greater", "exports")]


def test_a_part_may_be_all_of_its_whole():
    assert found(FINE | {"exports": "50000"}) == []


def test_a_part_is_compared_in_the_unit_of_its_whole():
    form = Form(2025, (REVENUE, Line("exports", UNITS["wan_yuan"], part_of="revenue")))

    fits, does_not = (report({"revenue": "50000", "exports": exports}) for exports in ("5000", "5001"))

    assert check(form, fits, USUAL) == []
    assert [finding.code for finding in check(form, does_not, USUAL)] == ["part_above_whole"]


def test_a_part_of_a_blank_whole_is_asked_for():
    assert found({"exports": "5", "staff": "1"}) == [("part_above_whole", "blank", "exports")]


def test_a_part_of_a_profit_may_be_greater_than_the_profit():
    lines = (PROFIT, Line("export_profit", PROFIT.unit, part_of="profit"))
    assert check(Form(2025, lines), report({"profit": "1", "export_profit": "9"}), USUAL) == []


@pytest.mark.parametrize(("staff", "variant"), [({"staff": "0"}, "zero"), ({}, "blank")])
def test_revenue_needs_somebody_who_earns_it(staff, variant):
    assert found({"revenue": "50000"} | staff) == [("revenue_without_staff", variant, "staff")]


def test_nobody_asks_for_staff_where_the_form_does_not():
    assert check(Form(2025, (REVENUE,), revenue="revenue"), report({"revenue": "50000"}), USUAL) == []


def test_a_zero_after_a_large_number_may_mean_missing():
    assert found(FINE | {"exports": "0"}, FINE) == [("zero_for_missing", "line", "exports")]


def test_a_zero_after_a_small_number_or_none_is_a_zero():
    assert found(FINE | {"exports": "0"}, FINE | {"exports": "99"}) == []
    assert found(FINE | {"exports": "0"}) == []


def test_zeros_everywhere_are_one_question():
    zeros = dict.fromkeys(FINE, "0")
    assert found(zeros, FINE) == [("zero_for_missing", "all", "")]


def test_staff_is_never_negative_but_a_profit_may_be():
    assert found(FINE | {"staff": "-80"}) == [("negative", "line", "staff")]


def test_who_was_never_registered_in_the_year_is_asked_about():
    assert found(FINE, in_zone=False) == [("not_registered", "never", "")]


@pytest.mark.parametrize(
    ("day", "variants"),
    [
        (date(2024, 12, 31), ["before"]),
        (date(2025, 1, 1), ["within"]),
        (date(2025, 12, 31), ["within"]),
        (date(2026, 1, 1), []),
    ],
)
def test_who_was_deregistered_by_the_end_of_the_year_is_asked_about(day, variants):
    assert [variant for _, variant, _ in found(FINE, deregistered_on=day)] == variants


def test_every_check_has_its_sentences_and_every_sentence_its_check():
    assert {code for code, _variant in SENTENCES} == set(CHECKS)


def test_no_finding_carries_a_value_in_its_params():
    values = FINE | {"revenue": "51234567", "exports": "98765432", "staff": "0"}
    findings = check(FORM, report(values, FINE), USUAL)

    texts = [text for finding in findings for key, text in finding.params.items()]
    assert len(findings) > 2
    assert not any(number in text.replace(",", "") for text in texts for number in ("51234567", "98765432"))


def test_every_finding_can_be_said():
    worlds = [
        check(FORM, report(values, last, **standing), USUAL)
        for values in (FINE, dict.fromkeys(FINE, "0"), FINE | {"revenue": "50000000", "staff": "-1"})
        for last in ({}, FINE, FINE | {"revenue": "100", "exports": "900000"})
        for standing in ({}, {"in_zone": False}, {"deregistered_on": date(2025, 3, 4)})
    ]
    for finding in (finding for world in worlds for finding in world):
        sentence = SENTENCES[finding.code, finding.variant] % finding.params
        assert "%" not in sentence.replace(" %", "")


@pytest.mark.parametrize("rule", RULES)
def test_a_threshold_that_is_not_set_is_named(rule):
    with pytest.raises(Refused) as refused:
        Thresholds.of({code: number for code, number in NUMBERS.items() if code != rule})
    assert rule in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "number"),
    [("slip_tolerance", "200"), ("outlier_fall", "100"), ("outlier_rise", "0"), ("peers_needed", "0")],
)
def test_a_threshold_that_makes_no_sense_is_refused(rule, number):
    with pytest.raises(Refused):
        Thresholds.of(NUMBERS | {rule: Decimal(number)})
