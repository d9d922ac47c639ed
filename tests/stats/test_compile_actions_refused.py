"""When a year is not compiled, and what making a compilation again tells."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from stats.compile_actions import recompute
from stats.models import (
    Compilation,
    CompilationInput,
    EnterpriseReturn,
    Figure,
    IndicatorDefinition,
    ReturnValue,
    SurveyYear,
)
from tests.factories import DefinitionFactory
from tests.stats import compiled_year
from tests.stats.compiled_year import YEAR, Year, compiled, withheld

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db) -> Year:
    return compiled_year.built()


class TestRefused:
    @pytest.mark.parametrize("actor", ["clerk", "administrator", "publisher", "auditor", "anonymous"])
    def test_only_the_statistician_compiles(self, year, actor):
        with pytest.raises(PermissionDenied):
            compiled(year, by=getattr(year.world, actor))
        assert not Compilation.objects.exists()

    def test_year_that_is_not_frozen(self, year):
        SurveyYear.objects.filter(pk=year.survey.pk).update(frozen_at=None)
        with pytest.raises(ValidationError):
            compiled(year)

    def test_year_without_an_accepted_return(self, year):
        EnterpriseReturn.objects.update(status="checked")
        with pytest.raises(ValidationError):
            compiled(year)

    def test_year_without_a_form(self, year):
        ReturnValue.objects.all().delete()
        year.survey.lines.all().delete()
        with pytest.raises(ValidationError):
            compiled(year)

    def test_indicator_without_a_definition(self, year):
        IndicatorDefinition.objects.filter(indicator=year.revenue.indicator).update(valid_from_year=YEAR + 1)
        with pytest.raises(ValidationError) as refused:
            compiled(year)
        assert year.revenue.indicator.name in refused.value.messages[0]

    def test_sum_that_is_too_large_names_the_indicator_and_no_value(self, year):
        DefinitionFactory(indicator=year.revenue.indicator, valid_from_year=YEAR, unit="yuan")
        year.give(1, year.revenue, 99_999_999_999)
        with pytest.raises(ValidationError) as refused:
            compiled(year)
        assert year.revenue.indicator.name in refused.value.messages[0]
        assert "99" not in refused.value.messages[0]
        assert not Figure.objects.filter(year=YEAR).exists()


class TestRecompute:
    def test_stored_input_gives_the_stored_figures(self, year):
        compilation = compiled(year).compilation
        year.give(1, year.revenue, 200_000)  # later corrections do not matter
        assert recompute(compilation).is_same

    def test_withheld_figures_are_compared_by_their_hidden_value(self, year):
        compilation = compiled(year).compilation
        withheld(year.figure())
        assert recompute(compilation).is_same

    def test_figure_that_was_moved_behind_its_back_is_named(self, year):
        compilation = compiled(year).compilation
        Figure.objects.filter(pk=year.figure().pk).update(value=Decimal(7))
        assert recompute(compilation).moved == (year.figure(),)

    def test_input_that_was_moved_behind_its_back_is_seen(self, year):
        compilation = compiled(year).compilation
        CompilationInput.objects.filter(values__revenue="100000").update(values={"revenue": "100001"})
        found = recompute(compilation)
        assert not found.same_input
