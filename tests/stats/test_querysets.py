from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from stats.models import Figure, Release
from tests import world
from tests.factories import FigureFactory, ReleaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build()


@pytest.fixture
def of_park(here):
    return FigureFactory(definition=here.figure.definition, year=2019, park=here.park)


def test_clerk_sees_the_figures_of_the_own_park(here, of_park):
    assert list(Figure.objects.visible_to(here.clerk)) == [of_park]
    assert not Figure.objects.visible_to(here.other_clerk).exists()
    assert not Figure.objects.visible_to(here.anonymous).exists()


@pytest.mark.parametrize("office", ["administrator", "statistician", "publisher", "auditor"])
def test_zone_office_sees_every_figure(here, of_park, office):
    assert Figure.objects.visible_to(getattr(here, office)).count() == 3


def test_figure_is_public_from_the_moment_of_its_release():
    moment = timezone.now()
    figure = FigureFactory(release=ReleaseFactory(released=True, released_at=moment))
    assert list(Figure.objects.released(moment)) == [figure]
    assert not Figure.objects.released(moment - timedelta(microseconds=1)).exists()
    assert list(Figure.objects.unreleased(moment - timedelta(microseconds=1))) == [figure]


def test_figure_of_a_draft_and_without_release_is_internal():
    FigureFactory(release=ReleaseFactory())
    FigureFactory()
    assert not Figure.objects.released(timezone.now()).exists()
    assert Figure.objects.unreleased(timezone.now()).count() == 2


def test_drafts_are_no_releases_of_the_public():
    ReleaseFactory()
    public = ReleaseFactory(released=True)
    assert list(Release.objects.released(timezone.now())) == [public]


def test_figures_of_the_zone_are_those_of_no_part_of_it(here, of_park):
    assert of_park not in Figure.objects.of_zone()
    assert here.figure in Figure.objects.of_zone()


def test_latest_vintage_and_revision_come_last():
    first = FigureFactory(vintage=1, value=Decimal(1))
    same = {"definition": first.definition}
    verified = FigureFactory(vintage=4, value=Decimal(3), **same)
    revised = FigureFactory(vintage=1, revision=1, reason="更正", value=Decimal(2), **same)
    assert list(Figure.objects.newest_last()) == [first, revised, verified]
