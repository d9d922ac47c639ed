from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from stats.goals import (
    BEHIND,
    CLOSED_NO_FIGURE,
    CLOSED_NOT_REACHED,
    NOT_MEASURABLE,
    ON_TRACK,
    REACHED,
    STATES,
    Level,
    Target,
    arithmetic,
    progress,
)
from tests import oracles

THOUSAND = Target(2017, Decimal("358.26"), Decimal(1000), 2020, 2022)


def state(levels: dict[int, str], this_year: int, target: Target = THOUSAND) -> str:
    return progress(target, {year: Level(Decimal(value)) for year, value in levels.items()}, this_year).state


def test_the_goal_of_the_zone_takes_40_8_per_cent_over_three_years_and_22_8_over_five():
    assert THOUSAND.growth_to(2020) == Decimal("40.8") == oracles.rate_between(Decimal("358.26"), Decimal(1000), 3)
    assert THOUSAND.growth_to(2022) == Decimal("22.8") == oracles.rate_between(Decimal("358.26"), Decimal(1000), 5)


def test_required_path_grows_by_the_same_rate_every_year():
    levels = [THOUSAND.required(year, 2022) for year in range(2017, 2023)]

    ratios = {round(later / earlier, 10) for earlier, later in pairwise(levels)}
    assert len(ratios) == 1
    assert (levels[0], levels[-1]) == (Decimal("358.26"), Decimal(1000))


def test_required_path_stays_at_the_target_after_its_deadline():
    assert THOUSAND.required(2021, 2020) == Decimal(1000)


def test_baseline_alone_measures_nothing():
    assert state({2017: "358.26"}, 2018) == NOT_MEASURABLE


def test_without_any_figure_an_open_window_is_not_measurable_yet():
    assert state({}, 2022) == NOT_MEASURABLE


def test_when_the_window_has_passed_without_a_figure_it_is_said_so():
    assert state({2017: "358.26"}, 2026) == CLOSED_NO_FIGURE


def test_level_on_the_slower_path_is_on_track():
    assert state({2018: "440"}, 2019) == ON_TRACK  # 439.8 is required


def test_level_below_the_slower_path_is_behind():
    assert state({2018: "439"}, 2019) == BEHIND


def test_newest_level_decides():
    assert state({2018: "500", 2019: "510"}, 2020) == BEHIND


def test_target_met_within_the_window_is_reached_for_good():
    assert state({2020: "1000", 2021: "990", 2022: "980"}, 2026) == REACHED


def test_target_met_before_the_window_is_reached():
    assert state({2019: "1000.01"}, 2020) == REACHED


def test_missing_the_target_in_the_last_year_closes_the_goal():
    assert state({2021: "900", 2022: "999.99"}, 2023) == CLOSED_NOT_REACHED


def test_target_met_after_the_window_does_not_count():
    assert state({2022: "999", 2023: "1100"}, 2024) == CLOSED_NOT_REACHED


def test_figure_after_the_window_alone_does_not_say_what_the_last_year_was():
    assert state({2023: "900"}, 2024) == CLOSED_NO_FIGURE


@pytest.mark.parametrize("qualifier", ["over", "exceeding"])
def test_more_than_the_target_reaches_it(qualifier):
    found = progress(THOUSAND, {2020: Level(Decimal(1000), qualifier)}, 2021)
    assert found.state == REACHED


@pytest.mark.parametrize("qualifier", ["about", "nearly"])
def test_about_the_target_decides_nothing(qualifier):
    found = progress(THOUSAND, {2020: Level(Decimal(1000), qualifier)}, 2021)
    assert found.state == NOT_MEASURABLE


def test_lower_bound_below_the_path_decides_nothing():
    found = progress(THOUSAND, {2018: Level(Decimal(400), "over")}, 2019)
    assert found.state == NOT_MEASURABLE


def test_goal_to_sink_is_reached_from_above():
    energy = Target(2020, Decimal(100), Decimal(50), 2025, 2025)
    assert state({2023: "60"}, 2024, energy) == ON_TRACK
    assert state({2023: "90"}, 2024, energy) == BEHIND
    assert state({2025: "50"}, 2026, energy) == REACHED


def test_every_state_has_its_words():
    assert set(STATES) == {REACHED, ON_TRACK, BEHIND, NOT_MEASURABLE, CLOSED_NOT_REACHED, CLOSED_NO_FIGURE}


def test_what_is_printed_decides():
    """439.905 is required in 2018 on the path to 2022; with one decimal 439.9 is printed, and 439.9 keeps to it."""
    printed = replace(THOUSAND, decimals=1)
    assert printed.printed(2018, 2022) == Decimal("439.9")
    assert state({2018: "439.9"}, 2019, printed) == ON_TRACK
    assert state({2018: "439.89"}, 2019, printed) == BEHIND


def test_the_sum_names_level_required_level_and_difference():
    found = progress(THOUSAND, {2019: Level(Decimal(500))}, 2020)
    told = arithmetic(THOUSAND, found)
    assert (told.years, told.of_years, told.is_target) == (2, 5, False)
    assert told.difference == Decimal(500) - THOUSAND.printed(2019, 2022)


def test_a_reached_goal_is_summed_against_the_target():
    found = progress(THOUSAND, {2019: Level(Decimal(1100))}, 2020)
    assert arithmetic(THOUSAND, found).required == Decimal(1000)


def test_without_a_decision_there_is_no_sum():
    assert arithmetic(THOUSAND, progress(THOUSAND, {}, 2018)) is None


def test_an_older_figure_does_not_stand_in_for_a_withheld_one():
    levels = {2018: Level(Decimal(500))}
    assert progress(THOUSAND, levels, 2020, withheld=[2019]).state == NOT_MEASURABLE
    assert progress(THOUSAND, levels, 2020, withheld=[2016, 2023]).state == ON_TRACK


def test_a_newer_figure_in_public_decides_beside_an_older_withheld_one():
    assert progress(THOUSAND, {2019: Level(Decimal(600))}, 2020, withheld=[2018]).state == ON_TRACK


def test_a_closed_window_whose_last_figure_is_withheld_stays_undecided():
    found = progress(THOUSAND, {2021: Level(Decimal(900))}, 2023, withheld=[2022])
    assert found.state == CLOSED_NO_FIGURE
