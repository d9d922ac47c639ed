"""What a row said when it left is told again, whatever program stored it meanwhile; what was edited is not."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneportal.spreadsheets.values import fingerprints
from zoneportal.spreadsheets.values.fingerprints import SAYING, parsed, printer

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
AMOUNTS = st.decimals(-(10**10), 10**10, places=4)


def printed(texts: list[str]) -> str:
    return printer(7, len(texts))(1, texts, [fingerprints.digest_of(text) for text in texts])


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_a_fingerprint_comes_back_as_it_went(texts):
    found = parsed(printed(texts))
    assert found.whole == fingerprints.whole_of(texts)
    assert found.cells == tuple(map(fingerprints.digest_of, texts))
    assert (found.shape, found.record) == (7, fingerprints.record_of(1))


@given(st.lists(TEXTS, min_size=2, max_size=6), st.data())
def test_an_edited_cell_changes_the_whole(texts, data):
    place = data.draw(st.integers(0, len(texts) - 1))
    edited = [*texts[:place], texts[place] + "改", *texts[place + 1 :]]
    assert fingerprints.whole_of(edited) != fingerprints.whole_of(texts)


@pytest.mark.parametrize("text", [None, "", "12", "z", "zAAAA", "删掉了", 12.5, "z" + "A" * 21, "z" + "!" * 40])
def test_what_no_export_wrote_is_none(text):
    assert parsed(text) is None


def test_a_fingerprint_looks_like_no_number_and_no_formula():
    assert printed(["a", "b"])[0] == "z"


@given(AMOUNTS)
def test_an_amount_says_the_same_as_decimal_text_and_float(amount):
    say = SAYING["number"]
    assert say(amount) == say(str(amount)) == say(format(amount, "f")) == say(float(amount))


@pytest.mark.parametrize(
    "cell",
    [
        date(2015, 2, 4),
        datetime(2015, 2, 4),  # noqa: DTZ001 - as the reader gives it
        "2015-02-04",
        "2015/2/4",
        "2015年2月4日",
        42039,
    ],
)
def test_a_day_says_the_same_however_it_is_stored(cell):
    assert SAYING["day"](cell) == "2015-02-04"


@given(TEXTS)
def test_line_breaks_edges_and_invisible_characters_say_nothing(text):
    say = SAYING["text"]
    assert say(f" {text}\r\n\u200b ") == say(text)


@pytest.mark.parametrize(("one", "other"), [("007", "7"), ("1.0", "1"), ("＝1", "=1"), ("'a", "a"), ("a  b", "a b")])
def test_texts_that_differ_say_what_differs(one, other):
    assert SAYING["text"](one) != SAYING["text"](other)


@pytest.mark.parametrize(
    ("text", "is_too_long"), [("长" * 32_767, False), ("长" * 32_768, True), ("𠮷" * 16_384, True)]
)
def test_a_cell_counts_in_units_of_utf_16(text, is_too_long):
    assert fingerprints.is_too_long(text) is is_too_long
