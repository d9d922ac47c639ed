"""What pages tell search engines."""

import json
import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from tests import factories
from zoneportal.open_data.structured import block
from zoneportal.pages.frame import Frame

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def blocks(client, address: str) -> list[dict]:
    content = client.get(address).content.decode()
    assert content.count("application/ld+json") == len(BLOCK.findall(content))
    return [json.loads(text) for text in BLOCK.findall(content)]


def of_type(client, address: str, kind: str) -> dict:
    found = [each for each in blocks(client, address) if each.get("@type") == kind]
    assert len(found) == 1
    assert found[0]["@context"] == "https://schema.org"
    return found[0]


def test_home_names_the_authority_and_how_the_site_is_searched(client, small_world):
    (graph,) = blocks(client, "/en/")
    authority, site = graph["@graph"]
    assert (authority["@type"], authority["name"]) == ("GovernmentOrganization", "Model High-tech Zone")
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://testserver/en/search/?q={search_term_string}"


def test_indicator_is_a_dataset_with_licence_years_and_files(client, small_world):
    found = of_type(client, "/statistics/revenue/", "Dataset")
    assert found["license"] == "https://licence.example/1"
    assert found["temporalCoverage"] == "2015/2017"
    assert len(found["distribution"]) == 3
    assert {client.get(each["contentUrl"]).status_code for each in found["distribution"]} == {200}


def test_dataset_calls_invented_figures_so(client, small_world):
    said = "What is marked as sample data is invented for demonstration."
    assert said not in of_type(client, "/en/statistics/revenue/", "Dataset")["description"]
    type(small_world.release).objects.update(is_sample=True)
    assert said in of_type(client, "/en/statistics/revenue/", "Dataset")["description"]


def test_dataset_without_a_licence_claims_none(client, db):
    factories.ZoneFactory(published=True)
    figure = factories.FigureFactory(release=factories.ReleaseFactory(released=True))
    assert "license" not in of_type(client, f"/statistics/{figure.indicator.code}/", "Dataset")


@pytest.mark.parametrize(
    ("address", "length"),
    [("/statistics/revenue/", 3), ("/statistics/releases/{release}/", 4), ("/parks/{park}/", 3)],
)
def test_way_to_the_page_leads_through_pages_that_exist(client, small_world, address, length):
    address = address.format(release=small_world.release.slug, park=small_world.park.slug)
    steps = of_type(client, address, "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, length + 1))
    assert {client.get(step["item"]).status_code for step in steps} == {200}


def test_announcement_is_an_article_and_a_park_a_place(client, small_world):
    announcement = factories.AnnouncementFactory(title_zh="通知", published=True)
    article = of_type(client, announcement.get_absolute_url(), "NewsArticle")
    assert (article["headline"], article["datePublished"]) == ("通知", "2026-05-01")
    assert of_type(client, small_world.park.get_absolute_url(), "Place")["name"] == small_world.park.name_zh


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b", "\u2028\u2029"])
def test_no_text_ends_the_block(text):
    html = block({"name": text})
    assert html.count("<") == html.count(">") == 2
    assert json.loads(BLOCK.search(html)[1])["name"] == text


def test_text_of_content_does_not_end_the_block(client, small_world):
    announcement = factories.AnnouncementFactory(title_zh="</script><script>alert(1)</script>", published=True)
    found = of_type(client, announcement.get_absolute_url(), "NewsArticle")
    assert found["headline"] == "</script><script>alert(1)</script>"


def test_site_without_a_zone_still_tells_its_name(db):
    request = RequestFactory().get("/")
    page = Template("{% load structured %}{% structured_site %}").render(Context({"frame": Frame(request)}))
    assert json.loads(BLOCK.search(page)[1])["@graph"][0]["name"]
