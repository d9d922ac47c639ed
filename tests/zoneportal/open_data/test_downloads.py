import csv
import io
import json
import zipfile

import openpyxl
import pytest

from tests import factories
from zoneportal.open_data import downloads

ENDINGS = ("csv", "xlsx", "json")


def addresses(small_world) -> list[str]:
    """Every table that can be downloaded, without its ending."""
    return [
        "/statistics/revenue/data",
        f"/statistics/releases/{small_world.release.slug}/data",
        f"/parks/{small_world.park.slug}/data",
        "/parks/data",
        "/goals/data",
        "/statistics/data/enterprises/data",
    ]


def lines(client, address: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_every_table_is_a_file_of_every_kind_in_both_languages(client, small_world):
    for address in addresses(small_world):
        for ending in (*ENDINGS, "csv-metadata.json"):
            for prefix in ("", "/en"):
                answer = client.get(f"{prefix}{address}.{ending}")
                assert answer.status_code == 200, answer.request["PATH_INFO"]
                assert answer["Access-Control-Allow-Origin"] == "*"
                assert not answer.cookies


def test_every_kind_of_file_has_the_same_rows(client, small_world):
    for address in addresses(small_world):
        rows = lines(client, f"{address}.csv")
        body = json.loads(client.get(f"{address}.json").content)
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content))
        in_json = next(value for value in reversed(body.values()) if isinstance(value, list))
        assert len(rows) == len(in_json) == book.worksheets[0].max_row - 1 > 0


def test_every_file_says_title_licence_and_address(client, small_world):
    for address in addresses(small_world):
        for row in lines(client, f"{address}.csv"):
            assert (row["许可"], row["许可网址"]) == ("开放数据许可", "https://licence.example/1")
            assert row["网页地址"].startswith("http://testserver/")
            assert row["标题"]
        body = json.loads(client.get(f"/en{address}.json").content)
        assert body["licence"] == {"name": "Open data licence", "address": "https://licence.example/1"}
        notes = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content)).worksheets[1].values
        assert ("许可", "开放数据许可 https://licence.example/1") in set(notes)


def test_csv_begins_with_a_mark_of_its_encoding_and_runs_no_formula(client, small_world):
    factories.EnterpriseFactory(name_zh="=cmd|' /C calc'!A0", confirmed=True)
    for address in addresses(small_world):
        content = client.get(f"{address}.csv").content
        assert content.startswith(b"\xef\xbb\xbf")
        cells = [cell for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in line]
        assert [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] == []
        assert all(cell[1:].replace(".", "").isdigit() for cell in cells if cell[:1] == "-")


def test_workbook_holds_no_formula(client, small_world):
    for address in addresses(small_world):
        with zipfile.ZipFile(io.BytesIO(client.get(f"{address}.xlsx").content)) as archive:
            assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())


def test_latest_is_the_same_as_no_vintage(client, small_world):
    address = "/statistics/revenue/data.json"
    assert client.get(f"{address}?vintage=latest").content == client.get(address).content


@pytest.mark.parametrize(("query", "status"), [("nonsense", 400), ("%00", 400), ("x" * 5000, 400), ("verified", 404)])
def test_vintage_that_is_not_there_is_answered_in_plain_words(client, small_world, query, status):
    answer = client.get(f"/statistics/revenue/data.csv?vintage={query}")
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/plain")


def test_release_keeps_the_figure_that_was_corrected(client, small_world):
    rows = lines(client, f"/statistics/releases/{small_world.release.slug}/data.csv")
    assert "-12.5" in {row["数值"] for row in rows}
    assert "-12.25" in {row["数值"] for row in lines(client, "/statistics/revenue/data.csv")}


@pytest.mark.parametrize(
    "address",
    ["/statistics/releases/absent/data.csv", "/parks/absent/data.csv", "/parks/data.pdf", "/statistics/revenue/data."],
)
def test_file_that_is_not_there_is_not_found(client, small_world, address):
    assert client.get(address).status_code == 404


def test_csv_names_its_metadata_and_these_name_the_csv(client, small_world):
    answer = client.get("/statistics/revenue/data.csv?vintage=flash")
    link = answer["Link"]
    assert link.endswith('>; rel="describedby"; type="application/csvm+json"')
    body = client.get(link[1 : link.index(">")]).json()
    assert body["url"] == "http://testserver/statistics/revenue/data.csv?vintage=flash"
    header = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [column["titles"]["zh-Hans"] for column in body["tableSchema"]["columns"]] == header
    assert "※ confidential" in {note["name"] for note in body["notes"]}


def test_directory_without_any_enterprise_is_an_empty_table(client, db):
    assert lines(client, "/statistics/data/enterprises/data.csv") == []


@pytest.mark.parametrize(("rows", "is_said"), [(2, True), (3, False)])
def test_directory_that_is_longer_than_a_file_says_so_in_every_kind_of_file(client, world, monkeypatch, rows, is_said):
    factories.EnterpriseFactory(confirmed=True)
    monkeypatch.setattr(downloads, "DIRECTORY_ROWS", rows)
    found = lines(client, "/statistics/data/enterprises/data.csv")
    title = client.get("/statistics/data/enterprises/data.json").json()["title"]
    assert len(found) == rows
    assert {line["标题"] for line in found} == {title}
    assert (f"{rows:,}" in title) == is_said


def test_files_only_answer_to_reading(client, small_world):
    for address in addresses(small_world):
        assert client.post(f"{address}.csv").status_code == 405
        assert client.head(f"{address}.csv").status_code == 200
