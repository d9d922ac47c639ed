import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from stats.downloads import indicator_document
from stats.downloads.columns import FIGURES
from stats.downloads.figures import Frame
from stats.tables import Cell, Definition, Label, Origin, Table
from zoneportal.data_files import files
from zoneportal.data_files.document import Document, Terms

DEFINITION = Definition(2000, "yi_yuan", "全部收入", "统计局")
ORIGIN = Origin("r", "发布", "决定", datetime(2018, 5, 1, tzinfo=UTC))
CELL = Cell(2017, DEFINITION, ORIGIN, "annual", "年报数", value=Decimal("358.2600"), rank=3)

TERMS = Terms("管委会", "开放数据许可", "https://example.org/licence")
PLACES = [column.name for column in FIGURES]


def table(**changes) -> Table:
    zone, year = Label("zone", "全区"), Label("2017", "2017")
    cells = {("2017", "zone"): replace(CELL, **changes)}
    return Table("营业收入", "年份", "范围", (year,), (zone,), cells, code="revenue")


def document(one: Table) -> Document:
    return indicator_document(Frame("revenue", "https://zone.example/statistics/revenue/", TERMS), one)


def as_csv(one: Table) -> bytes:
    return files.as_csv(document(one))


def as_json(one: Table) -> bytes:
    return files.as_json(document(one))


def as_xlsx(one: Table) -> bytes:
    return files.as_xlsx(document(one))


@pytest.mark.parametrize("digits", ["0.1", "358.26", "-12.5", "99999999999.9999", "123456789012345", "0"])
def test_every_file_gives_the_number_back_digit_by_digit(digits):
    one = table(value=Decimal(digits), decimals=0)
    line = as_csv(one).decode("utf-8-sig").splitlines()[1]
    assert f",{digits}," in line
    assert Decimal(repr(json.loads(as_json(one))["figures"][0]["value"])) == Decimal(digits)
    (row,) = openpyxl.load_workbook(io.BytesIO(as_xlsx(one))).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert Decimal(repr(row[PLACES.index("value")])) == Decimal(digits)


def test_negative_number_is_no_formula():
    assert ",-12.5," in as_csv(table(value=Decimal("-12.5"))).decode()


def test_text_that_would_run_is_disarmed():
    assert "'=1+1" in as_csv(table(note="=1+1")).decode()


def test_mark_leaves_the_value_empty_and_says_its_meaning():
    withheld = table(value=None, mark="confidential")
    entry = json.loads(as_json(withheld))["figures"][0]
    assert (entry["value"], entry["mark"]) == (None, "confidential")
    assert ",,confidential," in as_csv(withheld).decode()


def test_json_explains_every_mark():
    marks = json.loads(as_json(table()))["marks"]
    assert set(marks) == {"below_unit", "not_available", "not_yet", "confidential", "not_applicable"}


def test_notes_of_a_workbook_hold_definition_unit_source_release_and_marks():
    notes = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(note="来源未注明日期")))).worksheets[1]
    text = " ".join(str(cell) for row in notes.values for cell in row)
    for words in ("全部收入", "亿元", "统计局", "r 2018-05-01 发布 决定", "※ confidential", "来源未注明日期"):
        assert words in text


def test_every_file_says_licence_publisher_basis_and_address():
    one = table()
    line = as_csv(one).decode("utf-8-sig").splitlines()[1]
    assert line.endswith(
        "营业收入,管委会,开放数据许可,https://example.org/licence,https://zone.example/statistics/revenue/"
    )
    body = json.loads(as_json(one))
    assert body["licence"] == {"name": "开放数据许可", "address": "https://example.org/licence"}
    assert (body["publisher"], body["address"]) == ("管委会", "https://zone.example/statistics/revenue/")
    assert body["releases"][0]["basis"] == "决定"
    notes = dict(openpyxl.load_workbook(io.BytesIO(as_xlsx(one))).worksheets[1].values)
    assert notes["许可"] == "开放数据许可 https://example.org/licence"
    assert notes["发布单位"] == "管委会"


def test_licence_that_is_not_stated_is_said_and_not_guessed():
    one = replace(document(table()), terms=Terms("管委会"))
    assert "未说明使用条件" in files.as_csv(one).decode()
    assert json.loads(files.as_json(one))["licence"] is None


def test_day_and_number_of_a_workbook_are_real_ones():
    (row,) = openpyxl.load_workbook(io.BytesIO(as_xlsx(table()))).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert row[PLACES.index("released_on")] == datetime(2018, 5, 1)  # noqa: DTZ001 - a cell has no zone
    assert row[PLACES.index("year")] == 2017


def test_same_table_makes_the_same_bytes():
    for write in (as_csv, as_json, as_xlsx):
        assert write(table()) == write(table())
