from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from stats.actions import cancel_planned_release, put_into_release, release_figures, revise_figure
from stats.models import Figure, Release
from tests import world
from tests.factories import FigureFactory, ReleaseFactory, UserFactory

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


@pytest.fixture
def here():
    return world.build()


@pytest.fixture
def draft(here):
    release = ReleaseFactory()
    Figure.objects.filter(pk=here.secret_figure.pk).update(release=release)
    return release


class TestRelease:
    def test_publisher_makes_the_figures_public(self, here, draft):
        release = release_figures(release=draft, by=here.publisher)
        assert release.released_by == here.publisher
        assert here.secret_figure in Figure.objects.released(timezone.now())

    def test_history_knows_who_released(self, here, draft):
        release_figures(release=draft, by=here.publisher)
        assert draft.history.latest().status == "released"

    @pytest.mark.parametrize("actor", ["clerk", "other_clerk", "anonymous", "statistician", "administrator", "auditor"])
    def test_nobody_else_releases(self, here, draft, actor):
        with pytest.raises(PermissionDenied):
            release_figures(release=draft, by=getattr(here, actor))
        assert here.secret_figure not in Figure.objects.released(timezone.now())

    def test_embargo_holds_until_its_moment(self, here, draft):
        moment = timezone.now() + TOMORROW
        release_figures(release=draft, by=here.publisher, at=moment)
        assert here.secret_figure not in Figure.objects.released(timezone.now())
        assert here.secret_figure in Figure.objects.released(moment)

    def test_moment_in_the_past_is_refused(self, here, draft):
        with pytest.raises(ValidationError):
            release_figures(release=draft, by=here.publisher, at=timezone.now() - TOMORROW)

    @pytest.mark.parametrize("basis", ["", "  "])
    def test_basis_is_needed(self, here, draft, basis):
        Release.objects.filter(pk=draft.pk).update(basis_zh=basis)
        with pytest.raises(ValidationError) as caught:
            release_figures(release=draft, by=here.publisher)
        assert list(caught.value.message_dict) == ["basis_zh"]

    def test_release_without_figures_is_refused(self, here):
        with pytest.raises(ValidationError):
            release_figures(release=ReleaseFactory(), by=here.publisher)

    @pytest.mark.parametrize("name", ["definition_zh", "source_zh"])
    def test_indicator_without_definition_or_source_is_not_publishable(self, here, draft, name):
        type(here.figure.definition).objects.update(**{name: ""})
        with pytest.raises(ValidationError, match=here.figure.indicator.name_zh):
            release_figures(release=draft, by=here.publisher)

    def test_decided_release_is_not_decided_again(self, here):
        with pytest.raises(ValidationError):
            release_figures(release=here.release, by=here.publisher)


class TestCallOff:
    def test_planned_release_becomes_a_draft_again(self, here, draft):
        release_figures(release=draft, by=here.publisher, at=timezone.now() + TOMORROW)
        assert cancel_planned_release(release=draft, by=here.publisher).status == "draft"
        assert draft.history.latest().history_user == here.publisher

    def test_public_release_stays_public(self, here):
        with pytest.raises(ValidationError):
            cancel_planned_release(release=here.release, by=here.publisher)

    def test_statistician_cannot_call_off(self, here, draft):
        release_figures(release=draft, by=here.publisher, at=timezone.now() + TOMORROW)
        with pytest.raises(PermissionDenied):
            cancel_planned_release(release=draft, by=here.statistician)


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
        release_figures(release=Release.objects.get(status="draft"), by=here.publisher)
        assert revision in Figure.objects.released(timezone.now())

    def test_number_may_be_withdrawn_by_a_mark(self, here):
        revision = revise_figure(figure=here.figure, by=here.statistician, mark="not_available", reason="数据有误")
        assert (revision.value, revision.mark) == (None, "not_available")

    def test_reason_is_needed(self, here):
        with pytest.raises(ValidationError) as caught:
            revise_figure(figure=here.figure, by=here.statistician, value=Decimal(1), reason="")
        assert "reason" in caught.value.message_dict

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
