"""Tables of enterprises as offices send them, with hostile or merely odd cells: what a check finds in them."""

import csv
import io
from typing import Any
from xml.sax.saxutils import escape

from enterprises import capital, credit_code
from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.parts import NAMESPACES, book_part, number_cell, row, text_cell, xlsx
from zoneportal import numbers
from zoneportal.spreadsheets.files.places import cell as place_of
from zoneportal.spreadsheets.layout import headers
from zoneportal.spreadsheets.values import cells

CASES = Cases()
PARK = "样例园区"
HEADER = ["企业名称", "所属园区", "注册资本", "成立日期", "注册地址"]
GOOD = ["样例甲有限公司", PARK, "500万元", "2015-02-04", "长治市"]
OTHER = ["样例乙有限公司", PARK, "1,200.5万元", "2016年3月1日", "漳泽"]
NEW = {"new": 1}
DIFFER = "Rows %(first)s and %(second)s are about the same record and differ."
CSV = {"filename": "登记表.csv"}


def table(*rows: list[Any], **changes: Any) -> bytes:
    """An xlsx sheet; a text is a text, a number a number."""
    lines = []
    for index, values in enumerate(rows):
        made = (
            text_cell(place_of(index, column), escape(value))
            if isinstance(value, str)
            else number_cell(place_of(index, column), str(value))
            for column, value in enumerate(values)
            if value is not None
        )
        lines.append(row("".join(made), index + 1))
    return xlsx("".join(lines), **changes)


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def with_cell(column: str, value: Any) -> bytes:
    return table(HEADER, [value if name == column else kept for name, kept in zip(HEADER, GOOD, strict=True)])


@CASES.checked({"new": 2})
def plain_table() -> bytes:
    return table(HEADER, GOOD, OTHER)


@CASES.checked({"new": 2})
def title_unit_totals_and_footnotes() -> bytes:
    title, unit = ["长治高新区企业登记表"], ["单位：万元"]
    return table(title, unit, HEADER, GOOD, [], OTHER, ["合计", None, 1700.5], ["注：以上为样例。"], ["填表人：某某"])


@CASES.checked({"new": 1})
def unit_row_under_the_header() -> bytes:
    return table(HEADER, [None, None, "千元"], ["样例甲有限公司", PARK, 5000, "2015-02-04", "长治市"])


@CASES.checked({"new": 2})
def header_of_two_merged_rows() -> bytes:
    upper = ["企业名称", "所属园区", "登记信息"]
    return table(upper, [None, None, "注册资本（万元）", "成立日期", "注册地址"], GOOD, OTHER)


@CASES.checked({"new": 2})
def header_repeated_on_every_printed_page() -> bytes:
    return table(HEADER, GOOD, HEADER, OTHER)


@CASES.checked({"new": 1})
def header_with_line_breaks_and_spaces() -> bytes:
    return table([" 企业\n名称 ", "所 属 园 区", "注册资本\r\n（万元）", "成立\u3000日期", "注册\u200b地址"], GOOD)


@CASES.checked({}, headers.DUPLICATE)
def the_same_header_twice() -> bytes:
    return table([*HEADER, "注册地址"], [*GOOD, "别处"])


@CASES.checked({}, headers.DUPLICATE)
def the_same_column_under_two_names() -> bytes:
    return table([*HEADER, "住所"], [*GOOD, "别处"])


@CASES.checked({}, "The column “%(column)s” is not known here.")
def header_nobody_knows() -> bytes:
    return table([*HEADER, "产值"], [*GOOD, "9"])


@CASES.checked({}, "Column %(letter)s has cells but no header.")
def column_without_header() -> bytes:
    return table(HEADER, [*GOOD, "9"])


@CASES.checked({}, numbers.UNKNOWN_UNIT)
def header_with_an_unknown_unit() -> bytes:
    return table(["企业名称", "所属园区", "注册资本（两）"], GOOD[:3])


@CASES.checked({}, headers.WRONG_UNIT)
def header_with_the_unit_of_something_else() -> bytes:
    return table(["企业名称", "所属园区", "注册资本（亩）"], GOOD[:3])


@CASES.checked({}, headers.NO_HEADER)
def table_without_header() -> bytes:
    return table(GOOD, OTHER)


@CASES.checked({}, headers.NO_HEADER)
def header_below_the_thirtieth_row() -> bytes:
    return table(*(["前言"] for _ in range(40)), HEADER, GOOD)


@CASES.checked({"error": 1}, cells.CONTROL_CHARACTER)
def nul_in_a_name() -> bytes:
    """Excel's own escape, which counts among the shared texts."""
    rows = row(text_cell("A1", "企业名称") + text_cell("B1", "所属园区"))
    rows += row('<c r="A2" t="s"><v>0</v></c>' + text_cell("B2", PARK), 2)
    return xlsx(rows, strings=f"<sst {NAMESPACES}><si><t>样例_x0000_公司</t></si></sst>")


@CASES.checked(NEW)
def name_with_direction_marks() -> bytes:
    return with_cell("企业名称", "样例\u202e甲\u2066有限\u2069公司\u200f")


@CASES.checked(NEW)
def name_with_zero_width_characters() -> bytes:
    return with_cell("企业名称", "样\u200b例\u200c甲\ufeff有限\u2060公司")


@CASES.checked({"error": 1}, cells.DAMAGED_TEXT)
def name_with_replacement_character() -> bytes:
    return with_cell("企业名称", "样例\ufffd有限公司")


@CASES.checked({"error": 1}, "确保该变量包含不超过 160 字符")
def name_of_thirty_thousand_characters() -> bytes:
    return with_cell("企业名称", "样" * 30_000)


@CASES.checked(NEW)
def name_that_is_markup() -> bytes:
    return with_cell("企业名称", "<script>alert(1)</script>{{ 7*7 }}")


@CASES.checked(NEW)
def name_that_is_a_formula() -> bytes:
    return with_cell("企业名称", "=cmd|' /C calc'!A0")


@CASES.checked({"error": 1}, capital.SCIENTIFIC)
def capital_beyond_all_numbers_as_text() -> bytes:
    return with_cell("注册资本", "1e1000000")


@CASES.checked({"error": 1}, capital.NOT_READABLE)
def capital_beyond_all_numbers() -> bytes:
    return with_cell("注册资本", float("inf"))


@CASES.checked({"error": 1}, capital.NOT_READABLE)
def capital_with_underscores() -> bytes:
    return with_cell("注册资本", "1_000万元")


@CASES.checked({"error": 1}, capital.NOT_READABLE)
def capital_in_arabic_digits() -> bytes:
    return with_cell("注册资本", "١٢٣万元")


@CASES.checked(NEW)
def capital_in_full_width_digits() -> bytes:
    return with_cell("注册资本", "１，２００．５（万元）")


@CASES.checked({"error": 1}, capital.NOT_READABLE)
def capital_below_nought() -> bytes:
    return with_cell("注册资本", "-5万元")


@CASES.checked({"error": 1}, numbers.TOO_MANY_DIGITS)
def capital_of_four_hundred_digits() -> bytes:
    return with_cell("注册资本", "9" * 400 + "万元")


@CASES.checked({"error": 1}, cells.DATE_OUT_OF_RANGE)
def day_of_the_first_year() -> bytes:
    return with_cell("成立日期", "0001-01-01")


@CASES.checked({"error": 1}, cells.NOT_A_DATE)
def thirtieth_of_february() -> bytes:
    return with_cell("成立日期", "2015-02-30")


@CASES.checked({"error": 1}, cells.NOT_A_DATE)
def serial_sixty_as_a_day() -> bytes:
    return with_cell("成立日期", 60)


@CASES.checked(NEW)
def serial_as_a_day() -> bytes:
    return with_cell("成立日期", 42039)


@CASES.checked(NEW)
def serial_from_1904_as_a_day() -> bytes:
    return table(HEADER, [*GOOD[:3], 40577, GOOD[4]], book=book_part(before='<workbookPr date1904="1"/>'))


@CASES.checked({"error": 1}, cells.NOT_A_DATE)
def infinite_day() -> bytes:
    return with_cell("成立日期", float("inf"))


@CASES.checked({"error": 1}, cells.FORMULA_ERROR)
def name_that_is_a_formula_error() -> bytes:
    return with_cell("企业名称", "#REF!")


@CASES.checked({"error": 1}, credit_code.LOST_DIGITS)
def code_as_a_number() -> bytes:
    return table([*HEADER, "统一社会信用代码"], [*GOOD, 911404918268844633])


@CASES.checked({"error": 1}, credit_code.WRONG_LENGTH)
def code_of_the_wrong_length() -> bytes:
    return table([*HEADER, "统一社会信用代码"], [*GOOD, "9114"])


@CASES.checked({"error": 2}, DIFFER, DIFFER)
def the_same_enterprise_twice_with_two_addresses() -> bytes:
    return table(HEADER, GOOD, [*GOOD[:4], "别处"])


@CASES.checked({"new": 1, "unchanged": 1})
def the_same_row_twice() -> bytes:
    return table(HEADER, GOOD, GOOD)


@CASES.checked({"new": 2}, **CSV)
def table_as_text() -> bytes:
    return as_csv([HEADER, GOOD, OTHER])


@CASES.checked({"new": 1}, **CSV)
def table_with_a_hint_for_excel() -> bytes:
    return b"sep=,\n" + as_csv([HEADER, GOOD])
