from xml.etree import ElementTree

import pytest

from tests import factories
from zoneportal.pages import sitemaps

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def tree(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(response.content.decode())


def addresses(client, address: str) -> list[str]:
    return [entry.text.removeprefix("http://testserver") for entry in tree(client, address).findall(".//s:loc", NAMES)]


def test_index_names_the_maps(client, world):
    assert addresses(client, "/sitemap.xml") == ["/sitemap-pages.xml", "/sitemap-enterprises-1.xml"]


def test_every_page_stands_there_in_both_languages(client, world):
    found = addresses(client, "/sitemap-pages.xml")

    assert {"/", "/en/", "/profile/", "/en/profile/"} <= set(found)
    assert world.park.get_absolute_url() in found
    assert f"/en{world.park.get_absolute_url()}" in found
    assert len(found) == len(set(found))


def test_every_entry_names_its_translation(client, world):
    for entry in tree(client, "/sitemap-pages.xml").findall("s:url", NAMES):
        links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)}
        assert set(links) == {"zh-Hans", "en", "x-default"}
        assert entry.find("s:loc", NAMES).text in links.values()


def test_every_address_of_the_maps_leads_to_a_page(client, world):
    factories.AnnouncementFactory(published=True)
    for address in addresses(client, "/sitemap.xml"):
        for page in addresses(client, address):
            assert client.get(page).status_code == 200, page


def test_what_is_not_public_is_not_there(client, world):
    draft = factories.ParkFactory(slug="draft-park")
    pages = addresses(client, "/sitemap-pages.xml")
    enterprises = addresses(client, "/sitemap-enterprises-1.xml")

    assert draft.get_absolute_url() not in pages
    assert world.secret_enterprise.get_absolute_url() not in enterprises
    assert world.enterprise.get_absolute_url() in enterprises


def test_enterprises_come_in_pages(client, world, monkeypatch):
    monkeypatch.setattr(sitemaps, "ENTERPRISES_A_PAGE", 1)

    assert addresses(client, "/sitemap.xml")[1:] == ["/sitemap-enterprises-1.xml", "/sitemap-enterprises-2.xml"]
    assert addresses(client, "/sitemap-enterprises-2.xml")[0] == world.other_enterprise.get_absolute_url()


@pytest.mark.parametrize("page", ["0", "2", "1000000000", "99999999999999999999", "abc"])
def test_page_that_does_not_exist_is_not_found(client, world, page):
    assert client.get(f"/sitemap-enterprises-{page}.xml").status_code == 404


def test_page_of_enterprises_costs_one_query(client, world, django_assert_num_queries):
    # The numbers of confirmed enterprises.
    with django_assert_num_queries(1):
        client.get("/sitemap-enterprises-1.xml")
