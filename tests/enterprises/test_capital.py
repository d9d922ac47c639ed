from decimal import Decimal

import pytest

from enterprises import capital
from enterprises.capital import Capital
from zoneportal.messages import Refused
from zoneportal.numbers import UNITS

WAN, YUAN = UNITS["wan_yuan"], UNITS["yuan"]


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("6,920(万)", "6920", "CNY"),
        ("500(万元)", "500", "CNY"),
        ("10,000(万元人民币)", "10000", "CNY"),
        ("3000万人民币元", "3000", "CNY"),
        ("50万人民币", "50", "CNY"),
        ("10000.0000(万)", "10000", "CNY"),
        ("66万元人民币", "66", "CNY"),
        ("200((万美元))", "200", "USD"),
        ("100( 万人民币元)", "100", "CNY"),
        ("248(万人民币 )", "248", "CNY"),
        ("3200000人民币", "320", "CNY"),
        ("10000(万港元)", "10000", "HKD"),
        ("248(万欧元)", "248", "EUR"),
        ("１０００（万元）", "1000", "CNY"),
        ("人民币1.5亿元", "15000", "CNY"),
        ("USD 100万", "100", "USD"),
        ("12345元", "1.2345", "CNY"),
        ("0万元", "0", "CNY"),
    ],
)
def test_an_amount_with_its_unit_is_read(cell, amount, currency):
    assert capital.parse(cell) == Capital(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("1,234.50", WAN, "1234.5"),
        ("１２３４", WAN, "1234"),
        (1250.5, WAN, "1250.5"),
        (5_000_000, YUAN, "500"),
    ],
)
def test_a_bare_number_takes_the_unit_of_its_column(cell, unit, amount):
    assert capital.parse(cell, unit) == Capital(Decimal(amount))


def test_the_unit_in_the_cell_goes_before_that_of_the_column():
    assert capital.parse("2亿元", WAN).amount_wan == 20_000


@pytest.mark.parametrize("cell", ["N/A", "-", "500()", "500", 500, "—"])
def test_what_states_no_amount_is_unknown_and_said_to_be(cell):
    read = capital.parse(cell)
    assert read.amount_wan is None
    assert str(cell) in str(read.notice)


def test_empty_brackets_are_unknown_whatever_the_column_says():
    assert capital.parse("500()", WAN).amount_wan is None


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_a_blank_cell_is_unknown_without_a_word(cell):
    assert capital.parse(cell) == Capital()


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("100(元/万元)", capital.NOT_READABLE),
        ("万人民币", capital.NOT_READABLE),
        ("(500)万元", capital.NOT_READABLE),
        ("-500万元", capital.NOT_READABLE),
        ("1,23万元", capital.NOT_READABLE),
        ("500~800万元", capital.NOT_READABLE),
        ("500(万元", capital.NOT_READABLE),
        ("美元100万人民币", capital.NOT_READABLE),
        ("٥٠٠万元", capital.NOT_READABLE),
        (True, capital.NOT_READABLE),
        (float("nan"), capital.NOT_READABLE),
        ("1E-06万人民币", capital.SCIENTIFIC),
        ("0.00001万元", capital.TOO_FINE),
    ],
)
def test_no_wrong_amount_is_ever_read(cell, message):
    with pytest.raises(Refused) as refused:
        capital.parse(cell)
    assert refused.value.message == message


def test_a_currency_alone_does_not_say_its_size_in_a_column_of_wan():
    with pytest.raises(Refused) as refused:
        capital.parse("3200000人民币", WAN)
    assert refused.value.message == capital.AMBIGUOUS


def test_an_amount_beyond_fifteen_digits_is_refused():
    with pytest.raises(Refused):
        capital.parse("9" * 40 + "亿元")
