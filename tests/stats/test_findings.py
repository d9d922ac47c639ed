"""What a title may say, and above all what it may not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from stats import findings
from stats.goals import BEHIND, CLOSED_NO_FIGURE, NOT_MEASURABLE, ON_TRACK, REACHED, Level, Target, progress
from stats.tables import changes
from tests.stats.tables import cell, table_of

THOUSAND = Target(2017, Decimal("358.26"), Decimal(1000), 2020, 2022)


def same(text: str) -> str:
    return text


def trend(*cells, sentence=same) -> str:
    table = table_of({"zone": cells})
    return findings.trend(table, "zone", "Revenue", changes({each.year: each for each in cells}), sentence).text


def test_single_year_is_told_without_any_change():
    assert trend(cell(2017, "358.26")) == "Revenue was 358.26 hundred million yuan in 2017"


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ("110", "up 10.0 % on the year before"),
        ("90", "down 10.0 % on the year before"),
        ("100.01", "about the same as the year before"),
    ],
)
def test_change_says_its_direction_without_a_sign(later, words):
    assert words in trend(cell(2016, "100"), cell(2017, later))


@pytest.mark.parametrize(
    "later",
    [
        cell(2017, "110", qualifier="about"),
        cell(2017, "110", series=1),
        cell(2017, "110", is_sample=True),
        cell(2018, "110"),
    ],
    ids=["qualified", "another definition", "sample after real", "a year between"],
)
def test_change_that_would_mislead_is_not_told(later):
    assert "%" not in trend(cell(2016, "100"), later)


def test_year_without_a_number_does_not_pass_for_the_newest():
    told = trend(cell(2016, "100"), cell(2017, mark="confidential"))
    assert told == "Revenue was 100.00 hundred million yuan in 2016, the last year with a number"


def test_indicator_without_any_number_is_only_named():
    assert trend(cell(2017, mark="not_yet")) == "Revenue"


def test_qualifier_stays_part_of_the_figure():
    assert trend(cell(2017, "4000", qualifier="over")) == "Revenue was over 4,000.00 hundred million yuan in 2017"


def test_sample_is_called_so():
    assert trend(cell(2017, "1", is_sample=True)).startswith("Sample: ")


def test_sentence_is_said_in_the_language_of_the_reader():
    told = trend(cell(2017, "358.26", language="zh"), sentence=lambda text: "%(year)s年%(name)s为%(value)s")
    assert told == "2017年Revenue为358.26亿元"


def comparison(cells: dict, whole=None) -> findings.Finding:
    table = table_of({scope: [each] for scope, each in cells.items()})
    return findings.comparison(table, 2017, "Revenue", whole, same)


def test_leader_is_told_with_its_share_of_the_zone():
    found = comparison({"a": cell(2017, "40"), "b": cell(2017, "30")}, cell(2017, "100"))
    assert (found.text, found.is_computed) == ("Revenue 2017: a accounts for 40 % of the zone", True)


@pytest.mark.parametrize(
    "whole",
    [
        None,
        cell(2017, "39"),
        cell(2017, "100", vintage="flash"),
        cell(2017, "100", qualifier="about"),
        cell(2017, "100", series=1),
        cell(2017, mark="confidential"),
    ],
    ids=["none", "less than its part", "another vintage", "qualified", "another definition", "withheld"],
)
def test_share_needs_a_whole_of_the_same_kind(whole):
    found = comparison({"a": cell(2017, "40"), "b": cell(2017, "30")}, whole)
    told = "Revenue 2017: a is highest of the 2 shown, with 40.00 hundred million yuan"
    assert (found.text, found.is_computed) == (told, False)


@pytest.mark.parametrize(
    "other",
    [
        cell(2017, mark="confidential"),
        cell(2017, "30", qualifier="about"),
        cell(2017, "40"),
        cell(2017, "30", vintage="flash"),
    ],
    ids=["withheld", "qualified", "as much", "another vintage"],
)
def test_nobody_leads_where_another_may_have_more(other):
    assert comparison({"a": cell(2017, "40"), "b": other}, cell(2017, "100")).text == "Revenue 2017, compared"


def test_share_of_percentages_is_no_number():
    rates = {"a": cell(2017, "40", unit="percent"), "b": cell(2017, "30", unit="percent")}
    told = "Revenue 2017: a is highest of the 2 shown, with 40.00 per cent"
    assert comparison(rates, cell(2017, "70", unit="percent")).text == told


def test_averages_that_add_up_to_more_than_the_zone_are_no_shares_of_it():
    """The best paying park has no released figure, so the zone's average lies above both."""
    wages = {"a": cell(2017, "50"), "b": cell(2017, "40")}
    assert "a is highest of the 2 shown" in comparison(wages, cell(2017, "55")).text


def test_parts_that_rounding_makes_more_than_the_zone_are_shares_of_it():
    parts = {"a": cell(2017, "50.2"), "b": cell(2017, "50.1")}
    assert "a accounts for 50.2 % of the zone" in comparison(parts, cell(2017, "100")).text


def course(columns: dict) -> str:
    return findings.course(table_of(columns), "Revenue", same).text


def test_fastest_is_told_where_all_can_be_compared():
    told = course({"a": [cell(2015, "10"), cell(2017, "12")], "b": [cell(2015, "10"), cell(2017, "11")]})
    assert told == "Revenue 2015 to 2017: a grew most of the 2 shown, by 20.0 %"


@pytest.mark.parametrize(
    "other",
    [
        [cell(2015, "10"), cell(2017, mark="confidential")],
        [cell(2015, "10"), cell(2017, "11", series=1)],
        [cell(2017, "11")],
        [cell(2015, "10"), cell(2017, "12")],
    ],
    ids=["withheld", "another definition", "began later", "as fast"],
)
def test_nobody_grew_most_where_another_may_have_grown_more(other):
    assert course({"a": [cell(2015, "10"), cell(2017, "12")], "b": other}) == "Revenue, 2015 to 2017"


def test_growth_counts_only_years_that_can_be_compared():
    told = findings.changes_in_short({2016: Decimal(5), 2017: Decimal("-1.2")}, "Revenue", [], same)
    assert told.text == "Revenue grew in 1 of 2 years; -1.2 % in 2017"


def test_revision_tells_the_first_and_the_last_version_of_the_newest_year():
    versions = [cell(2017, "12", rank=3), cell(2017, "10", vintage="flash", rank=1), cell(2016, "9", rank=3)]
    told = findings.revision(versions, "Revenue", same).text
    assert told == (
        "Revenue of 2017 was revised from 10.00 hundred million yuan (flash) to 12.00 hundred million yuan (annual)"
    )


def test_revision_between_definitions_is_not_told_as_one():
    versions = [cell(2017, "12", rank=3, series=1), cell(2017, "10", vintage="flash", rank=1)]
    assert findings.revision(versions, "Revenue", same).text == "Revenue: years that were released more than once"


@pytest.mark.parametrize(
    ("values", "this_year", "words"),
    [
        ({}, 2018, "The target takes 40.8 % a year until 2020, or 22.8 % until 2022"),
        ({2018: "450"}, 2019, "450.00 hundred million yuan in 2018 keeps to the path to 2022, which asks for 439.90"),
        ({2018: "400"}, 2019, "400.00 hundred million yuan in 2018 misses the path to 2022, which asks for 439.90"),
        ({2021: "1001"}, 2022, "1,001.00 hundred million yuan in 2021: the target is reached"),
        ({2018: "400"}, 2026, "The window closed in 2022, and no released figure decides it"),
    ],
    ids=[NOT_MEASURABLE, ON_TRACK, BEHIND, REACHED, CLOSED_NO_FIGURE],
)
def test_goal_is_told_by_the_figure_that_decides_it(values, this_year, words):
    levels = {year: Level(Decimal(value)) for year, value in values.items()}
    state = progress(THOUSAND, levels, this_year)
    deciding = cell(state.year, values[state.year]) if state.year else None
    told = findings.goal(THOUSAND, state.state, deciding, "hundred million yuan", 2, same).text
    assert told.startswith(words)


def test_goal_whose_window_is_one_year_names_one_path():
    target = replace(THOUSAND, first_target_year=2022)
    assert findings.goal(target, NOT_MEASURABLE, None, "x", 2, same).text == "The target takes 22.8 % a year until 2022"
