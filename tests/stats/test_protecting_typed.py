"""Figures typed or imported of what returns tell: before the year was compiled, beside it and after it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from stats.models import Figure, Release, ReturnValue, SizeClass, Vintage, WithheldValue
from stats.protecting import protect_release
from stats.queries.approval_sheet import approval_sheet
from stats.queries.protection_input import grounds_of
from stats.queries.reconciling import unexplained
from stats.releasing import release_figures, return_to_draft, submit_release
from tests.factories import FigureFactory, ReleaseFactory
from tests.stats import protected_year
from tests.stats.protected_year import YEAR, Year, protect

pytestmark = pytest.mark.django_db
ALONE = {"value": Decimal("0.5")}  # 亿元, of 50,000 千元


@pytest.fixture
def year(db) -> Year:
    return protected_year.built()


@pytest.fixture
def uncompiled(year) -> Year:
    """As before the first compilation."""
    Figure.objects.filter(release=year.release).delete()
    year.survey.compilations.all().delete()
    return year


def typed(made: Year, *, release: Release | None = None, **fields) -> Figure:
    """A number of this park and medicine, where one enterprise is alone."""
    same = {"definition": made.world.figure.definition, "year": YEAR, "vintage": Vintage.FLASH}
    place = {"park": made.parks["this"], "industry": made.industries["medicine"]}
    return FigureFactory(**same | place | {"release": release or ReleaseFactory()} | ALONE | fields)


def protected(release: Release, year: Year) -> None:
    assert protect_release(release=release, by=year.world.statistician).is_safe


def refused(release: Release, year: Year) -> str:
    with pytest.raises(ValidationError) as error:
        release_figures(release=release, by=year.world.publisher)
    return " ".join(error.value.messages)


class TestBeforeTheFirstCompilation:
    def test_there_is_nothing_to_audit_it_by(self, uncompiled):
        figure = typed(uncompiled)

        assert not approval_sheet(figure.release).needs_protection

    def test_a_compilation_during_the_review_stops_the_approval(self, uncompiled):
        figure = typed(uncompiled)
        submit_release(release=figure.release, by=uncompiled.world.statistician)
        uncompiled.compile()

        assert "保密处理" in refused(figure.release, uncompiled)

    def test_sent_back_it_is_withheld_like_the_compiled_one(self, uncompiled):
        figure = typed(uncompiled)
        submit_release(release=figure.release, by=uncompiled.world.statistician)
        uncompiled.compile()
        return_to_draft(release=figure.release, by=uncompiled.world.publisher, reason="汇总已完成")
        protected(Release.objects.get(pk=figure.release.pk), uncompiled)

        figure.refresh_from_db()
        assert (figure.value, figure.mark, figure.withheld.value) == (None, "confidential", ALONE["value"])

    def test_what_went_out_is_known_when_the_year_is_compiled(self, uncompiled):
        """Nothing takes the number back: the office is told, and the release is not stopped."""
        figure = typed(uncompiled)
        Release.objects.filter(pk=figure.release.pk).update(status="released", released_at=timezone.now())
        uncompiled.compile()
        done = protect(uncompiled)

        assert done.is_safe
        assert any(uncompiled.scope("this", "medicine") in cell for cell in done.result["public_before"])
        assert uncompiled.withheld()[uncompiled.scope("this", "medicine")] == "primary"


class TestBesideACompilation:
    def test_it_needs_protection_though_the_compiled_figures_were_taken_away(self, year):
        Figure.objects.filter(release=year.release).delete()
        figure = typed(year)

        assert approval_sheet(figure.release).needs_protection
        protected(figure.release, year)
        figure.refresh_from_db()
        assert figure.mark == "confidential"

    def test_of_another_year_or_of_what_the_form_does_not_ask_it_needs_none(self, year):
        assert not approval_sheet(typed(year, year=YEAR + 1).release).needs_protection
        assert not approval_sheet(FigureFactory(year=YEAR, release=ReleaseFactory()).release).needs_protection

    def test_a_breakdown_that_is_never_compiled_is_looked_at(self, year):
        """Parks by size class: one of them is one enterprise."""
        year.alone.years.update(size_class=SizeClass.SMALL)
        year.compile()
        figure = typed(year, industry=None, size_class=SizeClass.SMALL)
        protected(figure.release, year)

        figure.refresh_from_db()
        assert figure.mark == "confidential"

    def test_all_three_ways_at_once_are_looked_at(self, year):
        year.alone.years.update(size_class=SizeClass.SMALL)
        year.compile()
        figure = typed(year, size_class=SizeClass.SMALL)
        protected(figure.release, year)

        figure.refresh_from_db()
        assert figure.mark == "confidential"

    def test_one_of_many_is_shown(self, year):
        figure = typed(year, industry=year.industries["food"], value=Decimal("16.6"))
        protected(figure.release, year)

        figure.refresh_from_db()
        assert figure.value == Decimal("16.6")


class TestTypedOverTheMark:
    @pytest.fixture
    def withheld(self, year) -> Figure:
        figure = typed(year)
        protected(figure.release, year)
        return Figure.objects.get(pk=figure.pk)

    def test_a_new_number_is_compared_with_the_returns_and_not_the_old_one(self, year, withheld):
        withheld.value, withheld.mark = Decimal(5000), ""
        withheld.save()

        assert [found.numbers for found in unexplained(withheld.release)] == [(Decimal("0.5"), Decimal(5000))]

    def test_the_old_number_goes_when_the_new_one_needs_no_withholding(self, year, withheld):
        withheld.value, withheld.mark = Decimal(5000), ""
        withheld.save()
        protected(withheld.release, year)

        assert Figure.objects.get(pk=withheld.pk).value == Decimal(5000)
        assert not WithheldValue.objects.filter(figure=withheld).exists()

    def test_another_mark_stays_and_no_value_comes_back(self, year, withheld):
        withheld.mark = "not_available"
        withheld.save()
        protected(withheld.release, year)

        withheld.refresh_from_db()
        assert (withheld.value, withheld.mark) == (None, "not_available")
        assert not WithheldValue.objects.filter(figure=withheld).exists()


class TestCompiledAgain:
    def test_other_returns_end_what_the_audit_said_of_a_typed_figure(self, year):
        figure = typed(year, industry=year.industries["food"], value=Decimal("16.6"))
        protected(figure.release, year)
        submit_release(release=figure.release, by=year.world.statistician)
        ReturnValue.objects.filter(value=Decimal(330_000)).update(value=Decimal(331_000))
        year.compile(Vintage.VERIFIED)

        assert "保密处理" in refused(figure.release, year)

    def test_the_same_returns_do_not(self, year):
        figure = typed(year, industry=year.industries["food"], value=Decimal("16.6"))
        protected(figure.release, year)
        before = grounds_of(figure.release)
        year.compile(Vintage.VERIFIED)

        assert grounds_of(figure.release) == before

    def test_a_release_of_compiled_figures_stands_by_its_own_compilation(self, year):
        protect(year)
        before = grounds_of(year.release)
        ReturnValue.objects.filter(value=Decimal(330_000)).update(value=Decimal(331_000))
        kept = year.release
        year.release = ReleaseFactory()
        year.compile(Vintage.VERIFIED)

        assert grounds_of(kept) == before
