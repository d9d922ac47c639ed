"""Of whom a return is asked; that the sentences reach the page of the year is with its admin."""

import pytest
from django.utils import translation

from parks.models import Park
from stats.asking import is_asked, why_not_asked
from stats.models import EnterpriseYear, FormLine


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([{"park": True}], "the form asks nothing in its park"),
        ([{"asked_of": "above_scale"}], "the form asks enterprises above designated size only"),
        ([{"asked_of": "all", "park": True}, {"asked_of": "industrial"}], "the form asks industrial enterprises only"),
        (
            [{"asked_of": "industrial"}, {"asked_of": "above_scale"}],
            "the form asks industrial enterprises and those above designated size only",
        ),
    ],
)
def test_the_reason_is_that_of_the_lines_for_its_park(lines, why):
    there, here = Park(pk=1), Park(pk=2)
    asked = [FormLine(asked_of=each.get("asked_of", "all"), park=there if "park" in each else None) for each in lines]
    entry = EnterpriseYear(park=here)
    with translation.override("en"):
        assert (is_asked(entry, asked), why_not_asked(entry, asked)) == (False, why)
