"""A growth beside the level of the year before says the level that is withheld, and so backwards."""

from decimal import Decimal

import pytest

from stats.models import Figure, Indicator, WithheldValue
from stats.queries.approval_sheet import figures_of
from stats.queries.computed import Telling, telling
from tests.factories import DefinitionFactory, FigureFactory, ReleaseFactory

pytestmark = pytest.mark.django_db

YEAR = 2018


@pytest.fixture
def level(db) -> Figure:
    """Revenue of the zone, withheld in a draft."""
    definition = DefinitionFactory(indicator__name_zh="营业收入", unit="yi_yuan", valid_from_year=2000)
    figure = FigureFactory(definition=definition, year=YEAR, value=None, mark="confidential", release=ReleaseFactory())
    WithheldValue.objects.create(figure=figure, value=Decimal("417.77"), kind="primary")
    return figure


def rate(status: str = "released", *, name: str = "营业收入增速", year: int = YEAR, **fields) -> Figure:
    definition = DefinitionFactory(indicator__name_zh=name, unit="percent", valid_from_year=2000)
    moment = {"released_at": "2020-01-01T00:00Z"} if status == "released" else {}
    release = ReleaseFactory(status=status, **moment)
    return FigureFactory(definition=definition, year=year, value=Decimal("12.3"), release=release, **fields)


def told(figure: Figure) -> Telling:
    return telling(figure.release, figures_of(figure.release))


class TestUnderPublicRates:
    @pytest.mark.parametrize("status", ["in_review", "released"])
    @pytest.mark.parametrize("year", [YEAR, YEAR + 1])
    def test_a_level_withheld_after_its_rate_went_out_is_told(self, level, status, year):
        growth = rate(status, year=year)

        assert told(level) == Telling(public=(growth,))

    def test_a_number_typed_over_the_mark_hides_nothing(self, level):
        rate()
        level.value, level.mark = Decimal("417.77"), ""
        level.save()

        assert told(level) == Telling()

    def test_a_share_tells_what_its_indicator_is_computed_from(self, level):
        share = rate(name="出口占比")
        assert told(level) == Telling()

        share.indicator.computed_from.add(level.indicator)
        assert told(level) == Telling(public=(share,))

    def test_so_does_what_is_computed_from_the_share(self, level):
        share, average = rate(name="出口占比"), rate(name="人均出口")
        share.indicator.computed_from.add(level.indicator)
        average.indicator.computed_from.add(share.indicator)

        assert set(told(level).public) == {share, average}

    def test_a_draft_says_nothing_yet(self, level):
        growth = rate("draft")

        assert told(level) == Telling()
        assert told(growth) == Telling(own=(growth,))

    def test_a_rate_that_is_withheld_itself_says_nothing(self, level):
        Figure.objects.filter(pk=rate().pk).update(value=None, mark="confidential")

        assert told(level) == Telling()

    @pytest.mark.parametrize(
        "other", [{"year": YEAR - 1}, {"year": YEAR + 2}, {"name": "就业增速"}, {"size_class": "small"}]
    )
    def test_of_another_year_thing_or_scope_it_says_nothing(self, level, other):
        rate(**other)

        assert told(level) == Telling()

    def test_a_level_that_is_shown_is_not_given_away(self, level):
        rate()
        level.withheld.delete()
        Figure.objects.filter(pk=level.pk).update(value=Decimal("417.77"), mark="")

        assert told(level) == Telling()

    def test_what_was_taken_out_while_its_breakdown_stays_is_told_still(self, level):
        growth = rate()
        beside = FigureFactory(definition=level.definition, year=YEAR, vintage=4, release=level.release)
        Figure.objects.filter(pk=level.pk).update(release=None)
        assert told(beside) == Telling(public=(growth,))

        Figure.objects.filter(pk=beside.pk).update(size_class="small", scope_key="size:small")
        beside.refresh_from_db()
        assert told(beside) == Telling()

    def test_what_an_earlier_release_withheld_is_not_of_this_one(self, level):
        rate()
        type(level.release).objects.filter(pk=level.release.pk).update(
            status="released", released_at="2020-01-01T00:00Z"
        )
        beside = FigureFactory(definition=level.definition, year=YEAR, vintage=4, release=ReleaseFactory())

        assert told(beside) == Telling()


def test_last_years_withheld_rate_is_no_source_of_this_years(level):
    definition = DefinitionFactory(indicator__name_zh="营业收入增速", unit="percent", valid_from_year=2000)
    Figure.objects.filter(pk=level.pk).update(indicator=definition.indicator, definition=definition)
    growth = FigureFactory(definition=definition, year=YEAR + 1, release=ReleaseFactory())

    assert told(growth) == Telling()


def test_the_queries_do_not_grow_with_the_figures(level, django_assert_num_queries):
    figures = figures_of(level.release)
    for year in (YEAR, YEAR + 1):
        share = rate(name=f"占比{year}", year=year)
        share.indicator.computed_from.add(level.indicator)

    with django_assert_num_queries(3):  # withheld values, what is computed from what, public figures
        assert len(telling(level.release, figures).public) == 2


def test_nothing_withheld_is_one_query(db, django_assert_num_queries):
    figure = rate("draft")
    assert Indicator.objects.exists()
    with django_assert_num_queries(1):
        assert telling(figure.release, [figure]) == Telling()
