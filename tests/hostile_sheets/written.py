"""Text tables: encodings, quotation marks, delimiters."""

from tests.hostile_sheets.cases import Cases
from zoneportal.spreadsheets.files import parsing, texts
from zoneportal.spreadsheets.files.formats import EMPTY
from zoneportal.spreadsheets.files.limits import Limits

CASES = Cases()
TABLE = "企业名称,代码\n甲公司,1\n乙公司,2\n"
ROWS = [["企业名称", "代码"], ["甲公司", "1"], ["乙公司", "2"]]
CSV = {"filename": "登记表.csv"}


@CASES.refused(EMPTY, **CSV)
def nothing_at_all() -> bytes:
    return b""


@CASES.refused(parsing.NO_CELLS, **CSV)
def byte_order_mark_only() -> bytes:
    return b"\xef\xbb\xbf"


@CASES.refused(parsing.NO_CELLS, **CSV)
def line_breaks_only() -> bytes:
    return b"\r\n" * 1_000


@CASES.refused(parsing.NO_CELLS, **CSV)
def delimiters_only() -> bytes:
    return b" , ,\n,,\n"


@CASES.read(ROWS, **CSV)
def utf_8() -> bytes:
    return TABLE.encode()


@CASES.read(ROWS, **CSV)
def utf_8_with_mark() -> bytes:
    return TABLE.encode("utf-8-sig")


@CASES.read(ROWS, **CSV)
def utf_16_little() -> bytes:
    return b"\xff\xfe" + TABLE.encode("utf-16-le")


@CASES.read(ROWS, filename="登记表.txt")
def utf_16_big_with_tabs() -> bytes:
    return b"\xfe\xff" + TABLE.replace(",", "\t").encode("utf-16-be")


@CASES.refused(texts.NUL_BYTES, **CSV)
def utf_16_without_mark() -> bytes:
    return TABLE.encode("utf-16-le")


@CASES.refused(texts.CONTROL_CHARACTER, texts.NUL_BYTES, texts.UNKNOWN_ENCODING, **CSV)
def utf_32() -> bytes:
    return TABLE.encode("utf-32")


@CASES.read(ROWS, **CSV)
def gb_18030() -> bytes:
    return TABLE.encode("gb18030")


@CASES.read([["企业名称"], ["𠮷㐂公司"]], **CSV)
def gb_18030_of_four_bytes() -> bytes:
    return "企业名称\n𠮷㐂公司\n".encode("gb18030")


@CASES.read(ROWS, filename="登记表.tsv")
def parted_by_tabs() -> bytes:
    return TABLE.replace(",", "\t").encode()


@CASES.read(ROWS, **CSV)
def parted_by_semicolons() -> bytes:
    return TABLE.replace(",", ";").encode()


@CASES.read([["企业名称|代码"], ["甲公司|1"]], **CSV)
def parted_by_bars() -> bytes:
    return "企业名称|代码\n甲公司|1\n".encode()


@CASES.read(ROWS, **CSV)
def lines_that_end_as_on_an_old_mac() -> bytes:
    return TABLE.replace("\n", "\r").encode()


@CASES.read(ROWS, **CSV)
def lines_that_end_in_three_ways() -> bytes:
    return "企业名称,代码\r\n甲公司,1\r乙公司,2\n".encode()


@CASES.read(ROWS, **CSV)
def last_line_without_an_end() -> bytes:
    return TABLE.strip().encode()


@CASES.read(ROWS, filename="登记表.xlsx")
def text_that_is_called_xlsx() -> bytes:
    return TABLE.encode()


@CASES.read(ROWS, filename="登记表.xls")
def tabs_that_are_called_xls() -> bytes:
    return TABLE.replace(",", "\t").encode("gb18030")


@CASES.refused(texts.MIXED_ENCODING, **CSV)
def two_encodings_joined() -> bytes:
    return "甲公司电子,1\n".encode() + "乙公司,2\n".encode("gb18030")


@CASES.refused(texts.MIXED_ENCODING, **CSV)
def two_encodings_joined_the_other_way() -> bytes:
    return TABLE.encode("gb18030") + "丙公司电子,3\n".encode()


@CASES.refused(texts.UNKNOWN_ENCODING, **CSV)
def no_known_encoding() -> bytes:
    return b"\xff\x80abc,1\n"


@CASES.refused(texts.UNKNOWN_ENCODING, texts.MIXED_ENCODING, **CSV)
def character_cut_at_the_end() -> bytes:
    return TABLE.encode()[:-3] + "公".encode()[:2]


@CASES.refused(texts.UNKNOWN_ENCODING, texts.MIXED_ENCODING, texts.CONTROL_CHARACTER, **CSV)
def lone_surrogate_in_utf_8() -> bytes:
    return TABLE.encode() + b"\xed\xa0\x80,3\n"


@CASES.refused(texts.UNKNOWN_ENCODING, **CSV)
def lone_surrogate_in_utf_16() -> bytes:
    return b"\xff\xfe" + "甲,1\n".encode("utf-16-le") + b"\x00\xd8,\x00"


@CASES.refused(texts.UNKNOWN_ENCODING, texts.MIXED_ENCODING, **CSV)
def slash_in_three_bytes() -> bytes:
    """An overlong form, which no strict decoder takes."""
    return TABLE.encode() + b"\xe0\x80\xaf,3\n"


@CASES.refused(texts.NUL_BYTES, **CSV)
def nul_in_a_cell() -> bytes:
    return b"a,b\n1\x002,3\n"


@CASES.refused(texts.CONTROL_CHARACTER, **CSV)
def escape_in_a_cell() -> bytes:
    return b"a,b\n1,\x1b]0;title\x07\n"


@CASES.refused(texts.BROKEN_QUOTES, **CSV)
def quotation_mark_that_does_not_close() -> bytes:
    return 'a,b\n"甲公司,1\n乙公司,2\n'.encode()


@CASES.refused(texts.BROKEN_QUOTES, sizes=(2_000, 200_000), **CSV)
def quotation_mark_that_does_not_close_in_a_long_file(size: int) -> bytes:
    return ('a,b\n"' + "甲公司电子科技有限公司,1\n" * size).encode()


@CASES.refused(texts.BROKEN_QUOTES, **CSV)
def quotation_mark_that_closes_too_early() -> bytes:
    return 'a,b\n"甲"公司,1\n'.encode()


@CASES.refused(parsing.LONG_CELL, **CSV)
def quotation_mark_that_closes_thousands_of_rows_later() -> bytes:
    return ('a,b\n"' + "甲公司电子科技有限公司;1\n" * 3_000 + '",2\n').encode()


@CASES.read([["a", "b"], ['12" 显示器', "1"]], **CSV)
def quotation_mark_inside_a_cell() -> bytes:
    return 'a,b\n12" 显示器,1\n'.encode()


@CASES.read([["名称", "范围"], ["甲", "一\n二"], [], ["乙", "三"]], **CSV)
def line_break_in_quotation_marks() -> bytes:
    return '名称,范围\n甲,"一\n二"\n\n乙,三\n'.encode()


@CASES.refused(parsing.LONG_CELL, sizes=(200_000, 5_000_000), **CSV)
def line_of_five_million_characters(size: int) -> bytes:
    return b"a,b\n" + b"x" * size + b",1\n"


@CASES.refused(parsing.TOO_MANY_COLUMNS, sizes=(20_000, 5_000_000), **CSV)
def line_of_commas(size: int) -> bytes:
    return b"a" + b"," * size + b"b\n"


@CASES.refused(parsing.TOO_MANY_ROWS, sizes=(3_000, 300_000), limits=Limits(rows=2_000), **CSV)
def more_rows_than_are_taken(size: int) -> bytes:
    return b"1,2\n" * size


@CASES.read([["a", "b"], ["1", "2"]], sizes=(100_000, 5_000_000), **CSV)
def blank_lines_without_end(size: int) -> bytes:
    return b"a,b\n1,2\n" + b"\n" * size


@CASES.refused(parsing.TOO_MANY_ROWS, sizes=(3_000, 300_000), limits=Limits(rows=2_000), **CSV)
def a_line_behind_blank_lines_without_end(size: int) -> bytes:
    return b"a,b\n" + b"\n" * size + b"1,2\n"


@CASES.read([["=cmd|' /C calc'!A0", "+1", "@SUM(1)"]], **CSV)
def formulas_as_text() -> bytes:
    return b"=cmd|' /C calc'!A0,+1,@SUM(1)\n"
