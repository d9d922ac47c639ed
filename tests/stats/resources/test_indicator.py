"""Indicators with their definitions: several rows may speak of one indicator."""

import pytest

from stats.models import Indicator, IndicatorDefinition
from stats.resources import indicator as sheet
from tests import factories, sheets
from zoneportal.spreadsheets.importing import actions

HEADER = ["指标编码", "指标名称", "主题", "口径起始年份", "计量单位", "指标口径", "数据来源"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def row(code="revenue", name="营业收入", theme="经济总量", year="2015", unit="亿元") -> list:
    return [code, name, theme, year, unit, "定义。", "统计局"]


def test_an_indicator_and_its_definitions_go_in_together(boss):
    job = sheets.written("indicators", [HEADER, row(), row(year="2018", unit="万元")], user=boss)
    assert Indicator.objects.get().theme == "economy"
    found = IndicatorDefinition.objects.order_by("valid_from_year").values_list("valid_from_year", "unit")
    assert list(found) == [(2015, "yi_yuan"), (2018, "wan_yuan")]
    assert (job.counts["new"], Indicator.history.count(), IndicatorDefinition.history.count()) == (2, 1, 2)


def test_a_new_definition_beside_a_stored_one_leaves_the_indicator_alone(boss):
    sheets.written("indicators", [HEADER, row()], user=boss)
    sheets.written("indicators", [HEADER, row(), row(year="2018", unit="万元")], user=boss)
    assert (Indicator.history.count(), IndicatorDefinition.objects.count()) == (1, 2)


def test_rows_that_name_one_indicator_differently_are_refused(boss):
    found = sheets.checked("indicators", [HEADER, row(), row(name="营收", year="2018")], user=boss)
    assert (3, "指标名称", sheet.TWO_VALUES) in sheets.errors_of(found)


def test_a_definition_needs_its_first_year_and_its_unit(boss):
    found = sheets.checked("indicators", [HEADER, row(year=""), row("other", "其他", unit="")], user=boss)
    assert [line[:2] for line in sheets.errors_of(found)] == [(2, "口径起始年份"), (3, "计量单位")]


def test_an_unknown_unit_is_an_error_with_the_known_ones(boss):
    (error,) = sheets.errors_in(sheets.checked("indicators", [HEADER, row(unit="打")], user=boss))
    assert (error.column, error.value) == ("计量单位", "打")


def test_the_unit_of_a_definition_with_figures_stays(boss):
    figure = factories.FigureFactory()
    definition = figure.definition
    table = [["指标编码", "口径起始年份", "计量单位"], [figure.indicator.code, definition.valid_from_year, "万元"]]
    found = sheets.checked("indicators", table, user=boss)
    assert sheets.errors_of(found) == [(2, "计量单位", sheet.UNIT_IN_USE)]


def test_only_those_with_the_right_import_indicators(world):
    for user in (world.clerk, world.other_clerk, world.anonymous):
        assert sheets.checked("indicators", [HEADER, row()], user=user).counts()["new"] == 0
    assert sheets.checked("indicators", [HEADER, row("new", "新指标")], user=world.statistician).counts()["new"] == 1


def test_a_row_does_not_write_what_a_refused_row_said_of_the_same_indicator(boss):
    sheets.written("indicators", [HEADER, row(), row(year="2018")], user=boss)
    wrong, leaning = row(name="改名", theme="", unit="打"), row(name="", theme="工业", year="2018")
    table = [HEADER, wrong, leaning, row("other", "其他")]
    job = sheets.received("indicators", table, user=boss)
    assert actions.confirm(job=job, by=boss, good_rows_only=True).result == actions.WRITTEN
    found = Indicator.objects.order_by("code").values_list("name_zh", "theme")
    assert list(found) == [("其他", "economy"), ("营业收入", "economy")]


def test_a_row_that_leaves_the_indicator_alone_does_not_wait_for_a_refused_one(boss):
    sheets.written("indicators", [HEADER, row(), row(year="2018")], user=boss)
    table = [HEADER, row(name="改名", unit="打"), row(name="", theme="", year="2018", unit="万元")]
    found = sheets.checked("indicators", table, user=boss)
    assert (found.counts()["error"], found.counts()["changed"]) == (1, 1)
