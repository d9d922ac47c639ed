"""Workbooks of Excel 97 (.xls) and other compound files."""

import io
import struct
from collections.abc import Callable
from datetime import date

import xlwt

from tests.hostile_sheets.cases import Cases
from zoneportal.spreadsheets.files import parsing, reading
from zoneportal.spreadsheets.files.archives import DAMAGED, PASSWORD
from zoneportal.spreadsheets.files.confinement import TOO_MUCH_MEMORY
from zoneportal.spreadsheets.files.formats import MACROS, NO_SPREADSHEET, OLE

CASES = Cases()
XLS = {"filename": "登记表.xls"}
DAY = xlwt.easyxf(num_format_str="yyyy-mm-dd")
BOLD = xlwt.easyxf("font: bold on")


def xls(*fills: Callable[[xlwt.Worksheet], None], names: tuple[str, ...] = ("表",), **settings: object) -> bytes:
    book = xlwt.Workbook()
    for name, value in settings.items():
        setattr(book, name, value)
    for name, fill in zip(names, fills, strict=True):
        fill(book.add_sheet(name))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def one(sheet: xlwt.Worksheet) -> None:
    sheet.write(0, 0, "甲")


def changed(offset: int, layout: str, value: int) -> bytes:
    content = bytearray(xls(one))
    struct.pack_into(layout, content, offset, value)
    return bytes(content)


@CASES.read([[], [None, "甲"], [None, date(2015, 2, 4), 1.5, True]], **XLS)
def workbook_of_excel_97() -> bytes:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(1, 1, "甲")
        sheet.write(2, 1, date(2015, 2, 4), DAY)
        sheet.write(2, 2, 1.5)
        sheet.write(2, 3, True)

    return xls(fill)


@CASES.read([["甲"]], filename="登记表.xlsx")
def xls_that_is_called_xlsx() -> bytes:
    return xls(one)


@CASES.read([[None, "x"], ["#DIV/0!", "y"], ["#N/A"]], **XLS)
def formula_errors_of_xls() -> bytes:
    """xlwt calculates nothing, so its own formula is blank; Excel stores "" of a formula in the same way."""

    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, xlwt.Formula('IF(1,"","a")'))
        sheet.write(0, 1, "x")
        sheet.row(1).set_cell_error(0, "#DIV/0!")
        sheet.write(1, 1, "y")
        sheet.row(2).set_cell_error(0, 0x2A)

    return xls(fill)


@CASES.read([["#REF!"]], **XLS)
def stored_result_of_a_formula_is_an_error() -> bytes:
    content = xls(lambda sheet: sheet.write(0, 0, xlwt.Formula("1/0")))
    blank = struct.pack("<Q", 0xFFFF000000000003)
    return content.replace(blank, b"\x02\0\x17\0\0\0\xff\xff")


@CASES.read([[date(2015, 2, 4)]], **XLS)
def dates_of_xls_from_1904() -> bytes:
    return xls(lambda sheet: sheet.write(0, 0, date(2015, 2, 4), DAY), dates_1904=True)


@CASES.read([["甲"]], sizes=(5_000, 60_000), **XLS)
def blank_rows_of_xls_with_styles(size: int) -> bytes:
    def fill(sheet: xlwt.Worksheet) -> None:
        one(sheet)
        for number in range(1, size):
            sheet.write(number, 0, None, BOLD)

    return xls(fill)


@CASES.refused(reading.NOT_READABLE, TOO_MUCH_MEMORY, parsing.TOO_MANY_CELLS, **XLS)
def cells_in_both_corners_of_xls() -> bytes:
    def fill(sheet: xlwt.Worksheet) -> None:
        one(sheet)
        sheet.write(65_535, 255, "远")

    return xls(fill)


@CASES.read([["甲公司"]], **XLS)
def rich_text_of_xls() -> bytes:
    return xls(lambda sheet: sheet.write_rich_text(0, 0, ("甲", ("公司", xlwt.easyfont("bold on")))))


@CASES.read([["a\0b"]], **XLS)
def nul_in_a_cell_of_xls() -> bytes:
    return xls(lambda sheet: sheet.write(0, 0, "a\0b"))


@CASES.read([["甲"]], **XLS)
def protected_sheet() -> bytes:
    """Protection against typing is no password for reading."""

    def fill(sheet: xlwt.Worksheet) -> None:
        one(sheet)
        sheet.protect, sheet.password = True, "secret"

    return xls(fill, protect=True)


@CASES.refused(PASSWORD, **XLS)
def xls_with_a_password() -> bytes:
    """The record that announces encryption, in the place of the one behind the beginning."""
    return changed(512 + 20, "<H", 0x2F)


@CASES.refused(parsing.CHOOSE_SHEET, **XLS)
def xls_of_several_sheets() -> bytes:
    return xls(one, one, names=("汇总", "明细"))


@CASES.refused(parsing.NO_CELLS, **XLS)
def xls_without_cells() -> bytes:
    return xls(lambda sheet: None)


@CASES.refused(DAMAGED, NO_SPREADSHEET, reading.NOT_READABLE, TOO_MUCH_MEMORY, **XLS)
def xls_cut_in_half() -> bytes:
    content = xls(one)
    return content[: len(content) // 2]


@CASES.refused(DAMAGED, NO_SPREADSHEET, reading.NOT_READABLE, TOO_MUCH_MEMORY, **XLS)
def sectors_of_two_gigabytes() -> bytes:
    return changed(30, "<H", 31)


@CASES.refused(DAMAGED, NO_SPREADSHEET, reading.NOT_READABLE, TOO_MUCH_MEMORY, **XLS)
def directory_beyond_the_file() -> bytes:
    return changed(48, "<I", 0x7FFFFFFF)


@CASES.read([["甲"]], **XLS)
def more_tables_of_sectors_than_there_are() -> bytes:
    return changed(44, "<I", 0xFFFFFFFF)


@CASES.read([["甲"]], **XLS)
def list_of_sector_tables_without_end() -> bytes:
    return changed(72, "<I", 0xFFFFFFFF)


@CASES.refused(DAMAGED, NO_SPREADSHEET, reading.NOT_READABLE, TOO_MUCH_MEMORY, **XLS)
def sectors_that_follow_themselves() -> bytes:
    content = bytearray(xls(one))
    (table,) = struct.unpack_from("<I", content, 76)
    start = 512 + table * 512
    for number in range(100):
        struct.pack_into("<I", content, start + 4 * number, number)
    return bytes(content)


def compound(entry: str) -> bytes:
    return OLE.ljust(1024, b"\0") + entry.encode("utf-16-le").ljust(128, b"\0")


@CASES.refused(PASSWORD)
def xlsx_with_a_password() -> bytes:
    return compound("EncryptedPackage")


@CASES.refused(MACROS, **XLS)
def xls_with_macros() -> bytes:
    return compound("_VBA_PROJECT_CUR")


@CASES.refused(NO_SPREADSHEET, filename="登记表.doc")
def document_of_word_97() -> bytes:
    return compound("WordDocument")


@CASES.refused(NO_SPREADSHEET, filename="登记表.msg")
def mail_of_outlook() -> bytes:
    return compound("__substg1.0_0037001F")


@CASES.refused(DAMAGED, NO_SPREADSHEET, reading.NOT_READABLE, TOO_MUCH_MEMORY, **XLS)
def compound_file_of_nothing_else() -> bytes:
    return compound("Workbook")
