"""Whatever stands in a cell, a header or a file: a value, or a sentence; and never a wrong amount."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import gettext
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enterprises import capital, credit_code
from tests.hostile_sheets import amounts
from tests.hostile_sheets.binary import one, xls
from tests.hostile_sheets.parts import xlsx
from zoneportal.messages import Refused
from zoneportal.numbers import UNITS
from zoneportal.spreadsheets.files import parsing, reading
from zoneportal.spreadsheets.files.limits import Limits
from zoneportal.spreadsheets.layout import headers
from zoneportal.spreadsheets.sheets.widgets import Hints, Quantity
from zoneportal.spreadsheets.values import cells

INVISIBLE = "\u200b\u200e\u202e\u2066\u2069\ufeff\u00ad\u3000\u00a0\t\r\n\0\x1b\ufffd\ud800"
pytestmark = pytest.mark.only_on("sqlite")  # no database makes a difference
ODD = INVISIBLE + "٣三①²½Ⅷ１２，．（）［］【】－＋％¥$'\"=@<>&%{}\\"
UNITS_AS_WRITTEN = "元万千百亿美港币人民欧日整,.-+()[]【】 0123456789eE"
hostile_texts = st.text(st.one_of(st.sampled_from(ODD + UNITS_AS_WRITTEN), st.characters()), max_size=40)
hostile_cells = st.one_of(
    hostile_texts, st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes()
)
READERS = {
    "text": cells.text,
    "short text": lambda cell: cells.text(cell, 10),
    "code": cells.code,
    "decimal": cells.decimal,
    "integer": cells.integer,
    "year": cells.year,
    "day": cells.day,
    "day from 1904": lambda cell: cells.day(cell, True),
    "boolean": cells.boolean,
    "choice": lambda cell: cells.choice(cell, {"active": ("存续", "在业"), "gone": ("注销",)}),
    "capital": capital.parse,
    "capital in 万": lambda cell: capital.parse(cell, UNITS["wan_yuan"]),
    "credit code": credit_code.read,
}
COLUMNS = [
    headers.Column("name", ("企业名称", "name"), is_required=True),
    headers.Column("amount", ("注册资本", "capital"), unit=UNITS["wan_yuan"]),
    headers.Column("on", ("成立日期", "established")),
]


def refused_in_words(refused: Refused) -> None:
    assert str(refused)
    assert gettext(refused.message) % refused.params


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(max_examples=60)
@given(cell=hostile_cells)
@example(cell="1e1000000")
@example(cell="1_000")
@example(cell="٣٣٣")
@example(cell=float("nan"))
@example(cell=-float("inf"))
@example(cell=10**400)
@example(cell="\ud800")
def test_a_cell_becomes_a_value_or_a_sentence(reader, cell):
    try:
        reader(cell)
    except Refused as refused:
        refused_in_words(refused)


noise = st.text(st.sampled_from(" \u3000\u200b\ufeff\u202e"), max_size=2)
number = st.builds(
    lambda whole, decimals, grouped: (f"{whole:,}" if grouped else str(whole)) + (f".{decimals}" if decimals else ""),
    st.integers(0, 10**11),
    st.from_regex(r"[0-9]{0,6}", fullmatch=True),
    st.booleans(),
)
brackets = st.sampled_from(("{}", "({})", "（{}）", "(({}))", "[{}]", "【{}】", "({}", "{})"))


@st.composite
def written_amounts(draw) -> str:
    unit = draw(st.sampled_from(list(amounts.SCALES))) + draw(st.sampled_from(("", *amounts.WORDS)))
    parts = (draw(st.sampled_from(("", "", "", *amounts.WORDS))), draw(number), draw(brackets).format(unit))
    text = "".join(part + draw(noise) for part in parts)
    return text.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．")) if draw(st.booleans()) else text


@settings(max_examples=300)
@given(text=st.one_of(written_amounts(), st.text(st.sampled_from(UNITS_AS_WRITTEN), max_size=12)))
@example(text="6,920(万)")
@example(text="200((万美元))")
@example(text="3200000人民币")
@example(text="1,23万元")
@example(text="12,34,567元")
@example(text="1.2.3万元")
@example(text="5千万元")
def test_a_registered_capital_is_right_or_none(text):
    try:
        found = capital.parse(text)
    except Refused:
        return
    if found.amount_wan is not None:
        assert amounts.capital_of(text) == {(Fraction(found.amount_wan) * 10_000, found.currency)}


@pytest.mark.parametrize(
    "text", ["500万元", "6,920(万)", "200((万美元))", "3200000人民币", "１，２００．５万元", "2亿元"]
)
def test_the_shapes_of_the_registers_are_taken(text):
    found = capital.parse(text)
    assert amounts.capital_of(text) == {(Fraction(found.amount_wan) * 10_000, found.currency)}


@settings(max_examples=300)
@given(
    text=st.one_of(number, number.map("-{}".format), hostile_texts),
    sent=st.sampled_from(list(amounts.MONEY)),
    stored=st.sampled_from(list(amounts.MONEY)),
)
def test_an_amount_is_converted_exactly_or_refused(text, sent, stored):
    if cells.is_blank(text):
        return
    with suppress(Refused):
        found = Quantity().clean(text, hints=Hints(UNITS[sent], UNITS[stored]))
        written = amounts.plain(text)
        value = amounts.value_of(written.lstrip("+-"))
        sign = -1 if written.startswith("-") else 1
        assert Fraction(found) == sign * value * Fraction(amounts.MONEY[sent], amounts.MONEY[stored])


@settings(max_examples=200)
@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_cell_is_the_number_that_a_program_shows(value):
    with suppress(Refused):
        assert Decimal(f"{value:.15g}") == cells.decimal(value)


@settings(max_examples=150)
@given(
    rows=st.lists(st.lists(hostile_cells, max_size=5), max_size=8),
    header=st.lists(
        st.one_of(hostile_texts, st.sampled_from(("企业名称", "注册资本（万元）", "成立日期"))), max_size=5
    ),
)
def test_a_header_is_found_or_refused(rows, header):
    try:
        layout = headers.find([["企业名称", "注册资本", *header], *rows], COLUMNS)
    except Refused as refused:
        refused_in_words(refused)
        return
    for refused in layout.errors:
        refused_in_words(refused)


@settings(max_examples=300)
@given(content=st.one_of(st.binary(max_size=200), hostile_texts.map(lambda text: text.encode("utf-8", "replace"))))
def test_a_text_file_is_read_or_refused(content):
    if content.startswith((b"PK", b"\xd0\xcf")):
        return
    try:
        list(parsing.story(content, None, Limits()))
    except Refused as refused:
        refused_in_words(refused)


WORKBOOKS = {"xlsx": xlsx(), "xls": xls(one)}


@pytest.mark.parametrize("whole", WORKBOOKS.values(), ids=WORKBOOKS)
@settings(max_examples=10)
@given(data=st.data())
def test_a_workbook_with_wrong_bytes_is_read_or_refused(whole, data):
    content = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    try:
        list(reading.read(bytes(content)).rows)
    except Refused as refused:
        refused_in_words(refused)
