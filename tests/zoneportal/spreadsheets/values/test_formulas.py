import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneportal.spreadsheets.values.formulas import escape, unescape


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"])
def test_text_that_would_run_gets_an_apostrophe(text):
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "长治", "1=1", "'quoted'"])
def test_ordinary_text_stays_as_it_is(text):
    assert escape(text) == text


@given(st.text(alphabet="'=+-@\t\r\n＝a"))
def test_the_way_out_and_back_in_is_exact(text):
    assert unescape(escape(text)) == text
