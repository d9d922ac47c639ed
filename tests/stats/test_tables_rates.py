"""Rates: computed ones never cross a break of definition, and comparable growth is a figure of its own."""

from decimal import Decimal

import pytest
from django.utils import timezone

from stats.models import Figure
from stats.queries import indicator_figures
from stats.queries.superseding import comparisons
from tests.factories import DefinitionFactory, FigureFactory, IndicatorFactory, ReleaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def levels():
    """100 in 2017 and 110 in 2018, by one definition each; the second is called comparable or not by the test."""
    release, indicator = ReleaseFactory(released=True), IndicatorFactory(code="output")
    old = DefinitionFactory(indicator=indicator, valid_from_year=2000)
    new = DefinitionFactory(indicator=indicator, valid_from_year=2018)
    FigureFactory(definition=old, year=2017, value=Decimal(100), release=release)
    FigureFactory(definition=new, year=2018, value=Decimal(110), release=release)
    return new


def broken(definition) -> None:
    type(definition).objects.filter(pk=definition.pk).update(is_comparable=False)


def reviewed_change() -> Decimal | None:
    """What the reviewer reads beside the figure of 2018."""
    figure = Figure.objects.select_related("definition", "indicator").get(year=2018)
    (comparison,) = comparisons([figure], timezone.now())
    return comparison.change


def test_rate_is_computed_between_comparable_definitions(levels):
    assert indicator_figures("output", timezone.now()).changes == {2018: Decimal("10.0")}
    assert reviewed_change() == Decimal("10.0")


def test_rate_across_a_break_is_refused_for_the_public_and_for_the_reviewer(levels):
    broken(levels)
    assert indicator_figures("output", timezone.now()).changes == {}
    assert reviewed_change() is None


def test_page_calls_a_computed_rate_computed_and_shows_none_across_a_break(client, levels):
    assert "按公布数计算" in client.get("/statistics/output/").content.decode()
    broken(levels)
    assert "按公布数计算" not in client.get("/statistics/output/").content.decode()


def test_comparable_growth_stands_as_it_was_released_and_gets_no_rate_of_its_own(client, levels):
    growth = DefinitionFactory(indicator__code="output-growth", indicator__name_zh="产值同口径增速", unit="percent")
    release = ReleaseFactory(released=True)
    for year, value in ((2017, "4.1"), (2018, "-7.3")):  # not the 10.0 that the levels would give
        FigureFactory(definition=growth, year=year, value=Decimal(value), release=release)
    found = indicator_figures("output-growth", timezone.now())
    assert found.changes == {}
    text = client.get("/statistics/output-growth/").content.decode()
    assert "-7.3" in text
    assert "10.0" not in text
