"""Rejected rows: in the layout in which they came, so that the mended file reads as the first one did."""

import csv
import io
import zipfile

import pytest

from tests import factories, sheets, workbooks
from zoneportal.spreadsheets.files.own_parts import ERRORS_HEADER, SUMMARY_SHEET
from zoneportal.spreadsheets.importing import actions

HEADER = ["企业名称", "注册资本", "成立日期"]
SENT = [
    ["2024年企业基本情况表"],
    ["单位：千元"],
    HEADER,
    ["样例甲有限公司", 5000, "2015-02-04"],
    ["=样例乙", 6000, "2015-02-30"],
    ["合计", 11000, None],
]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def rejected(content, user, ending=".xlsx") -> bytes:
    job = sheets.received("enterprises", content, user=user)
    file = io.BytesIO()
    actions.rejected(job=job, file=file, ending=ending)
    return file.getvalue()


def as_lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_titles_units_and_header_stand_above_the_wrong_rows(boss):
    rows = next(iter(workbooks.tables_of(rejected(workbooks.sent(SENT), boss)).values()))
    assert [row[0] for row in rows] == ["2024年企业基本情况表", "单位：千元", "企业名称", "=样例乙"]
    assert rows[2][-1] == ERRORS_HEADER
    assert rows[3][-1].startswith("成立日期：")


def test_the_mended_file_reads_the_same_units(boss):
    content = rejected(workbooks.sent(SENT), boss)
    name = workbooks.opened(content).sheetnames[0]
    found = sheets.checked("enterprises", workbooks.mended(content, name, {"C4": "2015-02-28"}), user=boss)
    assert sheets.errors_of(found) == []
    assert found.rows[0].values["capital"] == 600


def test_text_is_never_a_formula(boss):
    cell = workbooks.opened(rejected(workbooks.sent(SENT), boss)).worksheets[0]["A4"]
    assert (cell.value, cell.data_type) == ("=样例乙", "s")


def test_csv_keeps_the_layout_and_its_apostrophes(boss):
    lines = as_lines(rejected(sheets.as_csv([[cell or "" for cell in row] for row in SENT]), boss, ".csv"))
    assert [line[0] for line in lines] == ["2024年企业基本情况表", "单位：千元", "企业名称", "'=样例乙"]
    again = as_lines(rejected("\n".join(",".join(line[:3]) for line in lines).encode(), boss, ".csv"))
    assert again[-1][0] == "'=样例乙"


def test_rows_are_named_where_they_stand_now(boss):
    rows = workbooks.tables_of(rejected(workbooks.sent(SENT), boss))[SUMMARY_SHEET]
    assert rows[-1][0] == "成立日期"
    assert rows[-1][2:] == [1, "4"]


def test_an_earlier_column_of_errors_is_replaced(boss):
    table = [[*HEADER, ERRORS_HEADER], ["样例乙", 6000, "2015-02-30", "成立日期：旧的说明"]]
    rows = next(iter(workbooks.tables_of(rejected(sheets.as_csv(table), boss)).values()))
    assert rows[0] == [*HEADER, ERRORS_HEADER]
    assert "旧的说明" not in rows[1][3]


@pytest.mark.parametrize(("sent", "given"), [("2023/2024", "2023-2024"), ("a[b]*?:", "a-b----"), ("'", "Sheet1")])
def test_a_name_that_a_workbook_does_not_take_is_changed(boss, sent, given):
    content = workbooks.sent([HEADER, ["样例", 1, "2015-02-30"]], name="名")
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace('name="名"'.encode(), f'name="{sent}"'.encode()))
    assert workbooks.opened(rejected(file.getvalue(), boss)).sheetnames == [given, SUMMARY_SHEET]
