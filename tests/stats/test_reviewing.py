"""What stands in the way of a release, and who may not approve it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from stats.actions import put_into_release
from stats.models import (
    Compilation,
    CompiledFigure,
    Figure,
    Holding,
    Protection,
    Release,
    SurveyYear,
    Waiver,
    WithheldValue,
)
from stats.queries.approval_sheet import approval_sheet, figures_sha256
from stats.queries.protection_input import grounds_of
from stats.queries.reconciling import unexplained
from stats.reconciling import reconcile, sign
from stats.releasing import release_figures, return_to_draft, submit_release
from stats.reviewing import last_editors, obstacles
from tests import world
from tests.factories import (
    DefinitionFactory,
    EnterpriseYearFactory,
    FigureFactory,
    ReleaseFactory,
    SurveyYearFactory,
    UserFactory,
)
from tests.stats.reviews import draft_of, edited, successor

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build()


@pytest.fixture
def draft(here) -> Release:
    return draft_of(here.secret_figure)


@pytest.fixture
def reviewed(here, draft) -> Release:
    return submit_release(release=draft, by=here.statistician)


def sentences(release: Release) -> list[str]:
    return [each.sentence for each in obstacles(approval_sheet(release), timezone.now(), unexplained(release))]


class TestFourEyes:
    """Whoever wrote last cannot approve, whatever rights they have."""

    @pytest.fixture
    def boss(self):
        return UserFactory(is_superuser=True)

    def refused(self, release: Release, by) -> None:
        with pytest.raises(ValidationError, match=by.display_name):
            release_figures(release=release, by=by)

    def test_who_submitted_does_not_approve(self, here, draft, boss):
        self.refused(submit_release(release=draft, by=boss), boss)

    def test_who_wrote_the_release_does_not_approve(self, here, draft, boss):
        edited(draft, boss, notes_zh="说明")
        self.refused(submit_release(release=draft, by=here.statistician), boss)

    def test_who_wrote_a_figure_does_not_approve(self, here, draft, boss):
        edited(draft.figures.get(), boss, value=Decimal(400))
        self.refused(submit_release(release=draft, by=here.statistician), boss)

    def test_who_put_a_figure_into_it_does_not_approve(self, here, boss):
        release = ReleaseFactory()
        put_into_release(figures=Figure.objects.filter(pk=here.secret_figure.pk), release=release, by=boss)
        self.refused(submit_release(release=release, by=here.statistician), boss)

    def test_whose_words_somebody_else_replaced_may(self, here, draft, boss):
        edited(draft, boss, notes_zh="说明")
        edited(draft, here.statistician, notes_zh="另一说明")
        release = submit_release(release=draft, by=here.statistician)
        assert release_figures(release=release, by=boss).released_by == boss

    def test_who_sent_it_back_may(self, here, reviewed):
        return_to_draft(release=reviewed, by=here.publisher, reason="单位有误")
        release = submit_release(release=reviewed, by=here.statistician)
        assert last_editors(release) == [here.statistician]
        assert release_figures(release=release, by=here.publisher).status == "released"


class TestObstacles:
    def test_a_complete_draft_has_none(self, draft):
        assert sentences(draft) == []

    @pytest.mark.parametrize("name", ["definition_zh", "source_zh"])
    def test_indicator_without_definition_or_source(self, here, draft, name):
        type(here.figure.definition).objects.update(**{name: " "})
        (found,) = sentences(draft)
        assert here.figure.indicator.name in found

    def test_a_later_vintage_says_why_it_differs(self, here):
        release = ReleaseFactory()
        later = successor(here.figure, release=release)
        assert len(sentences(release)) == 1
        edited(later, None, reason="年报审核")
        assert sentences(release) == []

    def test_a_later_vintage_of_the_same_value_needs_no_reason(self, here):
        release = ReleaseFactory()
        successor(here.figure, release=release, value=here.figure.value)
        assert sentences(release) == []


class TestDisclosureControl:
    """What was compiled from returns is audited, over exactly these figures and everything decided before."""

    @pytest.fixture
    def compiled(self, here, draft):
        survey = SurveyYearFactory(year=2018)
        compilation = Compilation.objects.create(survey=survey, vintage=3, compiled_at=timezone.now())
        CompiledFigure.objects.create(figure=here.secret_figure, compilation=compilation)
        return draft

    def audited(self, release: Release, **fields) -> None:
        same = {"release": release, "made_at": timezone.now(), "figures_sha256": figures_sha256(release)}
        grounds = grounds_of(release)
        Protection.objects.create(**same | {"is_safe": True, "result": {"grounds": grounds}} | fields)

    def test_without_it_nothing_is_submitted(self, here, compiled):
        (found,) = sentences(compiled)
        assert "保密处理" in found
        with pytest.raises(ValidationError):
            submit_release(release=compiled, by=here.statistician)

    def test_not_even_the_program_does(self, compiled):
        with pytest.raises(ValidationError):
            release_figures(release=compiled, by=None)

    def test_an_audit_that_passed_opens_the_way(self, here, compiled):
        self.audited(compiled)
        assert submit_release(release=compiled, by=here.statistician).status == "in_review"

    @pytest.mark.parametrize("fields", [{"is_safe": False}, {"figures_sha256": "0" * 64}])
    def test_one_that_failed_or_saw_other_figures_does_not(self, compiled, fields):
        self.audited(compiled, **fields)
        assert len(sentences(compiled)) == 1

    def test_the_last_audit_counts(self, compiled):
        self.audited(compiled)
        self.audited(compiled, is_safe=False)
        assert len(sentences(compiled)) == 1

    def test_figures_changed_in_review_are_not_approved(self, here, compiled):
        self.audited(compiled)
        submit_release(release=compiled, by=here.statistician)
        Figure.objects.filter(pk=here.secret_figure.pk).update(value=Decimal(1))
        with pytest.raises(ValidationError, match="保密处理"):
            release_figures(release=compiled, by=here.publisher)

    def test_what_was_submitted_since_has_to_be_looked_at(self, here, compiled):
        self.audited(compiled)
        other = ReleaseFactory()
        FigureFactory(year=2018, release=other)
        submit_release(release=other, by=here.statistician)
        assert len(sentences(compiled)) == 1
        self.audited(compiled)
        assert sentences(compiled) == []

    @pytest.mark.parametrize("vintage", [1, 3])
    def test_a_typed_figure_of_what_returns_tell_needs_it_too(self, here, compiled, vintage):
        other = ReleaseFactory()
        FigureFactory(definition=here.figure.definition, year=2019, vintage=vintage, release=other)
        assert sentences(other) == []
        FigureFactory(definition=here.figure.definition, year=2018, park=here.park, vintage=vintage, release=other)
        assert len(sentences(other)) == 1
        self.audited(other)
        assert sentences(other) == []

    def test_a_waiver_that_is_taken_back_ends_what_the_audit_said(self, here, compiled):
        waiver = Waiver.objects.create(
            enterprise=here.enterprise, signed_on="2018-12-01", first_year=2018, document_number="1"
        )
        self.audited(compiled)
        assert sentences(compiled) == []
        waiver.delete()
        assert len(sentences(compiled)) == 1

    def test_a_stricter_rule_ends_what_the_audit_said(self, compiled, settings):
        self.audited(compiled)
        settings.DISCLOSURE_CONTRIBUTORS += 1
        assert len(sentences(compiled)) == 1

    def test_an_owner_that_is_found_later_ends_what_the_audit_said(self, here, compiled):
        entry = EnterpriseYearFactory(survey=SurveyYear.objects.get(year=2018))
        self.audited(compiled)
        entry.holding = Holding.objects.create(name_zh="某集团")
        entry.save()
        assert len(sentences(compiled)) == 1


class TestRates:
    """A growth beside the level of the year before says the level that is withheld, and so backwards."""

    def rate(self, name: str, year: int, **fields) -> Release:
        definition = DefinitionFactory(indicator__name_zh=name, unit="percent", valid_from_year=2000)
        return FigureFactory(
            definition=definition, year=year, value=Decimal("12.3"), release=ReleaseFactory(), **fields
        ).release

    @pytest.fixture
    def hidden(self, here):
        Figure.objects.filter(pk=here.secret_figure.pk).update(value=None, mark="confidential")
        return WithheldValue.objects.create(figure=here.secret_figure, value=Decimal("417.77"), kind="primary")

    @pytest.mark.parametrize("year", [2018, 2019])
    def test_of_a_withheld_level_stops_its_release(self, hidden, year):
        release = self.rate("营业收入同口径增速", year)
        assert len(sentences(release)) == 1
        release.figures.update(value=None, mark="confidential")
        assert sentences(release) == []

    def test_an_average_is_known_by_what_its_indicator_is_computed_from(self, here, hidden):
        average = DefinitionFactory(indicator__name_zh="人均产出", unit="wan_yuan", valid_from_year=2000)
        release = FigureFactory(definition=average, year=2018, release=ReleaseFactory()).release
        assert sentences(release) == []
        average.indicator.computed_from.add(here.secret_figure.indicator)
        assert len(sentences(release)) == 1

    @pytest.mark.parametrize(("name", "year"), [("营业收入增速", 2017), ("营业收入增速", 2020), ("就业增速", 2018)])
    def test_of_another_year_or_of_something_else_does_not(self, hidden, name, year):
        assert sentences(self.rate(name, year)) == []

    def test_of_another_park_does_not(self, here, hidden):
        assert sentences(self.rate("营业收入增速", 2018, park=here.park)) == []


class TestDifferences:
    @pytest.fixture
    def contradicting(self, here, draft):
        FigureFactory(definition=here.figure.definition, year=2018, park=here.park, value=Decimal(1), release=draft)
        return draft

    def test_an_unexplained_one_blocks(self, here, contradicting):
        assert len(sentences(contradicting)) == 1
        reconcile(release=contradicting, by=here.statistician)
        assert len(sentences(contradicting)) == 1
        sign(difference=contradicting.differences.get(), by=here.statistician, explanation="仅一个园区有数")
        assert sentences(contradicting) == []

    def test_what_the_program_brings_along_is_not_reconciled(self, contradicting):
        assert release_figures(release=contradicting, by=None).status == "released"
