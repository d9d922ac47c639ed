import json

import pytest

from zoneportal.static_site import documents
from zoneportal.static_site.mapping import Links

ROOT = "https://www.example.gov.cn"


@pytest.fixture
def links() -> Links:
    return Links(ROOT, lambda path: ("page", "vintage", "q"))


def html(text: str, links: Links, base: str = "/enterprises/") -> documents.Document:
    return documents.of_html(text, base, links, "<p>search</p>", "default-src 'none'")


def test_what_needs_no_change_stays_byte_by_byte(links):
    text = "<!doctype html>\n<p  class='x'>一 &amp; <br><svg viewBox='0 0 1 1'/><a href='/parks/' >二</a>\r\n"

    assert html(text, links).text == text


def test_a_link_with_a_query_leads_to_its_file(links):
    document = html('一<a class="next" href="?page=2&amp;q=#found">下一页</a>', links)

    assert document.text == '一<a class="next" href="/enterprises/page=2/#found">下一页</a>'
    assert document.links == {"/enterprises/?page=2"}


def test_a_link_that_needs_a_server_becomes_words(links):
    document = html('<a class="x" rel="nofollow" download href="/enterprises/?q=a">甲</a>', links)

    assert document.text == '<a class="x">甲</a>'
    assert document.left_out == {"/enterprises/?q=a"}


def test_a_head_does_not_name_what_is_not_there(links):
    assert html('<link rel="alternate" href="/api/v1/"><p>', links).text == "<p>"


@pytest.mark.parametrize(
    "form",
    [
        '<form action="/enterprises/" method="get"><a href="/x/">y</a><input name="q"></form>',
        '<form action="/search/" method="post"><input></form>',
        "<form><input></form >",
    ],
)
def test_a_form_that_needs_a_server_gives_way_to_the_search(links, form):
    document = html(f"<b>{form}</b>", links)

    assert document.text == "<b><p>search</p></b>"
    assert document.links == set()


def test_the_form_of_the_search_stays(links):
    text = '<form action="/search/" method="get"><input name="q"></form>'

    assert html(text, links).text == text


def test_structured_data_name_the_files(links):
    data = {"url": f"{ROOT}/statistics/x/data.csv?vintage=flash", "name": "</script>"}
    text = f'<script type="application/ld+json">{json.dumps(data).replace("<", chr(92) + "u003C")}</script>'
    document = html(text, links)

    assert "data.vintage=flash.csv" in document.text
    assert document.text.count("</script>") == 1
    assert document.links == {"/statistics/x/data.csv?vintage=flash"}


def test_the_policy_comes_with_the_page(links):
    document = html('<head><meta charset="utf-8"><title>', links)

    assert document.text == (
        '<head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;"><title>'
    )


def test_the_title_is_the_heading(links):
    assert html("<h1>科技 <b>园</b>\n &amp; 一</h1><h1>二</h1>", links).title == "科技 园 & 一"


def test_a_page_that_wants_to_be_left_alone_is_not_found(links):
    assert not html('<meta name="robots" content="noindex, nofollow"><h1>一</h1>', links).is_found


def test_pictures_of_several_sizes_are_all_met(links):
    document = html('<img src="/media/a.png" srcset="/media/b.webp 480w, /media/c.webp 960w">', links)

    assert document.links == {"/media/a.png", "/media/b.webp", "/media/c.webp"}


def test_a_catalogue_names_the_files(links):
    document = documents.of_json(json.dumps({"path": [f"{ROOT}/x/data.csv?vintage=flash", "年?"]}), "/c.json", links)

    assert json.loads(document.text) == {"path": [f"{ROOT}/x/data.vintage=flash.csv", "年?"]}
    assert document.links == {"/x/data.csv?vintage=flash"}


def test_a_site_map_leaves_out_what_is_not_there(links):
    entries = "".join(f"<url><loc>{ROOT}{path}</loc></url>" for path in ("/parks/", "/about/api/"))
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    document = documents.of_xml(f'<?xml version="1.0"?><urlset xmlns="{name}">{entries}</urlset>', "/s.xml", links)

    assert "/parks/" in document.text
    assert "/about/api/" not in document.text
    assert document.links == {"/parks/"}
