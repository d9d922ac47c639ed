"""Draft, in review, approved, public: who may, what stands in the way, and what is locked meanwhile."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from stats.actions import put_into_release
from stats.models import Figure, Release
from stats.queries.approval_sheet import approval_sheet
from stats.releasing import cancel_planned_release, release_figures, return_to_draft, submit_release
from tests import world
from tests.factories import FigureFactory, ReleaseFactory
from tests.stats.reviews import draft_of, in_review

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)
EVERYBODY = ["clerk", "other_clerk", "anonymous", "statistician", "publisher", "administrator", "auditor"]


def others(*those: str) -> list[str]:
    return [name for name in EVERYBODY if name not in those]


@pytest.fixture
def here():
    return world.build()


@pytest.fixture
def draft(here) -> Release:
    return draft_of(here.secret_figure)


@pytest.fixture
def reviewed(here, draft) -> Release:
    return submit_release(release=draft, by=here.statistician)


class TestSubmit:
    def test_statistician_hands_the_draft_over(self, here, draft):
        release = submit_release(release=draft, by=here.statistician)
        assert (release.status, release.submitted_by) == ("in_review", here.statistician)
        assert release.history.latest().history_user == here.statistician

    @pytest.mark.parametrize("actor", others("statistician"))
    def test_nobody_else_does(self, here, draft, actor):
        with pytest.raises(PermissionDenied):
            submit_release(release=draft, by=getattr(here, actor))

    def test_twice_is_refused(self, here, reviewed):
        with pytest.raises(ValidationError):
            submit_release(release=reviewed, by=here.statistician)

    def test_everything_that_is_missing_is_told_at_once(self, here):
        release = ReleaseFactory(basis_zh=" ", planned_at=timezone.now() - TOMORROW)
        with pytest.raises(ValidationError) as caught:
            submit_release(release=release, by=here.statistician)
        assert len(caught.value.messages) == 3


class TestReview:
    """Neither the release nor its figures are changed by accident."""

    def test_a_figure_is_not_changed(self, here, reviewed):
        here.secret_figure.refresh_from_db()
        here.secret_figure.value = Decimal(1)
        with pytest.raises(ValidationError, match="审批中"):
            here.secret_figure.save()

    def test_a_figure_is_not_deleted(self, here, reviewed):
        with pytest.raises(ProtectedError):
            reviewed.figures.get().delete()
        with pytest.raises(ProtectedError):
            reviewed.figures.all().delete()

    def test_a_figure_neither_comes_nor_goes(self, here, reviewed):
        other = FigureFactory(definition=here.figure.definition, year=2016)
        with pytest.raises(ValidationError):
            put_into_release(figures=Figure.objects.filter(pk=other.pk), release=reviewed, by=here.statistician)
        put_into_release(figures=Figure.objects.all(), release=None, by=here.statistician)
        assert list(reviewed.figures.all()) == [here.secret_figure]

    def test_its_texts_are_not_changed(self, here, reviewed):
        reviewed.title_zh = "另一个标题"
        with pytest.raises(ValidationError, match="退回为草稿"):
            reviewed.save()
        with pytest.raises(ProtectedError):
            reviewed.delete()

    @pytest.mark.parametrize("actor", ["statistician", "publisher"])
    def test_it_is_sent_back_with_a_reason(self, here, reviewed, actor):
        release = return_to_draft(release=reviewed, by=getattr(here, actor), reason="单位有误")
        assert (release.status, release.submitted_by) == ("draft", None)
        assert release.history.latest().history_change_reason == "单位有误"

    @pytest.mark.parametrize("actor", others("statistician", "publisher"))
    def test_nobody_else_sends_it_back(self, here, reviewed, actor):
        with pytest.raises(PermissionDenied):
            return_to_draft(release=reviewed, by=getattr(here, actor), reason="单位有误")

    @pytest.mark.parametrize("reason", [" ", "长" * 101])
    def test_a_reason_is_needed(self, here, reviewed, reason):
        with pytest.raises(ValidationError):
            return_to_draft(release=reviewed, by=here.publisher, reason=reason)

    def test_a_draft_is_not_sent_back(self, here, draft):
        with pytest.raises(ValidationError):
            return_to_draft(release=draft, by=here.publisher, reason="单位有误")


class TestApproval:
    def test_publisher_makes_the_figures_public(self, here, reviewed):
        release = release_figures(release=reviewed, by=here.publisher)
        assert release.released_by == here.publisher
        assert here.secret_figure in Figure.objects.released(timezone.now())

    def test_the_hash_of_the_sheet_is_kept(self, here, reviewed):
        release = release_figures(release=reviewed, by=here.publisher)
        assert len(release.sheet_sha256) == 64
        assert approval_sheet(Release.objects.get(pk=release.pk)).is_intact

    def test_history_knows_who_approved(self, here, reviewed):
        release_figures(release=reviewed, by=here.publisher)
        newest = reviewed.history.latest()
        assert (newest.status, newest.history_user) == ("released", here.publisher)

    @pytest.mark.parametrize("actor", others("publisher"))
    def test_nobody_else_approves(self, here, reviewed, actor):
        with pytest.raises(PermissionDenied):
            release_figures(release=reviewed, by=getattr(here, actor))
        assert here.secret_figure not in Figure.objects.released(timezone.now())

    def test_a_draft_is_not_approved(self, here, draft):
        with pytest.raises(ValidationError, match="尚未提交审批"):
            release_figures(release=draft, by=here.publisher)

    def test_the_program_releases_its_own_content(self, draft):
        assert release_figures(release=draft, by=None).status == "released"

    def test_the_planned_moment_is_taken_over(self, here):
        moment = timezone.now() + TOMORROW
        release = in_review(here.secret_figure, here.statistician, planned_at=moment)
        assert release_figures(release=release, by=here.publisher).released_at == moment
        assert here.secret_figure not in Figure.objects.released(moment - timedelta(microseconds=1))
        assert here.secret_figure in Figure.objects.released(moment)

    def test_a_planned_moment_that_has_passed_meanwhile_is_refused(self, here, reviewed):
        Release.objects.filter(pk=reviewed.pk).update(planned_at=timezone.now() - TOMORROW)
        with pytest.raises(ValidationError, match="计划发布时间已过"):
            release_figures(release=reviewed, by=here.publisher)

    def test_moment_in_the_past_is_refused(self, draft):
        with pytest.raises(ValidationError):
            release_figures(release=draft, by=None, at=timezone.now() - TOMORROW)

    def test_decided_release_is_not_decided_again(self, here):
        with pytest.raises(ValidationError):
            release_figures(release=here.release, by=here.publisher)

    def test_what_was_changed_since_it_was_looked_at_is_not_approved(self, here, reviewed):
        seen = approval_sheet(reviewed).sha256
        Figure.objects.filter(pk=here.secret_figure.pk).update(value=Decimal("4177.7"))
        with pytest.raises(ValidationError, match="在此期间已有变动"):
            release_figures(release=reviewed, by=here.publisher, seen=seen)
        assert Release.objects.get(pk=reviewed.pk).status == "in_review"


class TestCallOff:
    @pytest.fixture
    def planned(self, draft):
        return release_figures(release=draft, by=None, at=timezone.now() + TOMORROW)

    def test_planned_release_becomes_a_draft_again(self, here, planned):
        release = cancel_planned_release(release=planned, by=here.publisher)
        assert (release.status, release.sheet_sha256) == ("draft", "")
        assert release.history.latest().history_user == here.publisher

    def test_public_release_stays_public(self, here):
        with pytest.raises(ValidationError):
            cancel_planned_release(release=here.release, by=here.publisher)

    def test_statistician_cannot_call_off(self, here, planned):
        with pytest.raises(PermissionDenied):
            cancel_planned_release(release=planned, by=here.statistician)
