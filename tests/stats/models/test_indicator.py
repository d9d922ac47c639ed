import pytest

from stats.models import Indicator, IndicatorDefinition
from tests.factories import DefinitionFactory, FigureFactory, IndicatorFactory, ReleaseFactory
from tests.rules import sentences_at, told_by_database

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["releases", "data"])
def test_code_is_no_address_of_the_site(code):
    sentence = "The codes releases and data are addresses of the site. Choose another."
    assert sentences_at(IndicatorFactory.build(), "code", code=code) == [sentence]
    assert told_by_database(IndicatorFactory(), code=code) == sentence


def test_code_never_changes():
    indicator = Indicator.objects.get(pk=IndicatorFactory().pk)
    assert "This key is fixed" in sentences_at(indicator, "code", code="other")[0]


@pytest.mark.parametrize("name", ["code", "name_zh"])
def test_two_indicators_do_not_share(name):
    first, second = IndicatorFactory.create_batch(2)
    assert "already exists" in told_by_database(second, **{name: getattr(first, name)})


def test_decimals_are_few():
    assert told_by_database(IndicatorFactory(), decimals=5) == "At most 4 decimals can be shown."
    assert sentences_at(IndicatorFactory(), "decimals", decimals=5) != []


class TestDefinition:
    def test_one_begins_in_a_year(self):
        first = DefinitionFactory(valid_from_year=2000)
        second = DefinitionFactory(indicator=first.indicator, valid_from_year=2010)
        sentence = "The indicator has a definition from this year on already."
        assert told_by_database(second, valid_from_year=2000) == sentence
        assert sentences_at(second, "valid_from_year", valid_from_year=2000) == [sentence]

    @pytest.mark.parametrize("year", [20177, 1948])
    def test_year_is_in_range(self, year):
        sentence = "The year must lie between 1949 and 2100."
        assert told_by_database(DefinitionFactory(), valid_from_year=year) == sentence
        assert sentences_at(DefinitionFactory(), "valid_from_year", valid_from_year=year) != []

    def test_unit_is_needed(self):
        assert told_by_database(DefinitionFactory(), unit="") == "A definition needs its unit."
        assert sentences_at(DefinitionFactory(), "unit", unit="") != []

    def test_unit_is_a_known_one(self):
        assert "bushel" in sentences_at(DefinitionFactory(), "unit", unit="bushel")[0]

    @pytest.mark.parametrize("name", ["definition_zh", "source_zh"])
    def test_definition_and_source_are_needed(self, name):
        assert sentences_at(DefinitionFactory(), name, **{name: ""}) != []

    def test_unit_stays_once_figures_were_made_by_it(self):
        definition = FigureFactory().definition
        assert "Add a new definition" in sentences_at(definition, "unit", unit="wan_yuan")[0]

    def test_unit_of_a_definition_without_figures_may_be_corrected(self):
        assert sentences_at(DefinitionFactory(), "unit", unit="wan_yuan") == []

    def test_definition_with_figures_is_not_deleted(self):
        definition = FigureFactory().definition
        with pytest.raises(Exception, match="protected"):
            definition.delete()
        assert IndicatorDefinition.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("valid_from_year", 2010), ("is_comparable", False)])
def test_what_decides_the_growth_of_released_figures_stays(field, value):
    figure = FigureFactory(release=ReleaseFactory(released=True))
    assert sentences_at(figure.definition, field, **{field: value}) == [
        "Released figures were made by this definition. Add a new definition instead."
    ]
