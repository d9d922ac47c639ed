"""Returns on their way out: workbooks for a park, exports, and what comes back of them."""

import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from tests import factories, sheets, surveys, workbooks
from zoneportal.spreadsheets.corrections import rejected
from zoneportal.spreadsheets.files.own_parts import ERRORS_HEADER
from zoneportal.spreadsheets.handing_out import exporting
from zoneportal.spreadsheets.importing import actions

REVENUE, STAFF = "企业营业收入（千元）", "从业人员期末人数（人）"


@pytest.fixture
def made(world):
    return surveys.frozen(by=world.statistician)


def errors(table, user):
    return sheets.errors_of(sheets.checked("returns", table, user=user))


def test_a_workbook_to_hand_out_has_a_row_for_everybody_asked_in_the_park(world, made):
    rows = handed_out(world.clerk, world)
    assert rows[0][:6] == ["企业编号", "统一社会信用代码", "企业名称", "年度", REVENUE, "上年企业营业收入（千元）"]
    assert {row[2] for row in rows[1:]} == {world.enterprise.name_zh, world.secret_enterprise.name_zh}
    assert {row[3] for row in rows[1:]} == {surveys.YEAR}


def test_a_workbook_shows_and_asks_whole_numbers_of_persons(world, made):
    """An example of 1234.5 persons invites the very thing that is refused."""
    file = io.BytesIO()
    exporting.template(sheet="returns", user=world.clerk, file=file, group=f"{surveys.YEAR}-{world.park.code}")
    book = openpyxl.load_workbook(file)

    examples = {row[0]: row[3] for sheet in book for row in sheet.iter_rows(max_col=4, values_only=True)}
    assert (examples[STAFF], examples[REVENUE]) == ("120", "1234.5")
    main = next(sheet for sheet in book if sheet["A1"].value == "企业编号")
    place = next(cell.column_letter for cell in main[1] if cell.value == STAFF)
    (rule,) = [each for each in main.data_validations.dataValidation if f"{place}2" in str(each.sqref)]
    assert rule.type == "whole"


def test_values_of_the_year_before_stand_beside_for_who_may_see_them(world, made):
    before = factories.SurveyYearFactory(year=surveys.YEAR - 1, frozen_at=made.survey.frozen_at)
    line = factories.FormLineFactory(survey=before, indicator=made.lines["survey-revenue"].indicator, unit="wan_yuan")
    for enterprise, park in ((world.enterprise, world.park), (world.secret_enterprise, world.other_park)):
        own = factories.ReturnFactory(entry__survey=before, entry__enterprise=enterprise, entry__park=park)
        factories.ReturnValueFactory(enterprise_return=own, line=line, value=5)
    rows = handed_out(world.clerk, world)
    place = rows[0].index("上年企业营业收入（千元）")
    shown = {row[2]: row[place] for row in rows[1:]}
    assert shown == {world.enterprise.name_zh: 50, world.secret_enterprise.name_zh: None}
    rows = handed_out(world.statistician, world)
    assert {row[place] for row in rows[1:]} == {50}


def test_nobody_without_the_right_to_export_has_one(world, made):
    for user in (world.publisher, world.auditor, world.administrator):
        with pytest.raises(PermissionDenied):
            handed_out(user, world)
    with pytest.raises(PermissionDenied):
        handed_out(world.other_clerk, world)  # another park's


def test_a_handed_out_workbook_comes_back_filled_in(world, made):
    rows = handed_out(world.clerk, world)
    place = rows[0].index(REVENUE)
    for row in rows[1:]:
        row[place] = "88"
    found = sheets.checked("returns", rows, user=world.clerk)
    assert (errors(rows, world.clerk), found.counts()["changed"]) == ([], 2)
    assert not sheets.notices_in(found)


def test_what_comes_back_untouched_changes_nothing(world, made):
    surveys.answered(world.enterprise, made, world.clerk, revenue=100, staff=5)
    for rows in (handed_out(world.clerk, world), sheets.exported("returns", user=world.clerk)):
        found = sheets.checked("returns", rows, user=world.clerk)
        assert found.counts()["unchanged"] == 2


def test_who_writes_over_what_a_colleague_wrote_since_sees_both(world, made):
    rows = handed_out(world.clerk, world)
    surveys.answered(world.enterprise, made, world.clerk, revenue=100)
    place = rows[0].index(REVENUE)
    (mine,) = [row for row in rows[1:] if row[2] == world.enterprise.name_zh]
    mine[place] = "200"
    assert sheets.checked("returns", rows, user=world.clerk).counts()["conflict"] == 1


def test_an_export_has_the_rows_of_the_own_parks_only(world, made):
    surveys.answered(world.other_enterprise, made, world.other_clerk, revenue=777)
    assert "777" not in sheets.exported("returns", user=world.clerk).decode()
    assert "777" in sheets.exported("returns", user=world.statistician).decode()


@pytest.mark.parametrize("cell", ["12000（含税）", "3500万元", -80])
def test_a_wrong_answer_is_marked_in_the_copy_that_goes_back(world, made, cell):
    table = [["企业编号", "年度", REVENUE, STAFF], [world.enterprise.number, surveys.YEAR, cell, 20]]
    job = sheets.received("returns", workbooks.sent(table), user=world.clerk)
    file = io.BytesIO()

    assert not actions.annotated(job=job, file=file).why
    copy = workbooks.opened(file.getvalue())["企业表"]
    assert copy["C2"].fill.fgColor.rgb.endswith(rejected.WRONG_COLOUR[1:])
    assert copy["C2"].comment.text in copy["E2"].value
    assert (copy["C1"].value, copy["D2"].comment) == (REVENUE, None)


def test_a_wrong_answer_is_marked_among_the_rejected_rows(world, made):
    table = [
        ["企业编号", "年度", REVENUE, STAFF],
        [world.enterprise.number, surveys.YEAR, 5, 20],
        [world.secret_enterprise.number, surveys.YEAR, -80, 20],
    ]
    job = sheets.received("returns", workbooks.sent(table), user=world.clerk)
    file = io.BytesIO()

    actions.rejected(job=job, file=file)
    header, only = workbooks.opened(file.getvalue())["企业表"].iter_rows(max_col=5)
    assert [cell.value for cell in header] == [*table[0], ERRORS_HEADER]
    assert [cell.value for cell in only[:4]] == table[2]
    assert [cell.comment is not None for cell in only] == [False, False, True, False, False]
    assert only[2].fill.fgColor.rgb.endswith(rejected.WRONG_COLOUR[1:])


def handed_out(user, world):
    file = io.BytesIO()
    exporting.template(sheet="returns", user=user, file=file, group=f"{surveys.YEAR}-{world.park.code}")
    return sheets.table_of(file.getvalue())
