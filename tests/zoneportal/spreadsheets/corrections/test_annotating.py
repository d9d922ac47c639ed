"""The annotated copy: the clerk's own workbook with the errors in it, which may be mended and sent again."""

import io
from datetime import date

import pytest
import xlsxwriter

from tests import factories, sheets, workbooks
from zoneportal.spreadsheets.corrections import annotating
from zoneportal.spreadsheets.files.limits import Limits
from zoneportal.spreadsheets.files.own_parts import ERRORS_HEADER, SUMMARY_SHEET
from zoneportal.spreadsheets.importing import actions

pytestmark = pytest.mark.only_on("sqlite")  # a workbook is marked by a child that knows no database
HEADER = ["企业名称", "成立日期", "注册资本（万元）", "备注"]
WRONG = [
    HEADER,
    ["样例甲有限公司", date(2015, 2, 4), 100, "=1+1"],
    ["样例乙有限公司", "2015-02-30", 200, None],
    ["样例丙有限公司", "不详细", "很多", None],
]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def copy_of(content: bytes, user) -> tuple[bytes, object]:
    job = sheets.received("enterprises", content, user=user, ignored=frozenset(("备注",)))
    file = io.BytesIO()
    returned = actions.annotated(job=job, file=file)
    return file.getvalue(), returned


def test_the_wrong_cells_are_coloured_and_say_why(boss):
    content, returned = copy_of(workbooks.sent(WRONG), boss)
    sheet = workbooks.opened(content)["企业表"]
    assert not returned.why
    assert sheet["B3"].fill.fgColor.rgb == "FFFFD6D1"
    assert "2015-02-30" in sheet["B3"].comment.text
    assert sheet["B2"].comment is None


def test_the_look_of_the_workbook_stays(boss):
    content, _returned = copy_of(workbooks.sent(WRONG, top=[["企业基本情况表"]]), boss)
    sheet = workbooks.opened(content)["企业表"]
    assert sheet["A2"].font.name == "楷体"
    assert sheet["A2"].fill.fgColor.rgb == "FFDDEEAA"
    assert sheet.column_dimensions["A"].width == 44
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:D1"]


def test_a_last_column_has_all_that_is_wrong_with_a_row(boss):
    content, _returned = copy_of(workbooks.sent(WRONG), boss)
    sheet = workbooks.opened(content)["企业表"]
    assert sheet["E1"].value == ERRORS_HEADER
    assert sheet["E2"].value is None
    assert sheet["E4"].value.count("\n") == 1
    assert sheet["E4"].value.startswith("成立日期：")


def test_the_summary_counts_by_kind_of_error(boss):
    content, _returned = copy_of(workbooks.sent(WRONG), boss)
    rows = workbooks.tables_of(content)[SUMMARY_SHEET]
    assert rows[-2][0] == "成立日期"
    assert rows[-2][2:] == [2, "3、4"]
    assert rows[-1][0] == "注册资本（万元）"


def test_text_stays_text_though_it_looks_like_a_formula(boss):
    content, _returned = copy_of(workbooks.sent(WRONG), boss)
    cell = workbooks.opened(content)["企业表"]["D2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_mended_copy_is_read_without_a_question(boss):
    content, _returned = copy_of(workbooks.sent(WRONG), boss)
    mended = workbooks.mended(content, "企业表", {"B3": "2015-02-28", "B4": None, "C4": 300})
    found = sheets.checked("enterprises", mended, user=boss, ignored=frozenset(("备注",)))
    assert sheets.errors_of(found) == []
    assert found.counts()["new"] == 3


def test_a_second_copy_takes_the_marks_of_the_first_off(boss):
    content, _returned = copy_of(workbooks.sent(WRONG), boss)
    content, _returned = copy_of(workbooks.mended(content, "企业表", {"B3": "2015-02-28"}), boss)
    sheet = workbooks.opened(content)["企业表"]
    assert sheet["B3"].comment is None
    assert sheet["B3"].fill.fgColor.rgb != "FFFFD6D1"
    assert [cell.value for cell in sheet[1]].count(ERRORS_HEADER) == 1
    assert sheet["E3"].value is None
    assert sheet["E4"].value
    assert workbooks.opened(content).sheetnames.count(SUMMARY_SHEET) == 1


def test_what_cannot_be_kept_is_said(boss):
    content, returned = copy_of(workbooks.with_chart(WRONG), boss)
    assert not returned.why
    assert returned.lost
    assert returned.lost in [row[0] for row in workbooks.tables_of(content)[SUMMARY_SHEET]]


@pytest.mark.parametrize("limits", [Limits(seconds=1, memory_bytes=1024 * 2**20), Limits(memory_bytes=40 * 2**20)])
def test_a_workbook_that_asks_too_much_comes_back_as_its_wrong_rows(boss, monkeypatch, limits):
    monkeypatch.setattr(annotating, "LIMITS", limits)
    table = WRONG + [[None] * 200 for _ in range(3000)]
    content, returned = copy_of(workbooks.sent(table) if limits.seconds > 1 else styled(), boss)
    assert returned.why
    assert returned.why in [row[0] for row in workbooks.tables_of(content)[SUMMARY_SHEET]]
    assert workbooks.tables_of(content)["企业表"][1][0] == "样例乙有限公司"


def styled() -> bytes:
    """So many styled blank cells that openpyxl needs more than a second."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("企业表")
    grey = book.add_format({"bg_color": "#EEEEEE"})
    for number, row in enumerate(WRONG):
        for place, cell in enumerate(row):
            sheet.write(number, place, str(cell) if cell is not None else "")
    for number in range(len(WRONG), 20_000):
        for place in range(20):
            sheet.write_blank(number, place, None, grey)
    book.close()
    return file.getvalue()


def test_a_csv_comes_back_as_a_workbook_of_its_wrong_rows(boss):
    content, returned = copy_of(sheets.as_csv([HEADER, ["样例甲", "2015-02-30", 1, ""]]), boss)
    assert returned.why
    sheet = workbooks.opened(content).worksheets[0]
    assert sheet["B2"].fill.fgColor.rgb == "FFFFD6D1"
    assert "2015-02-30" in sheet["B2"].comment.text
