import random
from decimal import Decimal

import pytest

from stats.models import Figure, Indicator, Release
from tests import factories
from zoneportal.sample.statistics import load_figures, path, split

pytestmark = pytest.mark.django_db

YEARS = list(range(2016, 2026))


@pytest.fixture
def parks():
    return factories.ParkFactory.create_batch(3)


@pytest.fixture
def real():
    """The customer's figure of 2017."""
    return factories.FigureFactory(year=2017, value=Decimal("358.26"), definition__indicator__decimals=2)


def load(parks, seed=1):
    return load_figures(YEARS, rng=random.Random(seed), parks=parks)


def test_real_figure_is_left_as_it_is(parks, real):
    load(parks)
    figure = Figure.objects.of_zone().get(year=2017)
    assert (figure.pk, figure.value, figure.release) == (real.pk, Decimal("358.26"), None)


def test_zone_and_every_park_have_a_figure_for_each_year(parks, real):
    assert load(parks) == len(YEARS) * (1 + len(parks)) - 1
    assert set(Figure.objects.of_zone().values_list("year", flat=True)) == set(YEARS)


def test_parks_add_up_to_the_zone(parks, real):
    load(parks)
    for year in YEARS:
        total = sum(each.value for each in Figure.objects.filter(year=year).exclude(park=None))
        assert total == Figure.objects.of_zone().get(year=year).value


def test_real_figure_of_a_park_gets_no_sample_beside_it(parks, real):
    own = factories.FigureFactory(definition=real.definition, indicator=real.indicator, year=2020, park=parks[0])
    load(parks)
    assert Figure.objects.filter(year=2020, park=parks[0]).get() == own


def test_every_figure_says_that_it_is_a_sample(parks, real):
    load(parks)
    release = Release.objects.get(is_sample=True)
    assert "示例" in release.title_zh
    assert set(release.figures.values_list("note_zh", flat=True)) == {"示例数据"}


def test_numbers_of_enterprises_are_whole(parks):
    factories.FigureFactory(year=2017, value=17, definition__unit="enterprise", definition__indicator__decimals=0)
    load(parks)
    assert all(figure.value == int(figure.value) for figure in Figure.objects.all())


def test_year_before_the_first_definition_has_no_figure(parks):
    factories.DefinitionFactory(valid_from_year=2020)
    load(parks)
    assert Figure.objects.order_by("year").first().year == 2020


def test_indicator_without_definition_has_no_figure(parks):
    factories.IndicatorFactory()
    assert load(parks) == 0
    assert Indicator.objects.count() == 1


def test_path_leads_through_the_real_figure():
    levels = path(YEARS, {2017: Decimal("358.26")}, random.Random(1))
    assert list(levels) == YEARS
    assert levels[2017] == Decimal("358.26")


def test_parts_add_up_to_the_whole():
    assert sum(split(Decimal("358.26"), [1.0, 2.0, 3.0, 4.0], 2)) == Decimal("358.26")
