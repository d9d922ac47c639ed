from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from stats.actions import give_reason, put_into_release, revise_figure
from stats.models import Figure, Release
from stats.releasing import release_figures
from tests import world
from tests.factories import FigureFactory, ReleaseFactory, UserFactory
from tests.stats.reviews import successor

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build()


class TestPutIntoRelease:
    def test_statistician_gathers_figures_for_a_release(self, here):
        release = ReleaseFactory()
        assert put_into_release(figures=Figure.objects.all(), release=release, by=here.statistician) == 1
        assert list(release.figures.all()) == [here.secret_figure]

    def test_released_figures_stay_where_they_are(self, here):
        put_into_release(figures=Figure.objects.all(), release=None, by=here.statistician)
        assert list(here.release.figures.all()) == [here.figure]

    def test_decided_release_takes_no_more(self, here):
        with pytest.raises(ValidationError):
            put_into_release(figures=Figure.objects.all(), release=here.release, by=here.statistician)

    @pytest.mark.parametrize("actor", ["clerk", "anonymous", "publisher", "auditor"])
    def test_nobody_else_gathers(self, here, actor):
        with pytest.raises(PermissionDenied):
            put_into_release(figures=Figure.objects.all(), release=ReleaseFactory(), by=getattr(here, actor))


class TestRevise:
    def test_revision_stands_beside_the_released_figure(self, here):
        revision = revise_figure(figure=here.figure, by=here.statistician, value=Decimal("358.62"), reason="录入错误")
        here.figure.refresh_from_db()
        assert (here.figure.value, here.figure.revision) == (Decimal("358.26"), 0)
        assert (revision.value, revision.revision, revision.reason) == (Decimal("358.62"), 1, "录入错误")

    def test_revision_is_internal_until_a_release_of_its_own(self, here):
        revision = revise_figure(figure=here.figure, by=here.statistician, value=Decimal(1), reason="更正")
        assert revision not in Figure.objects.released(timezone.now())
        put_into_release(figures=Figure.objects.filter(pk=revision.pk), release=ReleaseFactory(), by=here.statistician)
        release_figures(release=Release.objects.get(status="draft"), by=None)
        assert revision in Figure.objects.released(timezone.now())

    def test_number_may_be_withdrawn_by_a_mark(self, here):
        revision = revise_figure(figure=here.figure, by=here.statistician, mark="not_available", reason="数据有误")
        assert (revision.value, revision.mark) == (None, "not_available")

    def test_reason_is_needed(self, here):
        with pytest.raises(ValidationError) as caught:
            revise_figure(figure=here.figure, by=here.statistician, value=Decimal(1), reason="")
        assert "reason" in caught.value.message_dict

    def test_its_reason_is_published_and_names_no_enterprise(self, here):
        reason = f"{here.enterprise.name_zh}更正营业收入"
        with pytest.raises(ValidationError) as caught:
            revise_figure(figure=here.figure, by=here.statistician, value=Decimal(1), reason=reason)
        assert here.enterprise.name_zh in caught.value.message_dict["reason"][0]

    def test_unreleased_figure_is_changed_and_not_revised(self, here):
        with pytest.raises(ValidationError):
            revise_figure(figure=here.secret_figure, by=here.statistician, value=Decimal(1), reason="更正")

    def test_second_revision_waits_for_the_first(self, here):
        revise_figure(figure=here.figure, by=here.statistician, value=Decimal(1), reason="更正")
        with pytest.raises(ValidationError):
            revise_figure(figure=here.figure, by=here.statistician, value=Decimal(2), reason="再更正")

    @pytest.mark.parametrize("actor", ["clerk", "anonymous", "publisher", "auditor", "administrator"])
    def test_nobody_else_revises(self, here, actor):
        with pytest.raises(PermissionDenied):
            revise_figure(figure=here.figure, by=getattr(here, actor), value=Decimal(1), reason="更正")

    def test_right_does_not_reach_into_other_parks(self, here):
        clerk = UserFactory(parks=[here.park])
        clerk.user_permissions.add(*clerk.user_permissions.model.objects.filter(codename="add_figure"))
        released = FigureFactory(release=here.release, park=here.other_park)
        with pytest.raises(PermissionDenied):
            revise_figure(figure=released, by=clerk, value=Decimal(1), reason="更正")

    def test_a_later_vintage_stands_beside_it_with_its_reason(self, here):
        FigureFactory(definition=here.figure.definition, year=2016, vintage=1, release=here.release)
        flash = Figure.objects.get(year=2016)
        later = revise_figure(figure=flash, by=here.statistician, value=Decimal(5), reason="初步核算", vintage=2)
        assert (later.vintage, later.revision, later.reason) == (2, 0, "初步核算")
        assert later.history.latest().history_user == here.statistician

    def test_a_later_vintage_needs_its_reason_too(self, here):
        with pytest.raises(ValidationError):
            revise_figure(figure=here.figure, by=here.statistician, value=Decimal(1), reason=" ", vintage=4)

    def test_no_version_goes_back_to_an_earlier_vintage(self, here):
        with pytest.raises(ValidationError) as caught:
            revise_figure(figure=here.figure, by=here.statistician, value=Decimal(1), reason="更正", vintage=1)
        assert "vintage" in caught.value.message_dict


class TestGiveReason:
    """One reason for the figures of a draft that supersede released ones without saying why."""

    @pytest.fixture
    def draft(self, here):
        release = ReleaseFactory()
        successor(here.figure, release=release)
        FigureFactory(definition=here.figure.definition, year=2010, release=release)
        return release

    def test_who_supersedes_nothing_gets_none(self, here, draft):
        assert give_reason(release=draft, by=here.statistician, reason="年报审核") == 1
        assert dict(draft.figures.values_list("year", "reason")) == {2017: "年报审核", 2010: ""}

    @pytest.mark.parametrize("reason", ["", "长" * 301])
    def test_it_must_be_a_reason(self, here, draft, reason):
        with pytest.raises(ValidationError):
            give_reason(release=draft, by=here.statistician, reason=reason)

    def test_it_names_no_enterprise(self, here, draft):
        with pytest.raises(ValidationError):
            give_reason(release=draft, by=here.statistician, reason=f"{here.enterprise.number}更正")
        assert not draft.figures.exclude(reason="").exists()

    def test_a_release_in_review_is_left_alone(self, here, draft):
        Release.objects.filter(pk=draft.pk).update(status="in_review")
        with pytest.raises(ValidationError):
            give_reason(release=draft, by=here.statistician, reason="年报审核")

    @pytest.mark.parametrize("actor", ["clerk", "anonymous", "publisher", "auditor", "administrator"])
    def test_nobody_else_does(self, here, draft, actor):
        with pytest.raises(PermissionDenied):
            give_reason(release=draft, by=getattr(here, actor), reason="年报审核")
