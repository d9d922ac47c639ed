import pytest

from zoneportal.messages import Refused
from zoneportal.numbers import UNITS
from zoneportal.spreadsheets.layout import headers, margins
from zoneportal.spreadsheets.layout.headers import Column

NAME = Column("name", ("企业名称", "enterprise name", "单位名称"), is_required=True)
CODE = Column("code", ("统一社会信用代码", "credit code"))
REVENUE = Column("revenue", ("营业收入", "operating revenue"), unit=UNITS["wan_yuan"])
STAFF = Column("staff", ("从业人员", "staff"), unit=UNITS["person"])
NAME_EN = Column("name_en", ("名称（英文）",))
COLUMNS = [NAME, CODE, REVENUE, STAFF, NAME_EN]


def found(*rows: list) -> headers.Layout:
    return headers.find([list(row) for row in rows], COLUMNS)


def test_the_first_row_is_a_plain_header():
    layout = found(["企业名称", "统一社会信用代码"], ["甲公司", "1"])
    assert layout.header_rows == (1,)
    assert layout.data == [(2, ["甲公司", "1"])]


@pytest.mark.parametrize("header", ["enterprise name", "Enterprise Name", "企业\n名称", " 企 业 名 称 ", "单位名称"])
def test_labels_and_aliases_name_a_column(header):
    layout = found([header, "credit code"], ["a", "b"])
    assert layout.places["name"].index == 0


def test_brackets_that_belong_to_a_label_are_no_unit():
    layout = found(["企业名称", "名称(英文)"], ["a", "b"])
    assert layout.places["name_en"].index == 1
    assert not layout.errors


@pytest.mark.parametrize("header", ["营业收入（千元）", "营业收入\n(千元)", "营业收入【单位：千元】"])
def test_a_unit_in_the_header_is_the_unit_of_the_column(header):
    assert found(["企业名称", header], ["a", 1]).places["revenue"].unit is UNITS["thousand_yuan"]


def test_a_unit_row_gives_its_unit_to_the_columns_of_its_dimension():
    layout = found(["报表", "单位：亿元、人"], ["企业名称", "营业收入", "从业人员"], ["a", 1, 2])
    assert layout.places["revenue"].unit is UNITS["yi_yuan"]
    assert layout.places["staff"].unit is UNITS["person"]
    assert layout.places["name"].unit is None


def test_the_header_goes_before_the_unit_row():
    layout = found(["单位：亿元"], ["企业名称", "营业收入（元）"], ["a", 1])
    assert layout.places["revenue"].unit is UNITS["yuan"]


def test_a_row_of_units_under_the_header_is_read():
    layout = found(["企业名称", "营业收入", "从业人员"], [None, "（千元）", "人"], ["a", 1, 2])
    assert layout.places["revenue"].unit is UNITS["thousand_yuan"]
    assert layout.skipped == [margins.Skipped(2, margins.UNIT_ROW, "（千元） 人")]


def test_without_a_unit_the_place_has_none():
    assert found(["企业名称", "营业收入"], ["a", 1]).places["revenue"].unit is None


@pytest.mark.parametrize("header", ["营业收入（万美金）", "营业收入（亩）"])
def test_an_unknown_or_foreign_unit_is_an_error(header):
    assert len(found(["企业名称", header], ["a", 1]).errors) == 1


def test_an_unknown_unit_in_the_unit_row_is_an_error():
    assert len(found(["单位：万美元"], ["企业名称", "营业收入"], ["a", 1]).errors) == 1


def test_a_row_that_names_the_reporting_office_is_no_unit_row():
    layout = found(["单位：样例园区"], ["企业名称", "营业收入"], ["a", 1])
    assert not layout.errors
    assert layout.skipped == [margins.Skipped(1, margins.TITLE, "单位：样例园区")]


def test_group_headings_above_the_header_are_passed_over():
    layout = found(["基本信息", None, "经营"], ["企业名称", "统一社会信用代码", "营业收入"], ["a", "b", 1])
    assert layout.header_rows == (2,)
    assert layout.skipped[0].row == 1


def test_a_header_merged_over_two_rows_is_read_as_one():
    layout = found(
        ["企业名称", "统一社会信用代码", "经营情况", None],
        [None, None, "营业收入", "从业人员"],
        ["a", "b", 1, 2],
    )
    assert layout.header_rows == (1, 2)
    assert {name: place.index for name, place in layout.places.items()} == {
        "name": 0,
        "code": 1,
        "revenue": 2,
        "staff": 3,
    }
    assert layout.data == [(3, ["a", "b", 1, 2])]


def test_a_title_right_above_the_header_is_not_merged_with_it():
    layout = found(["登记表", "单位：万元"], ["企业名称", "营业收入"], ["a", 1])
    assert layout.header_rows == (2,)
    assert layout.places["revenue"].unit is UNITS["wan_yuan"]


def test_unknown_columns_are_listed():
    layout = found(["企业名称", "统一社会信用代码", "产值(万元)"], ["a", "b", 3])
    assert [place.header for place in layout.unknown] == ["产值(万元)"]


def test_values_under_no_header_are_an_unknown_column():
    layout = found(["企业名称", "统一社会信用代码"], ["a", "b", None, "备用"])
    assert [headers.letter(place.index) for place in layout.unknown] == ["D"]


def test_missing_required_columns_are_listed():
    assert found(["统一社会信用代码", "营业收入"], ["b", 1]).missing == [NAME]


@pytest.mark.parametrize(
    "header",
    [
        ["企业名称", "营业收入", "单位名称"],
        ["企业名称", "营业收入", "营业收入（元）"],
        ["企业名称", "营业收入", "其他", "其他"],
    ],
)
def test_a_column_twice_is_an_error(header):
    errors = found(header, ["a", "b", "c", "d"]).errors
    assert [error.message for error in errors] == [headers.DUPLICATE]


def test_totals_footnotes_and_repeated_headers_are_passed_over_with_their_reason():
    layout = found(
        ["企业名称", "营业收入"],
        ["a", 1],
        [],
        ["小 计", 1],
        ["企业名称", "营业收入"],
        ["b", 2],
        ["合计", 3],
        ["注：1. 不含税。"],
        ["2. 未审计。"],
        ["填表人：张三", "填报日期：2018年1月"],
    )
    assert layout.data == [(2, ["a", 1]), (6, ["b", 2])]
    assert [(skipped.row, skipped.reason) for skipped in layout.skipped] == [
        (4, margins.TOTAL),
        (5, margins.REPEATED),
        (7, margins.TOTAL),
        (8, margins.FOOTNOTE),
        (9, margins.FOOTNOTE),
        (10, margins.FOOTNOTE),
    ]


def test_a_row_with_other_values_is_never_taken_for_a_footnote():
    layout = found(["企业名称", "营业收入"], ["注：某公司", 5])
    assert layout.data == [(2, ["注：某公司", 5])]


@pytest.mark.parametrize("number", [1, 1.0, "1"])  # a workbook keeps 1 as 1.0
def test_a_row_that_numbers_the_columns_is_passed_over(number):
    layout = found(["企业名称", "统一社会信用代码", "营业收入"], ["甲", "乙", number], ["a", "b", 9])
    assert layout.skipped == [margins.Skipped(2, margins.NUMBER_ROW, "甲 乙 1")]


def test_a_sheet_without_header_is_refused_with_the_expected_columns():
    with pytest.raises(Refused, match="企业名称、统一社会信用代码"):
        found(["甲公司", "1"], ["乙公司", "2"])


def test_a_cell_beyond_the_end_of_its_row_is_empty():
    layout = found(["企业名称", "统一社会信用代码"], ["a"])
    assert layout.cell(layout.data[0][1], "code") is None
