"""The public calendar: what is announced shows its title and its planned day, and never a figure."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.utils import timezone

from stats.models import Release
from stats.releasing import cancel_planned_release, release_figures
from tests.factories import FigureFactory, ReleaseFactory
from tests.stats.reviews import edited
from zoneportal.publishing.models import Change

pytestmark = pytest.mark.django_db
CALENDAR = "/statistics/releases/"
IN_TEN_DAYS = timedelta(days=10)


@pytest.fixture
def planned(world) -> Release:
    release = ReleaseFactory(
        slug="annual-2026",
        title_zh="2026年年报数据",
        title_en="Annual figures of 2026",
        basis_zh="不公开的依据",
        notes_zh="内部说明",
        planned_at=timezone.now() + IN_TEN_DAYS,
        is_announced=True,
    )
    FigureFactory(definition=world.figure.definition, year=2019, value=Decimal("512.34"), release=release)
    return release


def calendar(client, language: str = "") -> str:
    return client.get(f"{language}{CALENDAR}").content.decode()


def test_an_announced_release_shows_title_and_day_only(client, planned):
    text = calendar(client)
    assert planned.title_zh in text
    assert f"{timezone.localdate(planned.planned_at):%Y-%m-%d}" in text
    for internal in (
        "512.34",
        "不公开的依据",
        "内部说明",
        "annual-2026",
        f"{timezone.localtime(planned.planned_at):%H:%M}",
    ):
        assert internal not in text


def test_it_speaks_english(client, planned):
    assert planned.title_en in calendar(client, "/en")


def test_what_is_not_announced_is_not_there(client, planned):
    Release.objects.filter(pk=planned.pk).update(is_announced=False)
    assert planned.title_zh not in calendar(client)


def test_who_announces_and_who_takes_it_back_is_seen_at_once_on_a_kept_page(client, planned, settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    assert planned.title_zh in calendar(client)
    Change.objects.update(writer=0)  # what follows comes in transactions of their own
    edited(planned, None, title_zh="改过的标题")
    assert "改过的标题" in calendar(client)
    Change.objects.update(writer=0)
    edited(planned, None, is_announced=False)
    assert "改过的标题" not in calendar(client)


def test_an_approved_one_stays_announced_until_its_moment(client, planned, monkeypatch):
    release_figures(release=planned, by=None)
    assert planned.title_zh in calendar(client)
    assert "annual-2026" not in calendar(client)
    monkeypatch.setattr(timezone, "now", lambda: planned.planned_at)
    text = calendar(client)
    assert f"{CALENDAR}annual-2026/" in text
    assert text.count(f">{planned.title_zh}<") == 1


def test_one_that_is_called_off_is_announced_again(client, planned):
    cancel_planned_release(release=release_figures(release=planned, by=None), by=None)
    assert planned.title_zh in calendar(client)


def test_a_day_that_has_passed_is_told_as_postponed(client, planned):
    Release.objects.filter(pk=planned.pk).update(planned_at=timezone.now() - IN_TEN_DAYS)
    assert "Postponed" in calendar(client, "/en")


def test_the_next_one_stands_first(client, planned):
    ReleaseFactory(title_zh="更早的发布", planned_at=timezone.now() + timedelta(days=1), is_announced=True)
    text = calendar(client)
    assert text.index("更早的发布") < text.index(planned.title_zh)
