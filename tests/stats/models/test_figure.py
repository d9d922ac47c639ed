from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import IntegrityError

from stats import marks
from stats.models import Figure
from tests.factories import DefinitionFactory, FigureFactory, IndustryTagFactory, ParkFactory, ReleaseFactory
from tests.rules import RECORD, sentences_at, told_by_database, told_by_database_on

pytestmark = pytest.mark.django_db

EITHER = "A figure has either a value or a mark: fill in one of them, not both."
RULES = [
    ({"mark": "confidential"}, "value", EITHER),
    ({"value": None}, "value", EITHER),
    ({"value": None, "mark": "not_yet", "qualifier": "over"}, "qualifier", "A qualifier such as 余 needs a value."),
    ({"revision": 1}, "reason", "A revision needs its reason."),
]
FINAL = "This figure is released and cannot be changed. Add a revision with its reason."


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES)
def test_broken_rule_is_told_at_its_field(changes, field, sentence):
    assert sentences_at(FigureFactory(), field, **changes) == [sentence]


@pytest.mark.parametrize(("changes", "field", "sentence"), RULES)
def test_broken_rule_is_refused_by_the_database(changes, field, sentence):
    assert told_by_database(FigureFactory(), **changes) == sentence


@pytest.mark.parametrize("year", [20177, 1017, 0])
def test_year_is_no_slip_of_the_finger(year):
    assert sentences_at(FigureFactory(), "year", year=year) != []
    assert told_by_database(FigureFactory(), year=year) == "The year must lie between 1949 and 2100."


@pytest.mark.parametrize("value", ["NaN", "Infinity", "123456789012.5", "1.00001"])
def test_value_that_is_no_number_or_too_long_is_told(value):
    assert sentences_at(FigureFactory(), "value", value=Decimal(value)) != []


@pytest.mark.only_on("postgresql")
def test_value_that_is_no_number_is_refused_by_the_database():
    figure = FigureFactory()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE stats_figure SET value = 'NaN' WHERE id = %s", [figure.pk])


def test_value_of_fifteen_digits_comes_back_as_it_went_in():
    value = Decimal("12345678901.2345")
    assert Figure.objects.get(pk=FigureFactory(value=value).pk).value == value


def test_zero_is_a_value_and_no_mark():
    figure = FigureFactory(value=Decimal(0))
    figure.full_clean()
    assert (figure.value, figure.mark) == (0, "")


def test_negative_growth_is_a_figure():
    FigureFactory(definition__unit="percent", value=Decimal("-3.5")).full_clean()


@pytest.mark.parametrize("value", ["-1", "4.5"])
@pytest.mark.parametrize("unit", ["enterprise", "person"])
def test_enterprises_and_persons_are_whole_and_not_negative(unit, value):
    figure = FigureFactory.build(definition=DefinitionFactory(unit=unit))
    sentence = "A number of enterprises or persons is whole and not negative."
    assert sentences_at(figure, "value", value=Decimal(value)) == [sentence]


@pytest.mark.parametrize(("field", "known"), [("mark", marks.MARKS), ("qualifier", marks.QUALIFIERS)])
def test_form_offers_what_the_tables_can_show(field, known):
    assert [code for code, _word in Figure._meta.get_field(field).choices] == list(known)


class TestScope:
    def test_figure_of_the_zone(self):
        assert FigureFactory().scope_key == "zone"

    def test_figure_of_park_industry_and_size(self):
        park, industry = ParkFactory(code="keji"), IndustryTagFactory(code="biomedicine")
        figure = FigureFactory(park=park, industry=industry, size_class="large")
        assert figure.scope_key == "park:keji|industry:biomedicine|size:large"

    def test_scope_follows_a_change_of_the_park(self):
        figure = FigureFactory(park=ParkFactory(code="keji"))
        figure.park = None
        figure.save()
        assert figure.scope_key == "zone"

    def test_figure_without_scope_is_refused_by_the_database(self):
        assert told_by_database(FigureFactory(), scope_key="") == "A figure needs its scope."

    def test_same_figure_is_recorded_once(self):
        first = FigureFactory()
        again = Figure(indicator=first.indicator, year=first.year, value=1)
        sentence = "This figure (indicator, year, scope, vintage, revision) exists already."
        assert sentences_at(again, RECORD) == [sentence]
        assert told_by_database_on(again.save) == sentence

    @pytest.mark.parametrize("other", [{"vintage": 1}, {"year": 2018}, {"revision": 1, "reason": "更正"}])
    def test_later_vintages_years_and_revisions_stand_beside_it(self, other):
        first = FigureFactory()
        FigureFactory(definition=first.definition, **other).full_clean()
        assert Figure.objects.count() == 2


class TestDefinition:
    def test_figure_takes_the_definition_in_force_in_its_year(self):
        first = DefinitionFactory(valid_from_year=2000)
        second = DefinitionFactory(indicator=first.indicator, valid_from_year=2018)
        years = {2017: first, 2018: second, 2019: second}
        for year, definition in years.items():
            figure = Figure(indicator=first.indicator, year=year, value=1)
            figure.full_clean()
            figure.save()
            assert figure.definition == definition

    def test_year_before_the_first_definition_has_no_unit(self):
        definition = DefinitionFactory(valid_from_year=2018)
        figure = Figure(indicator=definition.indicator, year=2017, value=1)
        assert "no definition (and so no unit) for this year" in sentences_at(figure, "indicator")[0]

    def test_definition_of_another_indicator_is_refused(self):
        figure = FigureFactory.build(definition=DefinitionFactory(), indicator=DefinitionFactory().indicator)
        assert sentences_at(figure, "definition") == ["This definition belongs to another indicator."]

    def test_definition_that_holds_later_is_refused(self):
        figure = FigureFactory.build(definition=DefinitionFactory(valid_from_year=2018), year=2017)
        figure.indicator = figure.definition.indicator
        assert sentences_at(figure, "definition") == ["This definition holds for later years only."]


class TestReleased:
    @pytest.fixture
    def figure(self):
        return FigureFactory(release=ReleaseFactory(released=True))

    def test_change_is_told(self, figure):
        assert sentences_at(figure, RECORD, value=Decimal(1)) == [FINAL]

    def test_change_is_not_saved(self, figure):
        figure.value = Decimal(1)
        with pytest.raises(ValidationError):
            figure.save()
        assert Figure.objects.get().value == Decimal("358.26")

    def test_figure_cannot_leave_its_release(self, figure):
        figure.release = None
        with pytest.raises(ValidationError):
            figure.save()

    def test_embargoed_figure_is_final_too(self, figure):
        type(figure.release).objects.update(released_at="2100-01-01T00:00:00+00:00")
        assert figure.is_final()

    def test_figure_is_not_deleted(self, figure):
        with pytest.raises(ProtectedError):
            figure.delete()

    def test_nor_are_many_at_once(self, figure):
        FigureFactory()
        with pytest.raises(ProtectedError):
            Figure.objects.all().delete()
        assert Figure.objects.count() == 2

    def test_unreleased_figures_can_be_deleted(self, figure):
        FigureFactory()
        Figure.objects.filter(release=None).delete()
        assert Figure.objects.get() == figure

    def test_no_figure_slips_into_a_decided_release(self, figure):
        late = FigureFactory.build(definition=figure.definition, indicator=figure.indicator, year=2018)
        assert sentences_at(late, "release", release=figure.release) == [
            "This release is in review or decided already. Choose one in preparation."
        ]
