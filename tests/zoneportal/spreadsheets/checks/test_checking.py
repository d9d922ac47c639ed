"""What a check finds: headers first, then every error of every row, at its cell."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parks.models import Park
from tests import factories, sheets, workbooks
from zoneportal.spreadsheets.checks import checking, comparing, earlier
from zoneportal.spreadsheets.sheets import references, resources
from zoneportal.spreadsheets.values import cells

HEADER = ["园区编码", "网址词", "园区名称", "面积（平方公里）"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def test_missing_and_unknown_columns_are_both_listed_before_anything_else(boss):
    found = sheets.checked(
        "enterprises", [["统一社会信用代码", "注册地址", "产值(万元)"], ["坏代码", "", "1"]], user=boss
    )
    assert sheets.errors_of(found) == [
        (None, "企业名称", checking.MISSING),
        (None, "产值(万元)", checking.UNKNOWN),
    ]
    assert not any(found.counts().values())


def test_an_unknown_column_is_ignored_only_by_choice(boss):
    table = [[*HEADER, "产值(万元)"], ["kj", "kj", "科技工业园", "7.53", "9"]]
    assert sheets.checked("parks", table, user=boss).counts()["new"] == 0
    chosen = sheets.checked("parks", table, user=boss, ignored=frozenset({"产值（万元）"}))
    assert chosen.counts()["new"] == 1
    assert chosen.unknown == ["产值(万元)"]


def test_a_column_without_header_is_named_by_its_letter(boss):
    table = [[*HEADER, None], ["kj", "kj", "科技工业园", "7.53", "9"]]
    found = sheets.checked("parks", table, user=boss)
    assert sheets.errors_of(found) == [(None, "E", checking.UNNAMED)]
    assert sheets.checked("parks", table, user=boss, ignored=frozenset({"E"})).errors == []


def test_all_errors_of_all_rows_are_collected_at_their_cells(boss):
    table = [
        HEADER,
        ["kj", "kj", "科技工业园", "一千"],
        [],
        ["zz", "坏 网址", None, "-3"],
    ]
    found = sheets.checked("parks", table, user=boss)
    assert {(row, column) for row, column, _message in sheets.errors_of(found)} == {
        (2, "面积（平方公里）"),
        (4, "网址词"),
        (4, "园区名称"),
    }
    assert found.counts()["error"] == 2


def test_a_message_never_shows_a_name_of_the_program(boss):
    found = sheets.checked("parks", [HEADER, ["kj", "kj", "科技工业园", "-3"]], user=boss)
    (finding,) = sheets.errors_in(found)
    assert (finding.column, finding.value) == ("面积（平方公里）", "-3")
    assert "constraint" not in finding.sentence().lower()


def test_a_number_of_a_workbook_is_told_as_it_was_written(boss):
    """The file keeps it as -80.0."""
    table = [["企业名称", "统一社会信用代码"], ["样例甲有限公司", 91140499]]
    (error,) = sheets.errors_in(sheets.checked("enterprises", workbooks.sent(table), user=boss))
    assert (error.value, error.params["value"]) == ("91140499", "91140499")


def test_the_unit_of_the_header_converts_the_column(boss):
    table = [["园区编码", "网址词", "园区名称", "面积（公顷）"], ["kj", "kj", "科技工业园", "753"]]
    sheets.written("parks", table, user=boss)
    assert Park.objects.get().area_km2 == Decimal("7.53")


def test_a_unit_of_another_kind_is_an_error_of_the_header(boss):
    table = [["园区编码", "网址词", "园区名称", "面积（万元）"], ["kj", "kj", "科技工业园", "753"]]
    assert len(sheets.checked("parks", table, user=boss).errors) == 1


def test_a_blank_cell_leaves_the_stored_value_alone(boss):
    park = factories.ParkFactory(phone="0355-1")
    table = [["园区编码", "园区名称", "办公电话"], [park.code, park.name_zh, ""]]
    assert sheets.checked("parks", table, user=boss).counts()["unchanged"] == 1


def test_a_blank_cell_clears_where_that_was_chosen(boss):
    park = factories.ParkFactory(phone="0355-1")
    table = [["园区编码", "园区名称", "办公电话"], [park.code, park.name_zh, ""]]
    job = sheets.received("parks", table, user=boss, blank_clears=True)
    assert job.counts["changed"] == 1


def test_what_every_record_needs_cannot_be_cleared(boss):
    park = factories.ParkFactory()
    table = [["园区编码", "园区名称", "办公电话"], [park.code, "", "0355-1"]]
    found = sheets.checked("parks", table, user=boss, blank_clears=True)
    assert sheets.errors_of(found) == [(2, "园区名称", resources.CANNOT_CLEAR)]


def test_two_rows_of_one_record_that_differ_are_both_refused(boss):
    table = [HEADER, ["kj", "kj", "科技工业园", "1"], ["kj", "kj", "科技工业园", "2"]]
    found = sheets.checked("parks", table, user=boss)
    assert [(row, message) for row, _column, message in sheets.errors_of(found)] == [
        (2, earlier.CONTRADICTED),
        (3, earlier.CONTRADICTED),
    ]
    assert sheets.errors_in(found)[0].params == {"first": 2, "second": 3}


def test_two_rows_of_one_record_that_agree_are_a_notice(boss):
    table = [HEADER, ["kj", "kj", "科技工业园", "1"], ["kj", "kj", "科技工业园", "1"]]
    found = sheets.checked("parks", table, user=boss)
    assert found.counts() | {"new": 1, "unchanged": 1} == found.counts()
    assert [(finding.row, finding.message) for finding in sheets.notices_in(found)] == [(3, earlier.REPEATED)]


def test_a_row_that_repeats_a_wrong_one_is_wrong_too(boss):
    table = [HEADER, ["kj", "kj", "科技工业园", "-1"], ["kj", "kj", "科技工业园", "-1"]]
    assert sheets.checked("parks", table, user=boss).counts()["error"] == 2


def test_what_may_exist_once_is_refused_beside_a_stored_record_and_beside_another_row(boss):
    stored = factories.ParkFactory(name_zh="漳泽工业园")
    table = [HEADER, ["zz2", "zz2", "漳泽工业园", "1"], ["a", "same", "甲园", "1"], ["b", "same", "乙园", "1"]]
    found = sheets.checked("parks", table, user=boss)
    assert {(row, column) for row, column, _message in sheets.errors_of(found)} == {
        (2, "园区名称"),
        (3, "网址词"),
        (4, "网址词"),
    }
    assert stored.name_zh


def test_a_code_in_a_number_cell_is_refused():
    with pytest.raises(cells.Refused):
        cells.code(9.11100001e16)


def test_an_unknown_park_is_refused_with_the_nearest_name(boss):
    factories.ParkFactory(name_zh="科技工业园")
    table = [["企业名称", "所属园区"], ["样例甲有限公司", "科技园"]]
    (finding,) = sheets.errors_in(sheets.checked("enterprises", table, user=boss))
    assert (finding.message, finding.params["nearest"]) == (references.UNKNOWN_NEAREST, "科技工业园")


def test_a_sheet_without_the_right_to_import_is_not_even_read(world):
    found = sheets.checked("parks", [HEADER, ["kj", "kj", "科技工业园", "1"]], user=world.auditor)
    assert sheets.errors_of(found) == [(None, "", checking.MAY_NOT_IMPORT)]


def test_adding_needs_its_own_right(world):
    found = sheets.checked("parks", [HEADER, ["kj", "kj", "科技工业园", "1"]], user=world.clerk)
    assert sheets.errors_of(found) == [(2, "", comparing.MAY_NOT_ADD)]


@pytest.mark.parametrize("sheet", ["parks", "enterprises", "figures", "registrations"])
def test_the_number_of_queries_does_not_grow_with_the_rows(boss, sheet):
    few, many = (_queries(sheet, number, boss) for number in (3, 40))
    assert many <= few


def _queries(sheet: str, number: int, boss) -> int:
    table = TABLES[sheet](number)
    with CaptureQueriesContext(connection) as queries:
        found = sheets.checked(sheet, table, user=boss)
    assert sheets.errors_of(found) == []
    assert found.counts()["new"] == number
    return len(queries)


def _parks(number: int) -> list:
    return [HEADER, *([f"p{n}", f"p{n}", f"园{n}", "1"] for n in range(number))]


def _enterprises(number: int) -> list:
    park = factories.ParkFactory()
    return [["企业名称", "所属园区"], *([f"样例{n}有限公司", park.name_zh] for n in range(number))]


def _figures(number: int) -> list:
    definition = factories.DefinitionFactory()
    return [
        ["指标编码", "年份", "数值（亿元）"],
        *([definition.indicator.code, 2000 + n, "1.5"] for n in range(number)),
    ]


def _registrations(number: int) -> list:
    park = factories.ParkFactory()
    enterprises = factories.EnterpriseFactory.create_batch(number)
    return [["企业名称", "所属园区", "入区日期"], *([e.name_zh, park.name_zh, "2020-01-01"] for e in enterprises)]


TABLES = {
    "parks": _parks,
    "enterprises": _enterprises,
    "figures": _figures,
    "registrations": _registrations,
}
