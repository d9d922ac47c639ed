import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(("address", "language"), [("/about/", "zh-Hans"), ("/en/about/", "en")])
def test_page_says_its_language(client, address, language):
    assert f'<html lang="{language}">' in page(client, address)


def test_page_names_itself_and_its_translation(client):
    for html in (page(client, "/about/"), page(client, "/en/about/")):
        assert '<link rel="alternate" hreflang="zh-Hans" href="http://testserver/about/">' in html
        assert '<link rel="alternate" hreflang="en" href="http://testserver/en/about/">' in html
    assert '<link rel="canonical" href="http://testserver/about/">' in page(client, "/about/")
    assert '<link rel="canonical" href="http://testserver/en/about/">' in page(client, "/en/about/")


@pytest.mark.parametrize("address", ["/", "/parks/", "/announcements/?page=1"])
def test_language_switch_leads_to_the_same_page(client, address):
    shown = address.replace("&", "&amp;")

    assert f'<a href="/en{shown}" hreflang="en"' in page(client, address)
    assert f'<a href="{shown}" hreflang="zh-Hans"' in page(client, f"/en{address}")


def test_language_switch_repeats_no_word_that_the_page_does_not_know(client):
    html = page(client, "/announcements/?page=1&utm_source=a%26b")
    assert '<a href="/en/announcements/?page=1" hreflang="en"' in html
    assert "utm_source" not in html


def test_browser_language_does_not_matter(client):
    response = client.get("/about/", headers={"accept-language": "en"})

    assert '<html lang="zh-Hans">' in response.content.decode()
    assert "Accept-Language" not in response.get("Vary", "")


def test_menu_marks_where_the_reader_is(client):
    assert '<a href="/en/parks/" aria-current="true">' in page(client, "/en/parks/")
    assert "aria-current" not in page(client, "/en/").partition("<main")[2]


def test_site_has_a_name_without_a_published_zone(client):
    for address in ("/profile/", "/parks/", "/about/", "/sitemap/", "/accessibility/", "/announcements/"):
        assert "Zone Portal" in page(client, f"/en{address}")


DATA_BLOCK = '<script type="application/ld+json">'  # data for search engines: a browser runs nothing of it


def test_pages_hold_no_script(client):
    factories.ZoneFactory(published=True)

    for address in ("/", "/profile/", "/parks/", "/about/", "/sitemap/"):
        assert "<script" not in page(client, address).replace(DATA_BLOCK, "")


@pytest.mark.parametrize("address", ["/en//elsewhere.org/", "//elsewhere.org/", "/en///elsewhere.org/"])
def test_language_switch_never_leaves_the_site(client, address):
    response = client.get("/", PATH_INFO=address)
    assert response.status_code == 404
    assert 'href="//' not in response.content.decode()
