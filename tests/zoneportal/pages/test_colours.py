import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneportal.pages.colours import BLACK, NIGHT, PAPER, WHITE, contrast, hexadecimal, readable_on, rgb

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [(BLACK, WHITE, 21), (WHITE, WHITE, 1), ((119, 119, 119), WHITE, 4.48)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_colour_that_can_be_read_stays_as_it_is():
    assert readable_on(PAPER, rgb("#0f5c7a")) == rgb("#0f5c7a")


@given(COLOURS)
def test_every_accent_has_a_readable_shade_by_day_and_by_night(colour):
    assert contrast(readable_on(PAPER, colour), PAPER) >= 4.5
    assert contrast(readable_on(NIGHT, colour), NIGHT) >= 4.5


@given(COLOURS)
def test_colour_survives_its_notation(colour):
    assert rgb(hexadecimal(colour)) == colour
