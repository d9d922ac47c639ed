"""Whoever approves reads from how many returns the figures were made."""

import pytest
from django.urls import reverse

from stats.models import EnterpriseReturn, Figure
from stats.protecting import protect_release
from stats.queries.approval_sheet import approval_sheet
from stats.queries.turnout import Turnout, turnout_of
from tests import factories
from tests.stats import compiled_year
from tests.stats.reviews import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db):
    return compiled_year.built()


@pytest.fixture
def release(year):
    compiled_year.compiled(year)
    release = factories.ReleaseFactory()
    Figure.objects.filter(compiled__isnull=False).update(release=release)
    return release


def test_accepted_returns_are_counted_against_those_asked_for(release):
    assert approval_sheet(release).turnout == [Turnout(compiled_year.YEAR, 5, 6)]
    assert approval_sheet(release).is_short


def test_what_was_typed_has_none(world):
    assert turnout_of([world.figure]) == []
    assert not approval_sheet(draft_of(world.secret_figure)).is_short


def test_what_disclosure_control_found_is_under_the_hash_and_stays(release, year):
    """Freezing the year again after the approval asks others; what was approved stays what it was."""
    assert "turnout" not in approval_sheet(release).facts
    protect_release(release=release, by=None)
    before = approval_sheet(release)
    EnterpriseReturn.objects.filter(status="received").delete()

    after = approval_sheet(release)

    assert after.facts["turnout"] == [(compiled_year.YEAR, 5, 6)]
    assert after.sha256 == before.sha256


@pytest.mark.parametrize(("door", "warns"), [("submit", True), ("sheet", False), ("change", False)])
def test_it_stands_on_every_page_and_warns_who_submits(client, year, release, door, warns):
    client.force_login(year.world.statistician)
    shown = client.get(reverse(f"admin:stats_release_{door}", args=[release.pk])).content.decode()

    assert "由5份报表汇总，应报6份" in shown
    assert ("报表尚未收齐" in shown) is warns


def test_nobody_is_warned_where_all_came_in(client, year):
    year.returns[-1].delete()
    compiled_year.compiled(year)
    release = factories.ReleaseFactory()
    Figure.objects.filter(compiled__isnull=False).update(release=release)
    client.force_login(year.world.statistician)
    shown = client.get(reverse("admin:stats_release_submit", args=[release.pk])).content.decode()

    assert "由5份报表汇总，应报5份" in shown
    assert "报表尚未收齐" not in shown
