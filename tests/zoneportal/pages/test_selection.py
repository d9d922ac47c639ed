"""The directory as a file."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from enterprises import queries
from enterprises.models import Enterprise
from enterprises.queries import directory
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/enterprises/data.csv"


def content(client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows(client, query: str = "") -> list[dict]:
    text = content(client, f"{ADDRESS}{query}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def numbers(client, query: str = "") -> list[str]:
    return [row["企业编号"] for row in rows(client, query)]


def sheets(client, query: str = "") -> list[list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content(client, f"/enterprises/data.xlsx{query}")))
    return [list(sheet.values) for sheet in book]


def test_file_holds_the_selection_in_its_order(client, world):
    names = {world.enterprise: "样例乙", world.other_enterprise: "样例甲"}
    for enterprise, name in names.items():
        Enterprise.objects.filter(pk=enterprise.pk).update(name_zh=name)
    by_name = sorted(names, key=lambda enterprise: names[enterprise])
    assert numbers(client, "?q=样例&sort=name") == [enterprise.number for enterprise in by_name]
    assert numbers(client, f"?park={world.park.code}") == [world.enterprise.number]


@pytest.mark.parametrize("query", ["", "?q=样例", "?sort=capital"])
def test_file_holds_nothing_that_is_not_confirmed(client, world, query):
    factories.EnterpriseFactory(name_zh="样例以后公开", confirmed_at=timezone.now() + timedelta(hours=1))
    assert set(numbers(client, query)) == {world.enterprise.number, world.other_enterprise.number}
    assert {row[0] for row in sheets(client, query)[0][1:]} == {world.enterprise.number, world.other_enterprise.number}


def test_address_that_may_be_a_home_is_in_no_file(client, world):
    Enterprise.objects.update(address="张三家", legal_form="个体工商户")
    assert "张三家" not in content(client, ADDRESS).decode()


def test_text_that_would_run_as_a_formula_is_disarmed(client, world):
    Enterprise.objects.filter(pk=world.enterprise.pk).update(name_zh='=HYPERLINK("x")')
    assert "'=HYPERLINK" in content(client, ADDRESS).decode()
    workbook = openpyxl.load_workbook(io.BytesIO(content(client, "/enterprises/data.xlsx")))
    assert {cell.data_type for row in workbook.worksheets[0].iter_rows() for cell in row} <= {"s", "n", "d"}


def test_workbook_says_where_it_is_from_and_what_was_selected(client, world):
    _data, notes = sheets(client, "?q=样例&sort=name")
    text = " ".join(str(cell) for row in notes for cell in row)
    for words in ("样例", f"{timezone.localdate():%Y-%m-%d}", "http://testserver/enterprises/?q=", "sort=name"):
        assert words in text


def test_file_that_was_cut_says_so(client, world, monkeypatch):
    monkeypatch.setattr(queries, "DOWNLOADED_AT_MOST", 1)
    monkeypatch.setattr(directory, "DOWNLOADED_AT_MOST", 1)
    text = content(client, "/en/enterprises/data.csv").decode()
    assert "The first 1 enterprises" in text
    assert text.count("91") >= 1
    assert len(text.splitlines()) == 2
    assert "A file holds at most 1 enterprises" in client.get("/en/enterprises/").content.decode()


def test_large_selection_is_read_part_by_part(client, world, monkeypatch):
    factories.EnterpriseFactory.create_batch(5, confirmed=True)
    monkeypatch.setattr("zoneportal.pages.selection.A_PART", 2)
    assert len(set(numbers(client))) == 7


@pytest.mark.parametrize("query", ["park=nothing", "sort=luck", f"q={'长' * 10_000}"])
def test_unknown_selection_is_refused_in_a_sentence(client, world, query):
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")


def test_other_kinds_of_files_do_not_exist(client):
    assert client.get("/enterprises/data.exe").status_code == 404
