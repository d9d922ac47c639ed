import csv
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from stats.models import Vintage
from tests import factories, oracles, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_world():
    return world.build()


def data(client, ending: str, query: str = "", code: str = "revenue"):
    response = client.get(f"/statistics/{code}/data.{ending}{query}")
    assert response.status_code == 200
    return response


def csv_rows(client, query: str = "", code: str = "revenue") -> list[dict]:
    text = data(client, "csv", query, code).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def figures(client, query: str = "", code: str = "revenue") -> list[dict]:
    return json.loads(data(client, "json", query, code).content)["figures"]


def a_year(small_world, year: int, value: str | None, **more):
    number = None if value is None else Decimal(value)
    return factories.FigureFactory(
        definition=small_world.figure.definition, year=year, value=number, release=small_world.release, **more
    )


def test_every_public_figure_is_what_the_oracle_finds(client, small_world):
    a_year(small_world, 2017, "360", vintage=Vintage.VERIFIED)
    a_year(small_world, 2017, "361", vintage=Vintage.VERIFIED, revision=1, reason="更正")
    a_year(small_world, 2016, "300", vintage=Vintage.FLASH)
    a_year(small_world, 2017, "12.5", park=small_world.park)

    newest = oracles.newest_released(timezone.now())

    shown = {("revenue", each["year"], each["scope"]): Decimal(str(each["value"])) for each in figures(client)}
    assert shown == {key: figure.value for key, figure in newest.items()}


def test_page_csv_xlsx_and_json_say_the_same(client, small_world):
    a_year(small_world, 2016, "-12.5")
    page = client.get("/statistics/revenue/").content.decode()
    rows = csv_rows(client)
    sheet = openpyxl.load_workbook(io.BytesIO(data(client, "xlsx").content)).worksheets[0]
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    value = list(rows[0]).index("数值") if "数值" in rows[0] else list(rows[0]).index("value")

    assert [float(list(row.values())[value]) for row in rows] == [358.26, -12.5]
    assert [row[value] for row in cells] == [358.26, -12.5]
    assert [each["value"] for each in figures(client)] == [358.26, -12.5]
    assert "358.26" in page
    assert "-12.50" in page


def test_unit_stands_beside_every_value(client, small_world):
    assert figures(client)[0]["unit"] == "yi_yuan"
    assert "亿元" in client.get("/statistics/revenue/").content.decode()
    assert "hundred million yuan" in client.get("/en/statistics/revenue/").content.decode()


def test_each_year_keeps_the_unit_of_its_own_definition(client, small_world):
    in_wan = factories.DefinitionFactory(
        indicator=small_world.figure.indicator, valid_from_year=2019, unit="wan_yuan", definition_zh="新口径"
    )
    factories.FigureFactory(definition=in_wan, year=2019, value=Decimal(4000000), release=small_world.release)

    assert [(each["year"], each["unit"]) for each in figures(client)] == [(2019, "wan_yuan"), (2017, "yi_yuan")]
    page = client.get("/statistics/revenue/").content.decode()
    assert "<td>万元</td>" in page
    assert "<td>亿元</td>" in page
    assert "新口径" in page


def test_qualifier_is_part_of_the_figure_on_page_and_in_files(client, small_world):
    figure = a_year(small_world, 2018 - 2, "4000", qualifier="over")
    assert figure.qualifier == "over"
    assert "4,000.00余" in client.get("/statistics/revenue/").content.decode()
    assert "over 4,000.00" in client.get("/en/statistics/revenue/").content.decode()
    assert figures(client)[1]["qualifier"] == "over"
    assert "4,000.00余" in data(client, "csv").content.decode()


def test_mark_is_a_symbol_on_the_page_and_a_code_in_files_and_explained_in_both(client, small_world):
    a_year(small_world, 2016, None, mark="confidential")
    page = client.get("/en/statistics/revenue/").content.decode()
    assert "※" in page
    assert "withheld to protect individual enterprises" in page

    withheld = figures(client)[1]
    assert (withheld["value"], withheld["mark"], withheld["mark_meaning"] != "") == (None, "confidential", True)
    assert "confidential" in data(client, "csv").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(data(client, "xlsx").content))
    assert any("confidential" in str(cell) for row in book.worksheets[1].values for cell in row)


def test_superseding_mark_hides_the_older_number_and_never_lets_it_be_the_newest(client, small_world):
    a_year(small_world, 2019, "999", vintage=Vintage.FLASH)
    a_year(small_world, 2019, None, mark="confidential", vintage=Vintage.ANNUAL)
    indicator = small_world.figure.indicator
    indicator.is_headline = True
    indicator.save()

    assert "999" not in client.get("/").content.decode()
    assert "999" not in client.get("/statistics/").content.decode()
    assert [(each["year"], each["mark"]) for each in figures(client)] == [(2019, "confidential"), (2017, "")]


def test_one_vintage_can_be_had_as_it_was_published(client, small_world):
    a_year(small_world, 2017, "350", vintage=Vintage.FLASH)
    assert [each["value"] for each in figures(client, "?vintage=flash")] == [350]
    assert [each["value"] for each in figures(client)] == [358.26]


def test_every_version_is_on_the_page_with_its_reason_and_date(client, small_world):
    a_year(small_world, 2017, "360.01", revision=1, reason="企业补报")
    page = client.get("/statistics/revenue/").content.decode()
    assert "360.01" in page
    assert "358.26" in page
    assert "企业补报" in page


def test_unknown_vintage_is_refused_plainly(client, small_world):
    response = client.get("/statistics/revenue/data.csv?vintage=%00")
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["data.pdf", "data.csv?vintage=flash", "data", "data.csv/"])
def test_what_is_not_there_is_not_found(client, small_world, path):
    assert client.get(f"/statistics/revenue/{path}", follow=True).status_code == 404


def test_csv_opens_in_a_spreadsheet_program_without_running_anything(client, small_world):
    a_year(small_world, 2016, "1", note_zh='=HYPERLINK("http://example.org")', reason="@SUM(A1)")
    content = data(client, "csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK" in content.decode()
    assert "'@SUM" in content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(data(client, "xlsx").content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_same_figures_make_the_same_file(client, small_world):
    for ending in ("csv", "xlsx", "json"):
        assert data(client, ending).content == data(client, ending).content


def test_change_is_labelled_as_computed(client, small_world):
    a_year(small_world, 2016, "300")
    page = client.get("/en/statistics/revenue/").content.decode()
    assert "+19.4" in page
    assert "computed from published levels" in page


def test_no_change_across_a_break_of_the_series(client, small_world):
    after = factories.DefinitionFactory(
        indicator=small_world.figure.indicator, valid_from_year=2016, is_comparable=False
    )
    factories.FigureFactory(definition=after, year=2016, value=Decimal(400), release=small_world.release)
    assert "computed from published levels" not in client.get("/en/statistics/revenue/").content.decode()


def test_sample_figures_are_marked_on_every_page_and_in_every_file(client, small_world):
    sample = factories.ReleaseFactory(released=True, is_sample=True, slug="sample")
    figure = factories.FigureFactory(release=sample, definition__indicator__code="invented")
    figure.indicator.is_headline = True
    figure.indicator.save()
    factories.FigureFactory(definition=figure.definition, park=small_world.park, release=sample)
    factories.GoalFactory(
        indicator=figure.indicator, baseline_year=2016, first_target_year=2017, last_target_year=2017, published=True
    )
    pages = ["/", "/statistics/", "/statistics/invented/", "/statistics/releases/", "/statistics/releases/sample/"]
    for path in [*pages, "/goals/", small_world.park.get_absolute_url()]:
        page = client.get(f"/en{path}").content.decode()
        assert "sample" in page.lower(), path
    assert figures(client, code="invented")[0]["sample"] is True
    assert 'reached</span> <span class="tag">Sample' in client.get("/en/").content.decode()


def test_release_keeps_its_figures_as_they_were(client, small_world):
    later = factories.ReleaseFactory(released=True)
    factories.FigureFactory(
        definition=small_world.figure.definition, value=Decimal("360.5"), revision=1, reason="更正", release=later
    )
    page = client.get(f"/statistics/releases/{small_world.release.slug}/").content.decode()
    assert "358.26" in page
    assert "360.5" not in page
    assert small_world.release.basis_zh in page


def test_goal_says_wording_indicator_choice_growth_and_state(client, small_world):
    factories.GoalFactory(indicator=small_world.figure.indicator, published=True)
    page = client.get("/en/goals/").content.decode()
    for words in ("Become a park of the 100-billion class", "Chosen by the administrator", "40.8", "22.8"):
        assert words in page
    assert "window closed, no released figure decides it" in page


def test_goal_that_is_a_draft_is_seen_in_a_preview_only(client, small_world):
    goal = factories.GoalFactory(indicator=small_world.figure.indicator, wording_zh="草稿中的目标")
    assert "草稿中的目标" not in client.get("/goals/").content.decode()
    assert client.get(f"/goals/?preview=stats.goal.{goal.pk}").status_code == 404
    client.force_login(small_world.publisher)
    assert "草稿中的目标" in client.get(f"/goals/?preview=stats.goal.{goal.pk}").content.decode()


def test_pages_without_anything_released_say_so(client, db):
    factories.ZoneFactory(published=True)
    assert "No figure has been released yet" in client.get("/en/statistics/").content.decode()
    assert "Nothing has been released yet" in client.get("/en/statistics/releases/").content.decode()
    assert "No development goal has been published yet" in client.get("/en/goals/").content.decode()


@pytest.mark.parametrize("path", ["/statistics/", "/statistics/revenue/", "/goals/", "/statistics/releases/"])
def test_pages_only_answer_to_reading(client, small_world, path):
    assert client.post(path).status_code == 405
