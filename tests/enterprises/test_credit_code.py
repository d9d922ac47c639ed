import random
import re

import pytest
from stdnum.cn import uscc

from enterprises import credit_code
from enterprises.credit_code import Found
from zoneportal.messages import Refused

VALID = "91140403MA0F7LB96M"


@pytest.mark.parametrize("cell", [None, "", "  ", "无", "N/A", "—", "/", "…"])
def test_a_placeholder_means_that_the_code_is_unknown(cell):
    assert credit_code.read(cell) == Found()


@pytest.mark.parametrize(
    "cell",
    [
        VALID,
        VALID.lower(),
        f" {VALID} ",
        f"{VALID[:8]} {VALID[8:]}",
        f"\u202d{VALID}\u202c",
        "".join(chr(ord(character) + 0xFEE0) for character in VALID),
    ],
)
def test_a_code_is_normalised(cell):
    assert credit_code.read(cell) == Found(code=VALID)


def test_fifteen_digits_are_the_old_registration_number():
    assert credit_code.read("140400123456789") == Found(old_number="140400123456789")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (VALID[:-1], credit_code.WRONG_LENGTH),
        (VALID + "1", credit_code.WRONG_LENGTH),
        (VALID[:-1] + "N", credit_code.WRONG_CHECK),
        (VALID[:-1] + "O", credit_code.FORBIDDEN_CHARACTER),
        ("①" + VALID[1:], credit_code.FORBIDDEN_CHARACTER),
        ("9114A403MA0F7LB96M", credit_code.WRONG_SHAPE),
        ("9.11404E+17", credit_code.LOST_DIGITS),
        (9.11404918268844e17, credit_code.LOST_DIGITS),
        (911404918268844633, credit_code.LOST_DIGITS),
    ],
)
def test_a_wrong_code_is_refused_with_its_reason(cell, message):
    with pytest.raises(Refused) as refused:
        credit_code.read(cell)
    assert refused.value.message == message


def test_a_rural_collective_has_a_letter_for_authority():
    body = "N2140499MA1234567"
    code = body + uscc.calc_check_digit(body)
    assert credit_code.read(code) == Found(code=code)


def test_the_pattern_for_the_database_lets_no_line_break_through():
    assert re.search(credit_code.REGEX, VALID)
    assert not re.search(credit_code.REGEX, VALID + "\n")


def test_the_second_character_tells_an_individual_business():
    assert credit_code.is_individual_business("92140491739640175E")
    assert not credit_code.is_individual_business(VALID)


def test_invented_codes_are_valid():
    rng = random.Random(1)
    for _ in range(100):
        assert uscc.is_valid(credit_code.invent(rng))


def test_invented_codes_repeat_with_the_same_seed():
    assert credit_code.invent(random.Random(7)) == credit_code.invent(random.Random(7))


def test_the_check_character_is_the_one_of_the_library():
    rng = random.Random(1)
    for _each in range(500):
        code = credit_code.invent(rng)
        assert credit_code.check(code) == code
        for wrong in set(credit_code.ALPHABET) - {code[-1]}:
            assert uscc.calc_check_digit(code[:-1]) != wrong
            with pytest.raises(Refused):
                credit_code.check(code[:-1] + wrong)
