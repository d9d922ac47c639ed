"""What every page of a government site carries, on all public pages in both languages."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from parks.models import Zone
from tests import factories
from tests.pages import PUBLIC_PAGES, in_both_languages
from tests.snapshot import replayed
from zoneportal.publishing.actions import publish

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # what templates write is the same on all
NO_COLUMN = {"/about/design/"}  # a page of the makers, for no search engine
EVERY_PAGE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType", "description"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource"}
OPEN_GRAPH = {"title", "description", "type", "url", "site_name", "image", "locale", "locale:alternate"}


class Head(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: dict[str, list[str]] = {}
        self.links: dict[tuple[str, str], list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag, attributes) -> None:
        given = dict(attributes)
        if tag == "meta":
            name = given.get("name") or given.get("property")
            if name:
                self.names.setdefault(name, []).append(given["content"])
        elif tag == "link":
            self.links.setdefault((given["rel"], given.get("hreflang", "")), []).append(given["href"])


@pytest.fixture
def content(db) -> None:
    replayed(_made)


def _made() -> None:
    call_command("load_content", verbosity=0)
    zone = Zone.objects.get()
    zone.site_code = "1404000001"
    zone.save()
    publish(content=zone, by=None)


@pytest.fixture(scope="module")
def walked() -> dict[str, Head]:
    return {}


@pytest.fixture
def heads(client, content, walked) -> dict[str, Head]:
    """Of all pages, read by the first test that asks for them."""
    if not walked:
        answers = {address: client.get(address) for address in in_both_languages()}
        assert [address for address, answer in answers.items() if answer.status_code != 200] == []
        walked.update({address: Head(answer.content.decode()) for address, answer in answers.items()})
    return walked


def chinese(address: str) -> str:
    return address.removeprefix("/en") if address.startswith("/en/") else address


def test_meta_tags_of_site_and_column(heads):
    for address, head in heads.items():
        assert set(head.names) >= EVERY_PAGE, address
        if chinese(address) not in NO_COLUMN and address not in ("/", "/en/"):
            missing = (COLUMN if "ArticleTitle" not in head.names else ARTICLE) - set(head.names)
            assert missing == set(), address
        for name, values in head.names.items():
            assert all(value.strip() for value in values), f"{address} {name}"
            assert len(values) == 1 or name == "theme-color", f"{address} {name}"


def test_open_graph(heads):
    for address, head in heads.items():
        if chinese(address) in NO_COLUMN:
            continue
        found = {name.removeprefix("og:"): value[0] for name, value in head.names.items() if name.startswith("og:")}
        assert set(found) >= OPEN_GRAPH, address
        own, other = ("en_GB", "zh_CN") if address.startswith("/en/") else ("zh_CN", "en_GB")
        assert (found["locale"], found["locale:alternate"]) == (own, other), address
        assert found["url"] == head.links["canonical", ""][0]
        assert found["image"].startswith("http://testserver/")


def test_picture_of_open_graph_is_there(client, heads):
    address = heads["/"].names["og:image"][0].removeprefix("http://testserver")
    assert client.get(address)["Content-Type"] == "image/png"


def test_canonical_address_and_translations(heads):
    for address, head in heads.items():
        path = chinese(address).partition("?")[0]
        pages = {"zh-Hans": path, "en": f"/en{path}", "x-default": path}
        for language, page in pages.items():
            assert head.links["alternate", language][0].partition("?")[0] == f"http://testserver{page}", address
        own = pages["en" if address.startswith("/en/") else "zh-Hans"]
        assert head.links["canonical", ""][0].partition("?")[0] == f"http://testserver{own}"


def test_every_page_for_search_engines_stands_in_the_sitemap(client, heads):
    named = set()
    for sitemap in re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").content.decode()):
        named |= set(re.findall(r"<loc>http://testserver(.*?)</loc>", unescape(client.get(sitemap).content.decode())))
    wanted = {path for path in in_both_languages() if "?" not in path}
    assert {path for path in wanted - named if "noindex" not in heads[path].names.get("robots", [""])[0]} == set()


def test_article_says_when_it_was_published_and_where_it_comes_from(client, content):
    article = factories.AnnouncementFactory(source_zh="管委会办公室", published=True)
    head = Head(client.get(article.get_absolute_url()).content.decode())
    assert set(head.names) >= ARTICLE
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", head.names["PubDate"][0])
    assert head.names["ContentSource"] == ["管委会办公室"]
    assert head.names["og:type"] == ["article"]
    assert head.names["article:published_time"][0].startswith("20")


def test_footer_shows_what_is_set_and_nothing_else(client, content):
    zone = Zone.objects.get()
    settings = {
        "organizer_zh": "长治高新区管委会",
        "phone": "0355-0000000",
        "site_code": "1404000001",
        "icp_number": "晋ICP备00000000号",
        "police_number": "晋公网安备00000000000000号",
        "party_mark_url": "https://bszs.conac.cn/sitename?method=show",
        "error_report_url": "https://zfwzgl.www.gov.cn/exposure/jiucuo.html",
    }
    for name, value in settings.items():
        setattr(zone, name, value)
    zone.save()
    publish(content=zone, by=None)
    for address in PUBLIC_PAGES:
        page = client.get(address).content.decode()
        assert [value for value in settings.values() if value not in unescape(page)] == [], address
    for name in settings:
        setattr(zone, name, "")
    zone.save()
    publish(content=zone, by=None)
    page = client.get("/").content.decode()
    assert [value for value in settings.values() if value in unescape(page)] == []
