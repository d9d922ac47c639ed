from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stats.reconciliation import (
    EXPLAINED,
    UNEXPLAINED,
    WITHIN_ROUNDING,
    Number,
    compare,
    contradiction,
    same,
)

EXACT = st.decimals("-99999", "99999", places=4)


def rounded(value, decimals):
    return value.quantize(Decimal(10) ** -decimals, rounding=ROUND_HALF_UP)


def number(amount, decimals=None):
    return Number(Decimal(amount)) if decimals is None else Number.rounded(Decimal(amount), decimals)


def parks(*amounts, decimals=None):
    return {f"park {place}": number(amount, decimals) for place, amount in enumerate(amounts)}


def test_parts_that_come_to_their_whole_differ_by_nothing():
    found = compare(parks("1.5", "2.5"), Number(Decimal(4)))
    assert (found.difference, found.tolerance, found.state("")) == (0, 0, WITHIN_ROUNDING)


def test_exact_numbers_have_no_tolerance():
    assert compare(parks("1.5", "2.5001"), Number(Decimal(4))).state("") == UNEXPLAINED


def test_each_rounded_number_brings_half_of_its_last_place():
    found = compare(parks("1.1", "2.2", "3.3", "4.4", decimals=1), number("11.25", 2))
    assert found.tolerance == Decimal("0.205")


@pytest.mark.parametrize(
    ("whole", "state"), [("11.2", WITHIN_ROUNDING), ("10.8", WITHIN_ROUNDING), ("11.4", UNEXPLAINED)]
)
def test_what_rounding_can_make_is_no_difference(whole, state):
    found = compare(parks("1.1", "2.2", "3.3", "4.4", decimals=1), number(whole, 1))
    assert found.state("") == state


@given(st.lists(EXACT, min_size=1, max_size=8), st.integers(0, 3), st.integers(0, 3))
def test_rounding_alone_never_needs_an_explanation(exact, decimals, of_whole):
    parts = {str(place): number(rounded(part, decimals), decimals) for place, part in enumerate(exact)}
    whole = number(rounded(sum(exact), of_whole), of_whole)
    assert compare(parts, whole).state("") == WITHIN_ROUNDING


@given(st.lists(EXACT, min_size=1, max_size=8), st.integers(0, 3), st.sampled_from([-1, 1]))
def test_more_than_rounding_can_make_is_always_found(exact, decimals, sign):
    place = Decimal(10) ** -decimals
    off = sum(exact) + sign * place * (len(exact) + 2)
    parts = {str(each): number(rounded(part, decimals), decimals) for each, part in enumerate(exact)}
    assert compare(parts, number(rounded(off, decimals), decimals)).state("") == UNEXPLAINED


@given(st.lists(EXACT, min_size=1, max_size=8), EXACT)
def test_parts_and_residual_line_come_to_the_whole(parts, whole):
    found = compare(parks(*parts), Number(whole))
    assert sum(parts) + found.difference == whole


def test_an_explanation_explains_and_blanks_do_not():
    found = compare(parks("1", "2"), Number(Decimal(9)))
    assert [found.state(text) for text in ("", "  ", "两家企业尚未入园")] == [UNEXPLAINED, UNEXPLAINED, EXPLAINED]


def test_a_part_without_a_number_is_no_zero():
    rounded_parts = parks("1.0", "2.0", decimals=1) | {"third": None}
    found = compare(rounded_parts, number("3.1", 1))
    assert (found.missing, found.state("")) == (("third",), UNEXPLAINED)


def test_a_part_without_a_number_matters_not_where_the_others_are_everything():
    assert compare(parks("1", "2") | {"third": None}, Number(Decimal(3))).state("") == WITHIN_ROUNDING


def test_two_sources_agree_as_far_as_both_are_exact():
    ours = Number(Decimal("358.2649"))
    assert same(ours, number("358.26", 2)).state("") == WITHIN_ROUNDING
    assert same(ours, number("358.27", 2)).state("") == UNEXPLAINED


def test_printed_parts_that_do_not_come_to_their_printed_whole_are_found():
    thirds = [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    found = contradiction(thirds, Decimal(100), 0)
    assert found.params() == {"decimals": "0", "parts": "99", "whole": "100"}
    assert found.agrees_at == 2  # 33.3 three times is 99.9


def test_printed_parts_that_agree_are_left_alone():
    assert contradiction([Decimal("1.25"), Decimal("2.75")], Decimal(4), 2) is None


def test_a_real_difference_is_no_contradiction_of_rounding():
    assert contradiction([Decimal(1), Decimal(2)], Decimal(30), 0) is None


def test_numbers_that_were_rounded_at_their_source_agree_with_no_decimals():
    found = contradiction([Decimal("0.3")] * 3, Decimal(1), 1)
    assert (found.parts, found.agrees_at) == (Decimal("0.9"), None)


@given(st.lists(EXACT, min_size=1, max_size=8), st.integers(0, 3))
def test_a_contradiction_is_what_a_reader_adds_up(parts, decimals):
    shown = sum(rounded(part, decimals) for part in parts)
    found = contradiction(parts, sum(parts), decimals)
    assert (found is not None) is (shown != rounded(sum(parts), decimals))


@given(st.lists(EXACT, min_size=1, max_size=8), st.integers(0, 3))
def test_the_decimals_advised_do_agree_and_no_fewer_do(parts, decimals):
    found = contradiction(parts, sum(parts), decimals)
    assume(found)
    agree = [
        more for more in range(decimals, 5) if sum(rounded(part, more) for part in parts) == rounded(sum(parts), more)
    ]
    assert found.agrees_at == agree[0]
