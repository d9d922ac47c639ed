"""Charts in the pages: where one is drawn, who may frame it, and what never stands in it."""

import json
import re
from decimal import Decimal

import pytest

from stats.templatetags import charts as chart_tags
from tests import factories

pytestmark = pytest.mark.django_db

LIBRARY = "/static/echarts/dist/echarts.common.min.js"
SCRIPT = re.compile(r"<script[^>]*\bsrc=")
DATA = re.compile(r'<script id="chart-([a-z-]+)-data" type="application/json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _library(monkeypatch):
    """Charts are drawn whether npm has been here or not."""
    monkeypatch.setattr(chart_tags, "is_collected", lambda: True)


@pytest.fixture
def years(world):
    """The zone's revenue of two more years and of both parks, all released; 417.77 of 2018 stays unreleased."""
    common = {"definition": world.figure.definition, "release": world.release}
    for year, value in ((2015, "300"), (2016, "330")):
        factories.FigureFactory(year=year, value=Decimal(value), **common)
    for park, value in ((world.park, "200"), (world.other_park, "100")):
        factories.FigureFactory(year=2017, park=park, value=Decimal(value), **common)
    return world


def charts_in(html: str) -> dict[str, dict]:
    return {key: json.loads(data) for key, data in DATA.findall(html)}


def text(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_indicator_is_drawn_from_the_figures_of_its_page(client, years):
    charts = charts_in(text(client, "/en/statistics/revenue/"))
    assert list(charts) == ["zone", "growth", "park-share"]
    zone = charts["zone"]
    assert zone["categories"] == ["2015", "2016", "2017"]
    assert [point["label"] for point in zone["series"][0]["points"]] == ["300.00", "330.00", "358.26"]
    assert zone["finding"].endswith("was 358.26 hundred million yuan in 2017, up 8.6 % on the year before")
    assert zone["address"] == "http://testserver/en/statistics/revenue/"


def test_title_of_a_chinese_chart_is_chinese(client, years):
    assert charts_in(text(client, "/statistics/revenue/"))["zone"]["finding"] == (
        "营业收入2017年为358.26亿元，比上年增长8.6%"
    )


def test_figures_that_are_not_released_stand_in_no_chart(client, years):
    for address in ("/statistics/revenue/", "/statistics/revenue/embed/", "/parks/", "/"):
        assert "417.77" not in text(client, address)


def test_single_year_leaves_no_empty_frame_and_loads_no_script(client, world):
    html = text(client, "/statistics/revenue/")
    assert "<figure" not in html
    assert not SCRIPT.search(html)


@pytest.mark.parametrize("address", ["/", "/statistics/", "/parks/", "/statistics/releases/", "/sitemap/"])
def test_page_without_a_chart_loads_no_script(client, world, address):
    assert not SCRIPT.search(text(client, address))


def test_page_with_charts_loads_its_own_module_only(client, years):
    html = text(client, "/statistics/revenue/")
    assert re.findall(r'<script[^>]*\bsrc="([^"]*)"', html) == ["/static/site/charts/main.js"]
    assert 'type="module"' in html
    assert f'data-library="{LIBRARY}"' in html


def test_without_the_library_findings_and_tables_stand_alone(client, years, monkeypatch):
    monkeypatch.setattr(chart_tags, "is_collected", lambda: False)
    html = text(client, "/statistics/revenue/")
    assert not SCRIPT.search(html)
    assert "chart-view" not in html
    assert "营业收入2017年为358.26亿元，比上年增长8.6%" in html


def test_parks_are_compared_where_figures_by_park_are_released(client, years):
    headline(years)
    html = text(client, "/parks/")
    assert list(charts_in(html)) == ["park-share"]
    assert f"{years.park.name}占全区的55.8%" in html


def test_park_page_draws_the_course_of_its_own_figures(client, years):
    headline(years)
    common = {"definition": years.figure.definition, "release": years.release, "park": years.park}
    factories.FigureFactory(year=2016, value=Decimal(160), **common)
    charts = charts_in(text(client, years.park.get_absolute_url()))
    assert [point["label"] for point in charts["park"]["series"][0]["points"]] == ["160.00", "200.00"]


def test_headline_figure_shows_its_course_without_a_script(client, years):
    headline(years)
    html = text(client, "/")
    assert 'class="sparkline"' in html
    assert not SCRIPT.search(html)


def headline(years) -> None:
    indicator = years.figure.indicator
    indicator.is_headline = True
    indicator.save()


@pytest.mark.parametrize("address", ["/statistics/revenue/embed/", "/en/statistics/revenue/embed/park-share/"])
def test_embedded_chart_may_be_framed_by_anybody_and_is_no_page_of_its_own(client, years, address):
    for _visit in ("first", "from the cache"):
        response = client.get(address)
        assert response.status_code == 200
        assert "X-Frame-Options" not in response
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
        assert len(charts_in(response.content.decode())) == 1


@pytest.mark.parametrize(
    "address", ["/", "/statistics/", "/statistics/revenue/", "/goals/", "/statistics/nothing/embed/"]
)
def test_no_other_page_may_be_framed(client, years, address):
    response = client.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_picture_of_an_embedded_chart_names_the_page_of_the_indicator(client, years):
    chart = charts_in(text(client, "/en/statistics/revenue/embed/"))["zone"]
    assert chart["address"] == "http://testserver/en/statistics/revenue/"


def test_embedded_indicator_of_a_single_year_is_its_table(client, world):
    html = text(client, "/statistics/revenue/embed/")
    assert "358.26" in html
    assert "<figure" not in html


@pytest.mark.parametrize("address", ["/statistics/revenue/embed/nothing/", "/statistics/nothing/embed/"])
def test_chart_that_is_not_there_is_not_found(client, years, address):
    assert client.get(address).status_code == 404


def test_code_to_embed_is_shown_as_text(client, years):
    years.figure.indicator.name_zh = '收入"<b>'
    years.figure.indicator.save()
    html = text(client, "/statistics/revenue/")
    assert "&lt;iframe src=&quot;http://testserver/statistics/revenue/embed/zone/&quot;" in html
    assert "<b>" not in html
    assert "<iframe" not in html
