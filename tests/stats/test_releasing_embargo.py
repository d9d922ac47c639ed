"""At its minute a planned release is everywhere at once, and a moment before it nowhere."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.utils import timezone

from stats.releasing import release_figures
from tests.factories import ReleaseFactory
from tests.stats.reviews import edited, successor

pytestmark = pytest.mark.django_db
VALUE = "512.34"
SLUG = "annual-2026"
SHOWS_THE_VALUE = (
    *("/", "/en/", "/statistics/", "/statistics/revenue/", "/en/statistics/revenue/", "/statistics/revenue/embed/"),
    *(f"/statistics/revenue/data.{ending}" for ending in ("csv", "json")),
    *("/api/v1/figures/", f"/statistics/releases/{SLUG}/", f"/statistics/releases/{SLUG}/data.csv"),
)
SHOWS_THE_RELEASE = ("/statistics/releases/", "/feeds/releases.atom", "/sitemap-pages.xml", "/statistics/data/")


@pytest.fixture(params=[True, False], ids=["kept", "made anew"])
def _pages(request, settings):
    """Pages are kept as in an office, or made anew for every reader."""
    settings.PAGE_CACHE = request.param
    caches["pages"].clear()


@pytest.fixture
def moment(world, _pages):
    """A release of a headline figure is approved for this moment."""
    edited(world.figure.indicator, None, is_headline=True)
    release = ReleaseFactory(slug=SLUG, planned_at=timezone.now() + timedelta(minutes=5))
    successor(world.figure, value=Decimal(VALUE), vintage=4, reason="核实", release=release)
    return release_figures(release=release, by=None).released_at


def text_at(client, address: str) -> str:
    page = client.get(address)
    return page.content.decode() if page.status_code == 200 else ""


@pytest.mark.parametrize(
    ("addresses", "words"), [(SHOWS_THE_VALUE, VALUE), (SHOWS_THE_RELEASE, SLUG)], ids=["figures", "release"]
)
def test_it_is_everywhere_at_its_moment_and_nowhere_before(client, moment, monkeypatch, addresses, words):
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(microseconds=1))
    assert [address for address in addresses if words in text_at(client, address)] == []
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert [address for address in addresses if words not in text_at(client, address)] == []
