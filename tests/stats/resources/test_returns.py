"""Returns by sheet: in any unit, for whom the form asks, and never beyond the parks of who sends them."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from stats.models import AskedOf, EnterpriseReturn, FormLine, ReturnValue
from stats.resources import return_columns, returns
from tests import factories, sheets, surveys
from zoneportal.spreadsheets.checks import checking, earlier
from zoneportal.spreadsheets.sheets import resources
from zoneportal.spreadsheets.undo import undoing

REVENUE, STAFF = "企业营业收入（千元）", "从业人员期末人数（人）"
HEADER = ["企业编号", "企业名称", "年度", REVENUE, STAFF]


@pytest.fixture
def made(world):
    return surveys.frozen(by=world.statistician)


def row_of(enterprise, *values, year=surveys.YEAR):
    return [enterprise.number, enterprise.name_zh, year, *values]


def values_of(enterprise, made):
    own = surveys.return_of(enterprise, made.survey)
    return {each.line.indicator.code: each.value for each in own.values.all()}


def errors(table, user, **options):
    return sheets.errors_of(sheets.checked("returns", table, user=user, **options))


def test_a_return_comes_in_and_says_who_took_it_and_when(world, made):
    sheets.written("returns", [HEADER, row_of(world.enterprise, "12345.6", 20)], user=world.clerk)
    own = surveys.return_of(world.enterprise, made.survey)
    assert (own.status, own.received_by, own.received_at is not None) == ("received", world.clerk, True)
    assert values_of(world.enterprise, made) == {"survey-revenue": Decimal("12345.6"), "survey-staff": Decimal(20)}
    assert [each.history_type for each in own.history.order_by("history_id")] == ["+", "~"]
    assert ReturnValue.history.filter(import_job__sheet="returns").count() == 2


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("企业营业收入（万元）", "1234.56"),
        ("企业营业收入（元）", "12,345,600"),
        ("企业营业收入", "12345.6千元"),
        ("企业营业收入", "0.123456亿元"),
    ],
)
def test_every_unit_is_converted_to_that_of_the_line(world, made, header, cell):
    sheets.written("returns", [[*HEADER[:3], header], row_of(world.enterprise, cell)], user=world.clerk)
    assert values_of(world.enterprise, made) == {"survey-revenue": Decimal("12345.6")}


def test_one_unit_above_the_table_is_that_of_its_columns(world, made):
    table = [["单位：万元"], [*HEADER[:3], "企业营业收入"], row_of(world.enterprise, "1234.56")]
    sheets.written("returns", table, user=world.clerk)
    assert values_of(world.enterprise, made) == {"survey-revenue": Decimal("12345.6")}


@pytest.mark.parametrize(
    ("header", "cell", "message"),
    [
        ("企业营业收入", "12345.6", return_columns.NO_UNIT),
        (REVENUE, "1234.56万元", return_columns.TWO_UNITS),
        (REVENUE, "约12345", return_columns.NOT_PLAIN),
        (REVENUE, "12345（含税）", return_columns.NOT_PLAIN),
        (REVENUE, "12345 不含分公司", return_columns.NOT_PLAIN),
        (REVENUE, "-5", return_columns.NEGATIVE),
        (STAFF, "-5", return_columns.NEGATIVE),
        (STAFF, "20.5", return_columns.NOT_WHOLE),
        (REVENUE, "999999999999", return_columns.TOO_LARGE),
    ],
)
def test_a_cell_that_is_no_plain_amount_is_refused(world, made, header, cell, message):
    found = sheets.checked("returns", [[*HEADER[:3], header], row_of(world.enterprise, cell)], user=world.clerk)
    (error,) = sheets.errors_in(found)
    assert (error.row, error.column) == (2, header)
    assert message == error.message or "不含分公司" in error.sentence()


def test_a_unit_beside_another_one_says_both_ways_out(world, made):
    """One cell in 万元 under a header in 千元: nobody but the sender knows which of the two is right."""
    found = sheets.checked("returns", [[*HEADER[:3], REVENUE], row_of(world.enterprise, "88万元")], user=world.clerk)
    (error,) = sheets.errors_in(found)
    assert (error.params["first"], error.params["second"]) == ("万元", "千元")
    assert error.sentence().count("千元") > 1
    assert error.sentence().count("万元") > 1


def test_what_may_be_negative_is_taken(world, made):
    FormLine.objects.update(may_be_negative=True)
    sheets.written("returns", [HEADER[:4], row_of(world.enterprise, "-5")], user=world.clerk)
    assert values_of(world.enterprise, made) == {"survey-revenue": Decimal(-5)}


def test_more_than_four_decimals_are_rounded_and_told(world, made):
    table = [[*HEADER[:3], "企业营业收入（元）"], row_of(world.enterprise, "1234567.89")]
    found = sheets.checked("returns", table, user=world.clerk)
    assert [each.message for each in sheets.notices_in(found)] == [return_columns.ROUNDED]
    sheets.written("returns", table, user=world.clerk)
    assert values_of(world.enterprise, made) == {"survey-revenue": Decimal("1234.5679")}


def test_a_blank_is_no_answer_and_a_zero_is_one(world, made):
    sheets.written("returns", [HEADER, row_of(world.enterprise, "", 0)], user=world.clerk)
    assert values_of(world.enterprise, made) == {"survey-staff": Decimal(0)}
    blank = [HEADER, row_of(world.secret_enterprise, "", "")]
    assert sheets.checked("returns", blank, user=world.clerk).counts()["unchanged"] == 1


def test_all_errors_of_all_rows_are_told_at_once(world, made):
    later = factories.EnterpriseFactory(park=world.park)
    later.registrations.update(start_on="2025-01-01")
    gone = surveys.with_deregistered(world)
    factories.EnterpriseYearFactory(survey=made.survey, enterprise=gone, park=world.park, legal_status="deregistered")
    factories.SurveyYearFactory(year=2025)
    table = [
        HEADER,
        row_of(later, 1, 1),
        row_of(gone, 1, 1),
        row_of(world.enterprise, 1, 1, year=2023),
        row_of(world.enterprise, 1, 1, year=2025),
        row_of(world.enterprise, 1, 1, year=""),
        row_of(world.enterprise, -1, 1),
        ["E999999", "没有这家", surveys.YEAR, 1, 1],
    ]
    found = {row: message for row, _column, message in errors(table, world.clerk)}
    assert found == {
        2: returns.NOT_IN_YEAR,
        3: returns.DEREGISTERED,
        4: returns.NO_SURVEY,
        5: returns.NOT_FROZEN,
        6: resources.KEY_MISSING,
        7: return_columns.NEGATIVE,
        8: found[8],
    }


def test_whom_the_form_does_not_ask_has_no_return(world, made):
    line = made.lines["survey-revenue"]
    line.asked_of = AskedOf.ABOVE_SCALE
    line.save()
    table = [HEADER, row_of(world.enterprise, 1, 1)]
    assert errors(table, world.clerk) == [(2, REVENUE, returns.NOT_OF_THIS_ONE)]
    EnterpriseReturn.objects.filter(entry__enterprise=world.enterprise).delete()
    assert errors(table, world.clerk) == [(2, "企业编号", returns.NOT_ASKED)]


def test_an_indicator_of_another_years_form_is_refused(world, made):
    old = factories.SurveyYearFactory(year=2023, frozen_at=made.survey.frozen_at)
    factories.FormLineFactory(survey=old, indicator=made.lines["survey-staff"].indicator, unit="person")
    factories.ReturnFactory(entry__survey=old, entry__enterprise=world.enterprise, entry__park=world.park)
    table = [HEADER, row_of(world.enterprise, 1, 1, year=2023)]
    assert errors(table, world.clerk) == [(2, REVENUE, returns.NOT_IN_FORM)]


def test_the_same_return_twice_is_one_if_it_says_the_same_and_an_error_if_not(world, made):
    same = [HEADER, row_of(world.enterprise, 1, 1), row_of(world.enterprise, 1, 1)]
    found = sheets.checked("returns", same, user=world.clerk)
    assert [each.message for each in sheets.notices_in(found)] == [earlier.REPEATED]
    other = [HEADER, row_of(world.enterprise, 1, 1), row_of(world.enterprise, 2, 1)]
    assert {message for _row, _column, message in errors(other, world.clerk)} == {earlier.CONTRADICTED}


def test_another_parks_return_is_refused_without_a_word_about_it(world, made):
    surveys.answered(world.other_enterprise, made, world.other_clerk, revenue=777)
    table = [HEADER, [world.other_enterprise.number, "猜的名称", surveys.YEAR, 1, 1]]
    found = sheets.checked("returns", table, user=world.clerk)
    (error,) = sheets.errors_in(found)
    assert error.message == resources.OUT_OF_SCOPE
    assert world.other_enterprise.name_zh not in error.sentence()


@pytest.mark.parametrize("who", ["publisher", "auditor", "administrator"])
def test_without_the_right_no_sheet_goes_in_or_out(world, made, who):
    user = getattr(world, who)
    assert errors([HEADER, row_of(world.enterprise, 1, 1)], user) == [(None, "", checking.MAY_NOT_IMPORT)]
    with pytest.raises(PermissionDenied):
        sheets.exported("returns", user=user)


def test_a_change_brings_an_accepted_return_back_and_says_so(world, made):
    own = surveys.answered(world.enterprise, made, world.clerk, revenue=100, staff=5)
    own.status, own.accepted_by, own.accepted_at = "accepted", world.statistician, own.received_at
    own.save()
    found = sheets.checked("returns", [HEADER, row_of(world.enterprise, 100, 6)], user=world.clerk)
    assert [each.message for each in sheets.notices_in(found)] == [returns.REOPENED]
    sheets.written("returns", [HEADER, row_of(world.enterprise, 100, 6)], user=world.clerk)
    own.refresh_from_db()
    assert (own.status, own.accepted_by, own.received_by) == ("received", None, world.clerk)


def test_the_same_values_again_change_nothing(world, made):
    own = surveys.answered(world.enterprise, made, world.clerk, revenue=100, staff=5)
    own.status = "accepted"
    own.save()
    found = sheets.checked("returns", [HEADER, row_of(world.enterprise, 100, 5)], user=world.clerk)
    assert found.counts()["unchanged"] == 1


def test_a_change_is_shown_with_its_unit(world, made):
    surveys.answered(world.enterprise, made, world.clerk, revenue=100)
    found = sheets.checked("returns", [HEADER, row_of(world.enterprise, 1000, "")], user=world.clerk)
    assert sheets.changes_of(found) == [
        [2, f"{world.enterprise.name_zh} {surveys.YEAR}", [[REVENUE, "100 千元", "1000 千元"]]]
    ]


def test_a_blank_takes_a_value_away_only_where_the_clerk_says_so(world, made):
    surveys.answered(world.enterprise, made, world.clerk, revenue=100, staff=5)
    table = [HEADER, row_of(world.enterprise, 100, "")]
    assert sheets.checked("returns", table, user=world.clerk).counts()["unchanged"] == 1
    sheets.written("returns", table, user=world.clerk, blank_clears=True)
    assert values_of(world.enterprise, made) == {"survey-revenue": Decimal(100)}


def test_an_undo_takes_everything_back(world, made):
    surveys.answered(world.enterprise, made, world.clerk, revenue=100)
    table = [HEADER, row_of(world.enterprise, 200, 5), row_of(world.secret_enterprise, 7, 1)]
    job = sheets.written("returns", table, user=world.clerk)
    assert undoing.undo(job=job, by=world.clerk).result == undoing.UNDONE
    assert values_of(world.enterprise, made) == {"survey-revenue": Decimal(100)}
    own = surveys.return_of(world.secret_enterprise, made.survey)
    assert (own.status, own.received_at, own.values.count()) == ("not_yet", None, 0)


def test_what_was_checked_since_is_not_undone(world, made):
    job = sheets.written("returns", [HEADER, row_of(world.enterprise, 200, 5)], user=world.clerk)
    EnterpriseReturn.objects.filter(status="received").update(status="accepted")
    assert undoing.undo(job=job, by=world.clerk, force=True).result == undoing.REFUSED
    assert len(values_of(world.enterprise, made)) == 2
