"""Page, csv, xlsx, json and interface hold the same figures: those that loops over every row find."""

import csv
import html
import io
import json
import re
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from stats.downloads import FIGURES
from tests import oracles

NAMES = [column.name for column in FIGURES]
CODE = "revenue"
Found = dict[tuple[int, str], tuple[Decimal | None, str]]  # year and scope: value and mark


@pytest.fixture
def expected(small_world) -> Found:
    """Everything newest of what is released, without the park that is not public."""
    newest = oracles.newest_released(timezone.now())
    found = {
        (year, scope): (figure.value, figure.mark) for (code, year, scope), figure in newest.items() if code == CODE
    }
    hidden = {key for key in found if "hidden" in key[1]}
    assert len(hidden) == 1
    return {key: found[key] for key in found.keys() - hidden}


def keyed(rows) -> Found:
    found = {}
    for row in rows:
        value = row["value"]
        number = None if value in ("", None) else Decimal(str(value))
        assert (int(row["year"]), row["scope"]) not in found
        found[int(row["year"]), row["scope"]] = (number, row["mark"] or "")
    return found


def in_csv(client) -> Found:
    lines = list(csv.reader(io.StringIO(client.get(f"/statistics/{CODE}/data.csv").content.decode("utf-8-sig"))))
    return keyed(dict(zip(NAMES, line, strict=False)) for line in lines[1:])


def in_xlsx(client) -> Found:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/statistics/{CODE}/data.xlsx").content))
    lines = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    return keyed(dict(zip(NAMES, line, strict=True)) for line in lines)


def in_json(client) -> Found:
    return keyed(json.loads(client.get(f"/statistics/{CODE}/data.json").content)["figures"])


def in_interface(client) -> Found:
    items, address = [], f"/api/v1/figures/?indicator={CODE}&page_size=2"
    while address:
        body = client.get(address).json()
        items += body["items"]
        address = body["next"]
    return keyed(items)


@pytest.mark.parametrize("read", [in_csv, in_xlsx, in_json, in_interface])
def test_every_form_holds_exactly_what_loops_over_all_rows_find(client, expected, read):
    assert read(client) == expected


def rows_of_page(client) -> list[list[str]]:
    content = client.get(f"/statistics/{CODE}/").content.decode()
    return [
        [" ".join(html.unescape(re.sub("<[^>]+>", " ", cell)).split()) for cell in re.findall("<t[hd].*?</t[hd]>", row)]
        for row in re.findall("<tr>(.*?)</tr>", content, re.DOTALL)
    ]


def test_page_shows_the_figures_of_the_files_as_they_say(client, expected):
    rows = rows_of_page(client)
    figures = json.loads(client.get(f"/statistics/{CODE}/data.json").content)["figures"]
    assert len(figures) == len(expected)
    for figure in figures:
        shown = [
            row for row in rows if row[0] == str(figure["year"]) and any(figure["as_shown"] in cell for cell in row)
        ]
        assert shown, figure


def test_numbers_of_the_interface_are_texts_with_every_digit(client, small_world):
    items = client.get(f"/api/v1/figures/?indicator={CODE}&page_size=500").json()["items"]
    assert {"99999999999.9999", "-12.25", "0", None} <= {item["value"] for item in items}
    withheld = next(item for item in items if item["mark"])
    assert (withheld["value"], withheld["mark"], withheld["unit"]) == (None, "confidential", "yi_yuan")
