import json

import pytest
from django.template import Context
from django.test import RequestFactory

from stats.charts import Finding, line_chart
from stats.templatetags import charts
from tests.stats.tables import cell, table_of


@pytest.fixture
def chart():
    table = table_of({"</script>": [cell(2016, "1"), cell(2017, "2")]})
    return line_chart("zone", table, Finding('Up by "half" <b>'), "Revenue", lambda text: text)


def test_library_has_an_address_only_where_npm_has_brought_it(monkeypatch):
    monkeypatch.setattr(charts, "find", lambda path: "")
    assert charts.chart_library() == ""
    monkeypatch.setattr(charts, "find", lambda path: f"/somewhere/{path}")
    assert charts.chart_library() == "/static/echarts/dist/echarts.common.min.js"


def test_library_that_is_not_among_the_hashed_files_has_no_address(monkeypatch):
    class Hashed:
        hashed_files = {}

        def url(self, name: str) -> str:
            raise ValueError(name)

    monkeypatch.setattr(charts, "staticfiles_storage", Hashed())
    assert charts.chart_library() == ""


def test_data_cannot_leave_its_block(chart):
    block = charts.chart_data(Context({"address": "https://zone.example/x/"}), chart)
    inside = block.partition(">")[2].rpartition("</script>")[0]
    assert "<" not in inside
    data = json.loads(inside)
    assert data["series"][0]["name"] == "</script>"
    assert data["address"] == "https://zone.example/x/"


def test_code_to_embed_keeps_the_title_inside_its_attribute(chart):
    code = charts.embed_code(Context({"request": RequestFactory().get("/statistics/revenue/")}), chart)
    assert 'src="http://testserver/statistics/revenue/embed/zone/"' in code
    assert 'title="Up by &quot;half&quot; &lt;b&gt;"' in code
