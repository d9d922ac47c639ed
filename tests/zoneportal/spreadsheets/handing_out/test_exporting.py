"""Exports: every kind of file, exact, safe to open, of what the user may see; a selection where one is asked for."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.models import Enterprise
from tests import factories, sheets, workbooks, world
from zoneportal.messages import Refused
from zoneportal.spreadsheets.files.reading import read
from zoneportal.spreadsheets.handing_out import exporting
from zoneportal.spreadsheets.handing_out import workbooks as writing
from zoneportal.spreadsheets.handing_out.tables import Table
from zoneportal.spreadsheets.sheets import registry
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.widgets import Quantity, Text
from zoneportal.spreadsheets.values.fingerprints import SAYING

READABLE = ("xlsx", "ods", "csv")
NASTY = [
    "=1+1",
    "+86 355",
    "-x",
    "@SUM(A1)",
    "'=1",
    "'",
    "''=",
    "＝1+1",
    "007",
    "91140499MA00000013",
    "1e5",
    "第一行\n第二行",
    "a\tb",
    "two  spaces",
    'a"b,c;d',
    "<r><t>粗</t></r>",
    "<b>&amp;</b>",
    "_x000D_",
    "全角　空格",
    "𠮷野",
    "TRUE",
    "2015-02-04",
    "—",
    "#N/A 说明",
]
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def zone(db) -> world.World:
    return world.build()


def exported(user, format: str, sheet: str = "enterprises", among=None) -> bytes:
    file = io.BytesIO()
    exporting.export(sheet=sheet, user=user, file=file, format=format, among=among)
    return file.getvalue()


def as_file(texts: list[str], numbers: list[Decimal], format: str) -> bytes:
    columns = [Column("key", "编号", "key", Text()), Column("text", "文字", "text", Text(), width=40)]
    columns.append(Column("number", "数值", "number", Quantity()))
    rows = ([f"K{place}", text, numbers[place % len(numbers)], "z"] for place, text in enumerate(texts))
    file = io.BytesIO()
    exporting.WRITERS[format](file, Table("trial", "试验", columns, rows, timezone.localtime()))
    return file.getvalue()


def unescaped(cell, format: str):
    return cell[1:] if format == "csv" and isinstance(cell, str) and cell.startswith("'") else cell


@pytest.mark.parametrize("format", READABLE)
def test_nasty_texts_come_back_as_they_went(format):
    rows = list(read(as_file(NASTY, [Decimal("0.0001")], format)).rows)[1:]
    say = SAYING["text"]
    found = [
        say(unescaped(row[1], format) if text[0] in "=+-@'＝" and text != "'" else row[1])
        for row, text in zip(rows, NASTY, strict=True)
    ]
    assert found == [say(text) for text in NASTY]


@pytest.mark.parametrize("format", READABLE)
@FEW
@given(
    texts=st.lists(
        st.text(
            st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
        ).map(lambda text: f"文{text}。"),
        min_size=1,
        max_size=40,
    ),
    numbers=st.lists(st.decimals(-(10**10), 10**10, places=4), min_size=1, max_size=9),
)
def test_any_text_and_any_amount_says_the_same_in_every_kind_of_file(format, texts, numbers):
    rows = list(read(as_file(texts, numbers, format)).rows)[1:]
    assert [SAYING["text"](row[1]) for row in rows] == [SAYING["text"](text) for text in texts]
    expected = [SAYING["number"](numbers[place % len(numbers)]) for place in range(len(texts))]
    assert [SAYING["number"](row[2]) for row in rows] == expected


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_control_character_does_not_spoil_the_file(db, format):
    factories.ParkFactory(phone="0355\x0b1")  # a form lets it pass
    content = sheets.exported("parks", user=factories.UserFactory(is_superuser=True), format=format)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))


def test_nothing_in_a_workbook_is_a_formula():
    page = workbooks.opened(as_file(NASTY, [Decimal(1)], "xlsx")).worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_csv_disarms_texts_and_leaves_numbers_alone():
    lines = list(csv.reader(io.StringIO(as_file(NASTY, [Decimal("-12.5")], "csv").decode("utf-8-sig"), newline="")))
    assert not [line[1] for line in lines if line[1][0] in "=+-@＝＋－＠\t\r\n"]
    assert lines[1][2] == "-12.5"


def test_csv_begins_with_the_mark_that_excel_needs(zone):
    assert exported(zone.clerk, "csv").startswith(b"\xef\xbb\xbf")


def test_json_has_numbers_as_numbers_and_codes_as_text(zone):
    Enterprise.objects.filter(pk=zone.enterprise.pk).update(capital_wan=Decimal("200.5"), capital_currency="CNY")
    told = json.loads(exported(zone.clerk, "json"))
    row = next(row for row in told["rows"] if row["name_zh"] == zone.enterprise.name_zh)
    assert (row["capital"], row["credit_code"], row["address"]) == (200.5, zone.enterprise.credit_code, None)
    assert row["fingerprint"]
    assert next(each for each in told["columns"] if each["name"] == "capital")["unit"] == "wan_yuan"


@pytest.mark.parametrize("sheet", registry.names())
def test_every_sheet_is_json_too(zone, sheet):
    user = factories.UserFactory(is_superuser=True)
    told = json.loads(exported(user, "json", sheet))
    assert told["sheet"] == sheet


@pytest.mark.parametrize("format", exporting.FORMATS)
def test_an_export_has_what_the_user_may_see_and_nothing_else(zone, format):
    content = exported(zone.clerk, format)
    told = content.decode() if format == "json" else str(sheets.table_of(content))
    assert zone.enterprise.name_zh in told
    assert zone.other_enterprise.name_zh not in told


def test_a_selection_is_exported_alone(zone):
    among = Enterprise.objects.filter(name_zh__contains="未确认").order_by("-pk")
    assert [row[1] for row in sheets.table_of(exported(zone.administrator, "csv", among=among))[1:]] == [
        zone.secret_enterprise.name_zh
    ]


def test_a_selection_gives_no_sight_of_others(zone):
    assert len(sheets.table_of(exported(zone.clerk, "csv", among=Enterprise.objects.all()))) == 3


def test_a_selection_of_indicators_brings_their_definitions(zone):
    factories.DefinitionFactory()
    among = type(zone.figure.indicator).objects.filter(code="revenue")
    table = sheets.table_of(exported(zone.administrator, "csv", "indicators", among))
    assert {row[0] for row in table[1:]} == {"revenue"}


def test_the_number_of_rows_is_told(zone):
    assert exporting.export(sheet="enterprises", user=zone.administrator, file=io.BytesIO(), format="ods") == 3


def test_who_may_not_export_gets_nothing(zone):
    file = io.BytesIO()
    with pytest.raises(PermissionDenied):
        exporting.export(sheet="enterprises", user=zone.anonymous, file=file, format="csv")
    assert file.getvalue() == b""


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_more_rows_than_a_workbook_holds_are_refused(format, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="A workbook holds 2 rows"):
        as_file(["a", "b", "c"], [Decimal(1)], format)


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_the_fingerprints_are_hidden_and_say_what_they_are(zone, format):
    content = exported(zone.clerk, format)
    header = sheets.table_of(content)[0][-1]
    assert header.startswith("校验码（请勿修改，")
    if format == "xlsx":
        page = workbooks.opened(content).worksheets[0]
        assert page.column_dimensions[page.cell(1, page.max_column).column_letter].hidden


def test_an_export_asks_the_same_number_of_queries_for_many_rows(zone, django_assert_num_queries):
    factories.EnterpriseFactory.create_batch(5, park=zone.park)
    exporting.export(sheet="enterprises", user=zone.administrator, file=io.BytesIO(), format="csv")
    # the parks and their former names and those of the user, industry classes, industries three times, the
    # enterprises with their stays, their industries
    with django_assert_num_queries(9):
        exporting.export(sheet="enterprises", user=zone.administrator, file=io.BytesIO(), format="csv")
