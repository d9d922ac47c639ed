from datetime import date

import pytest

from tests import factories
from zoneportal.publishing.actions import publish

pytestmark = pytest.mark.django_db


def test_site_map_links_every_public_park(client, world):
    html = client.get("/sitemap/").content.decode()

    assert f'href="{world.park.get_absolute_url()}"' in html


def test_site_map_keeps_drafts_out(client, world):
    draft = factories.ParkFactory()

    assert draft.get_absolute_url() not in client.get("/sitemap/").content.decode()


def test_accessibility_statement_has_its_date(client):
    assert "2026年11月22日" in client.get("/accessibility/").content.decode()
    assert "22 November 2026" in client.get("/en/accessibility/").content.decode()


def test_accessibility_statement_names_the_day_of_the_office(client):
    zone = factories.ZoneFactory(accessibility_checked_on=date(2026, 3, 5))
    assert "2026年3月5日" not in client.get("/accessibility/").content.decode()
    publish(content=zone, by=None)
    assert "2026年3月5日" in client.get("/accessibility/").content.decode()
    assert "5 March 2026" in client.get("/en/accessibility/").content.decode()


def test_about_names_the_organizer(client):
    factories.ZoneFactory(organizer_zh="示范管委会", published=True)

    assert "示范管委会" in client.get("/about/").content.decode()
