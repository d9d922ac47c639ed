import pytest

from parks.models import Announcement, Milestone
from tests import factories
from zoneportal.inspection.checks import empty

pytestmark = pytest.mark.django_db


def test_drafts_do_not_fill_a_column(look, world):
    factories.MilestoneFactory()
    assert Milestone in {finding.model for finding in look(empty.run)}
    factories.MilestoneFactory(published=True)
    assert Milestone not in {finding.model for finding in look(empty.run)}


def test_news_and_notices_are_two_columns(look):
    factories.AnnouncementFactory(kind="notice", published=True)
    sentences = [finding.what for finding in look(empty.run) if finding.model is Announcement]
    assert sentences == ["“News” is empty: publish the first entry."]


def test_unconfirmed_enterprises_and_unreleased_figures_fill_nothing(look):
    factories.EnterpriseFactory()
    factories.FigureFactory(release=factories.ReleaseFactory())
    assert {"Enterprise", "Release"} <= {finding.model.__name__ for finding in look(empty.run)}
