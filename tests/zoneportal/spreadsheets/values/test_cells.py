from datetime import date, datetime
from decimal import Decimal

import pytest

from zoneportal.messages import Refused
from zoneportal.spreadsheets.values import cells


@pytest.mark.parametrize("cell", [None, "", " ", "—", "-", "/", "…", "n/a", "无", "\u200b"])
def test_blank_words_are_blank(cell):
    assert cells.is_blank(cell, cells.BLANK_WORDS)


@pytest.mark.parametrize("cell", ["0", 0, False, "无锡"])
def test_a_value_is_not_blank(cell):
    assert not cells.is_blank(cell, cells.BLANK_WORDS)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (" 潞安环能\u200b ", "潞安环能"),
        ("全角（括号）留着", "全角（括号）留着"),
        ("a\r\nb\rc", "a\nb\nc"),
        (360.0, "360"),
        (1.5, "1.5"),
        (date(2015, 2, 4), "2015-02-04"),
        (None, ""),
    ],
)
def test_text_is_kept_as_it_is_read(cell, read):
    assert cells.text(cell) == read


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("a\x00b", cells.CONTROL_CHARACTER),
        ("长治\ufffd", cells.DAMAGED_TEXT),
        ("#REF!", cells.FORMULA_ERROR),
        ("123456", cells.TOO_LONG),
    ],
)
def test_text_that_cannot_be_kept_is_refused(cell, message):
    with pytest.raises(Refused) as refused:
        cells.text(cell, limit=5)
    assert refused.value.message == message


@pytest.mark.parametrize("cell", [" ９１1404ma\n", "911404 MA", "\u202d911404MA\u202c"])
def test_a_code_is_normalised(cell):
    assert cells.code(cell) == "911404MA"


@pytest.mark.parametrize("cell", [9.11404918268844e17, 2442, "9.11404E+17"])
def test_a_code_stored_as_a_number_is_refused(cell):
    with pytest.raises(Refused) as refused:
        cells.code(cell)
    assert refused.value.message == cells.NUMBER_AS_CODE


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("１２３４．５", "1234.5"),
        (" 1 234 ", "1234"),
        ("-3", "-3"),
        ("+3", "3"),
        (1250.5, "1250.5"),
        (0.1 + 0.2, "0.3"),
        (100.0, "100"),
        (7, "7"),
    ],
)
def test_an_amount_is_read_without_binary_arithmetic(cell, amount):
    assert cells.decimal(cell) == Decimal(amount)
    assert not isinstance(cells.decimal(cell), float)


def test_an_empty_cell_is_no_amount():
    assert cells.decimal("  ") is None


@pytest.mark.parametrize(
    "cell",
    [
        "1,23",
        "1e5",
        "1_000",
        "NaN",
        "inf",
        "٣",
        "十",
        "12.5.1",
        "12万元",
        "—",
        True,
        float("nan"),
        float("inf"),
        date(2015, 1, 1),
    ],
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(Refused) as refused:
        cells.decimal(cell)
    assert refused.value.message == cells.NOT_A_NUMBER


@pytest.mark.parametrize("cell", ["(500)", "（1,000）"])
def test_a_number_in_brackets_is_not_taken_for_negative_or_positive(cell):
    with pytest.raises(Refused) as refused:
        cells.decimal(cell)
    assert refused.value.message == cells.BRACKETED_NUMBER


@pytest.mark.parametrize("cell", ["1234567890123456", 1e300, 10**20])
def test_more_digits_than_are_stored_are_refused(cell):
    with pytest.raises(Refused):
        cells.decimal(cell)


def test_a_fraction_is_no_whole_number():
    with pytest.raises(Refused) as refused:
        cells.integer("1.5")
    assert refused.value.message == cells.NOT_WHOLE


@pytest.mark.parametrize("cell", [2017, 2017.0, "2017", "2017年", "２０１７ 年", "2017年度"])
def test_a_year_is_read(cell):
    assert cells.year(cell) == 2017


@pytest.mark.parametrize("cell", [20177, "1948", "2101", "17", "2017.5", "去年", True])
def test_a_wrong_year_is_refused(cell):
    with pytest.raises(Refused) as refused:
        cells.year(cell)
    assert refused.value.message == cells.NOT_A_YEAR


@pytest.mark.parametrize(
    "cell",
    [
        "2015-02-04",
        "2015/2/4",
        "2015.2.4",
        "20150204",
        "2015年2月4日",
        "2015年02月04日",
        "２０１５－０２－０４",
        "2015-02-04 00:00:00",
        date(2015, 2, 4),
        datetime(2015, 2, 4, 12, 30),  # noqa: DTZ001 - a sheet knows no zone
        42039,
        42039.0,
        20150204,
        20150204.0,
    ],
)
def test_a_date_is_read_in_the_common_forms(cell):
    assert cells.day(cell) == date(2015, 2, 4)


def test_a_serial_of_an_old_mac_counts_from_1904():
    assert cells.day(40577, has_1904_dates=True) == date(2015, 2, 4)


@pytest.mark.parametrize("cell", ["2015-02-30", "2015-13-01", "04/02/2015", "2015年2月", "昨天", 20150230, 1.0, True])
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(Refused) as refused:
        cells.day(cell)
    assert refused.value.message == cells.NOT_A_DATE


@pytest.mark.parametrize("cell", ["1900-01-01", "20177-01-01", date(2200, 1, 1), 2015])
def test_a_date_outside_the_years_is_refused(cell):
    with pytest.raises(Refused):
        cells.day(cell)


@pytest.mark.parametrize(("cell", "truth"), [("是", True), ("√", True), (True, True), ("否", False), (0, False)])
def test_yes_and_no_are_read(cell, truth):
    assert cells.boolean(cell) is truth


def test_anything_but_yes_and_no_is_refused():
    with pytest.raises(Refused):
        cells.boolean("也许")


STATUSES = {"active": ["存续", "在业", "active"], "revoked": ["吊销"]}


@pytest.mark.parametrize("cell", ["存续", " 在 业", "Active", "active"])
def test_a_choice_is_found_by_label_and_code(cell):
    assert cells.choice(cell, STATUSES) == "active"


def test_an_unknown_choice_is_refused_with_the_choices():
    with pytest.raises(Refused, match="存续、吊销"):
        cells.choice("迁出", STATUSES)
