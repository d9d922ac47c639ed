from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from stats.compile_actions import recompute
from stats.models import (
    Compilation,
    Figure,
    IndicatorDefinition,
    ReturnValue,
    Vintage,
)
from stats.queries.compile_plan import plan
from tests.factories import DefinitionFactory, FigureFactory, ReleaseFactory
from tests.stats import compiled_year
from tests.stats.compiled_year import YEAR, Year, compiled, withheld

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def year(db) -> Year:
    return compiled_year.built()


def put_into(status: str, *, moment=None, **where) -> None:
    """Stands all compiled figures in a release of this status."""
    release = ReleaseFactory(status=status, released_at=moment)
    Figure.objects.filter(year=YEAR, **where).update(release=release)


def published(**where) -> None:
    put_into("released", moment=timezone.now() - HOUR, **where)


class TestFigures:
    def test_each_scope_has_the_sum_of_its_accepted_returns(self, year):
        compiled(year)
        this, other = year.world.park.code, year.world.other_park.code
        expected = {
            "zone": "1.5500", f"park:{this}": "1.2000", f"park:{other}": "0.3500", "industry:food": "1.5000",
            "size:large": "1.0000", "size:micro": "0.5500",
            f"park:{this}|industry:food": "1.2000", f"park:{other}|industry:food": "0.3000",
        }  # fmt: skip
        stored = Figure.objects.filter(year=YEAR, indicator__code="revenue")
        assert {each.scope_key: str(each.value) for each in stored} == expected

    def test_figures_are_drafts_of_the_definition_of_the_year(self, year):
        DefinitionFactory(indicator=year.revenue.indicator, valid_from_year=YEAR + 1, unit="wan_yuan")
        compiled(year)
        figure = year.figure()
        assert (figure.release, figure.revision, figure.definition.unit) == (None, 0, "yi_yuan")

    def test_figure_finds_its_columns_by_its_scope(self, year):
        compiled(year)
        figure = year.figure(f"park:{year.world.park.code}|industry:food")
        assert (figure.park, figure.industry, figure.computed_scope_key()) == (
            year.world.park, year.food, figure.scope_key,
        )  # fmt: skip

    def test_figure_knows_its_compilation_and_how_many_gave_a_value(self, year):
        compilation = compiled(year).compilation
        made = year.figure().compiled
        assert (made.compilation, made.contributors) == (compilation, 4)

    def test_compilation_keeps_what_it_read(self, year):
        compilation = compiled(year).compilation
        rows = list(compilation.inputs.order_by("entry__enterprise__number"))
        assert rows[0].values == {"revenue": "100000", "staff": "100"}
        assert rows[0].scope == {
            "number": year.returns[0].entry.enterprise.number, "park": year.world.park.code, "industry": "food",
            "size_class": "large", "holding": "",
        }  # fmt: skip
        assert (compilation.return_count, len(rows)) == (5, 5)
        assert compilation.figure_count == Figure.objects.filter(year=YEAR).count()

    def test_history_says_who_compiled(self, year):
        compiled(year)
        assert year.figure().history.latest().history_user == year.world.statistician

    def test_other_vintages_stand_beside(self, year):
        compiled(year)
        compiled(year, vintage=Vintage.VERIFIED)
        assert {each.vintage for each in Figure.objects.filter(year=YEAR, scope_key="zone")} == {3, 4}


class TestAgain:
    def test_same_input_changes_nothing(self, year):
        first = compiled(year)
        before = list(Figure.objects.order_by("pk").values())
        histories = Figure.history.count()
        second = compiled(year)
        assert not second.is_new
        assert second.compilation == first.compilation
        assert (list(Figure.objects.order_by("pk").values()), Figure.history.count()) == (before, histories)

    def test_same_input_has_the_same_digests_in_a_new_run(self, year):
        first = compiled(year).compilation
        second = compiled(year, vintage=Vintage.FLASH).compilation
        assert first != second
        assert (first.inputs_sha256, first.figures_sha256) == (second.inputs_sha256, second.figures_sha256)

    def test_other_input_replaces_the_drafts(self, year):
        first = compiled(year).compilation
        key = year.figure().pk
        year.give(1, year.revenue, 200_000)
        second = compiled(year).compilation
        assert (year.figure().pk, year.figure().value, year.figure().revision) == (key, Decimal("2.5500"), 0)
        assert second.inputs_sha256 != first.inputs_sha256
        assert not first.figures.exists()

    def test_figure_that_nobody_gives_a_value_to_any_more_goes(self, year):
        compiled(year)
        ReturnValue.objects.filter(enterprise_return=year.returns[4]).delete()
        compiled(year)
        assert not Figure.objects.filter(year=YEAR, scope_key__contains="medicine").exists()

    def test_deleted_draft_comes_back(self, year):
        compiled(year)
        year.figure().delete()
        assert compiled(year).is_new
        assert year.figure().value == Decimal("1.5500")

    def test_new_definition_of_the_year_moves_unit_and_value_together(self, year):
        compiled(year)
        DefinitionFactory(indicator=year.revenue.indicator, valid_from_year=YEAR, unit="wan_yuan")
        compiled(year)
        assert (year.figure().value, year.figure().definition.unit) == (Decimal(15_500), "wan_yuan")

    def test_plan_that_was_agreed_to_must_still_hold(self, year):
        seen = plan(year.survey, Vintage.ANNUAL).seen
        year.give(1, year.revenue, 1)
        with pytest.raises(ValidationError):
            compiled(year, seen=seen)
        assert not Compilation.objects.exists()


class TestReleased:
    def test_revision_stands_beside_with_its_reason(self, year):
        compiled(year)
        published()
        year.give(1, year.revenue, 200_000)
        compiled(year, reason="企业更正")
        old, new = Figure.objects.filter(year=YEAR, scope_key="zone", indicator__code="revenue").order_by("revision")
        assert (old.value, new.value, new.revision, new.reason, new.release) == (
            Decimal("1.5500"), Decimal("2.5500"), 1, "企业更正", None,
        )  # fmt: skip
        assert new.compiled.compilation != old.compiled.compilation

    def test_the_reason_names_no_enterprise(self, year):
        compiled(year)
        published()
        year.give(1, year.revenue, 200_000)
        with pytest.raises(ValidationError) as refused:
            compiled(year, reason=f"{year.world.enterprise.name_zh}更正")
        assert "reason" in refused.value.error_dict
        assert Figure.objects.filter(year=YEAR, revision=1).count() == 0

    def test_reason_is_asked_for(self, year):
        compiled(year)
        published()
        year.give(1, year.revenue, 200_000)
        with pytest.raises(ValidationError) as refused:
            compiled(year, reason=" ")
        assert "reason" in refused.value.error_dict
        assert Figure.objects.filter(year=YEAR, revision=1).count() == 0

    def test_what_is_the_same_gets_no_revision(self, year):
        compiled(year)
        published()
        year.give(1, year.revenue, 200_000)
        compiled(year, reason="企业更正")
        other = f"park:{year.world.other_park.code}"
        assert not Figure.objects.filter(year=YEAR, scope_key=other, revision=1).exists()

    def test_revision_in_work_is_replaced(self, year):
        compiled(year)
        published()
        for value in (200_000, 300_000):
            year.give(1, year.revenue, value)
            compiled(year, reason="企业更正")
        assert year.figure(revision=1).value == Decimal("3.5500")
        assert not Figure.objects.filter(revision=2).exists()

    def test_released_figure_without_returns_is_reported(self, year):
        compiled(year)
        published()
        ReturnValue.objects.filter(enterprise_return=year.returns[4]).delete()
        changes = compiled(year, reason="撤回").plan.of("gone")
        assert {change.scope for change in changes} == {
            "industry:medicine", f"park:{year.world.park.code}|industry:medicine",
        }  # fmt: skip
        assert year.figure("industry:medicine", "staff").value == Decimal(40)


class TestLeftAlone:
    @pytest.mark.parametrize("value", ["1.55", "9"])
    def test_typed_figure_stays_and_is_reported(self, year, value):
        typed = FigureFactory(definition=IndicatorDefinition.objects.get(indicator=year.revenue.indicator), year=YEAR,
                              value=Decimal(value))  # fmt: skip
        (change,) = compiled(year).plan.left_alone
        assert (change.kind, change.old, change.new) == ("typed", Decimal(value), Decimal("1.5500"))
        assert list(Figure.objects.filter(pk=typed.pk, compiled=None, value=Decimal(value))) == [typed]

    @pytest.mark.parametrize(
        ("status", "ahead", "kind"), [("in_review", None, "in_review"), ("released", HOUR, "planned")]
    )
    def test_release_that_is_being_decided_stays(self, year, status, ahead, kind):
        compiled(year)
        put_into(status, moment=ahead and timezone.now() + ahead)
        year.give(1, year.revenue, 200_000)
        outcome = compiled(year)
        assert {change.kind for change in outcome.plan.left_alone} == {kind}
        assert year.figure().value == Decimal("1.5500")

    def test_indicators_that_no_form_asks_are_none_of_its_business(self, year):
        other = FigureFactory(year=YEAR)
        assert compiled(year).plan.left_alone == []
        assert Figure.objects.get(pk=other.pk) == other


class TestWithheld:
    def test_new_value_takes_the_hidden_place_of_the_old(self, year):
        compiled(year)
        withheld(year.figure())
        year.give(1, year.revenue, 200_000)
        compiled(year)
        figure = year.figure()
        assert (figure.value, figure.mark, figure.withheld.value) == (None, "confidential", Decimal("2.5500"))

    def test_no_history_holds_it(self, year):
        compiled(year)
        withheld(year.figure())
        year.give(1, year.revenue, 200_000)
        compiled(year)
        assert Decimal("2.5500") not in year.figure().history.values_list("value", flat=True)

    def test_revision_of_a_withheld_figure_is_withheld(self, year):
        compiled(year)
        withheld(year.figure())
        published()
        year.give(1, year.revenue, 200_000)
        compiled(year, reason="企业更正")
        revision = year.figure(revision=1)
        assert (revision.value, revision.mark, revision.withheld.value) == (None, "confidential", Decimal("2.5500"))
        assert revision.withheld.reasons == {"rule": "n"}

    def test_same_value_changes_nothing(self, year):
        compiled(year)
        withheld(year.figure())
        assert not compiled(year).is_new


class TestQueries:
    def test_planning_takes_as_many_whatever_the_returns(self, year, django_assert_num_queries):
        # lines, definitions, returns, values, figures, the last compilation
        with django_assert_num_queries(6):
            plan(year.survey, Vintage.ANNUAL)
        with django_assert_num_queries(6):
            plan(year.survey, Vintage.FLASH)

    def test_recomputing_takes_two(self, year, django_assert_num_queries):
        compilation = compiled(year).compilation
        with django_assert_num_queries(2):
            recompute(compilation)
