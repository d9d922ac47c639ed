"""Files that are no table, whatever they are called."""

import gzip
import random
import sqlite3
from contextlib import closing

from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.parts import zipped
from zoneportal.spreadsheets.files import texts
from zoneportal.spreadsheets.files.formats import NO_SPREADSHEET

CASES = Cases()
TABLE = "企业名称,代码\n甲公司,1\n乙公司,2\n"


@CASES.refused(texts.WEB_PAGE, filename="登记表.xls")
def web_page_that_is_called_xls() -> bytes:
    return "<html><body><table><tr><td>甲</td></tr></table></body></html>".encode()


@CASES.refused(texts.WEB_PAGE, filename="登记表.xls")
def table_of_a_web_page_behind_blanks() -> bytes:
    return "\ufeff\r\n  <TABLE border=1><tr><td>甲</td></tr></TABLE>".encode()


@CASES.refused(texts.WEB_PAGE, filename="登记表.xls")
def web_page_in_gb_18030() -> bytes:
    return '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><td>甲</td></html>'.encode("gb18030")


@CASES.refused(texts.WEB_PAGE, filename="登记表.mht")
def web_archive() -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>"


@CASES.refused(texts.WEB_PAGE, filename="登记表.xml")
def sheet_of_excel_2003_as_xml() -> bytes:
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


@CASES.refused(texts.WEB_PAGE, filename="登记表.fods")
def flat_open_document() -> bytes:
    return b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'


@CASES.read([["{\\rtf1 甲}"]], filename="登记表.rtf")
def rich_text_of_a_text_program() -> bytes:
    return "{\\rtf1 甲}".encode()


@CASES.read(None, 1, filename="登记表.json")
def json_document() -> bytes:
    return '[{"企业名称": "甲"}]'.encode()


@CASES.refused(NO_SPREADSHEET, filename="登记表.pdf")
def pdf_document() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@CASES.refused(NO_SPREADSHEET, filename="登记表.png")
def photograph_of_a_table() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@CASES.refused(NO_SPREADSHEET, filename="登记表.jpg")
def scan_of_a_table() -> bytes:
    return b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 100


@CASES.refused(NO_SPREADSHEET, filename="登记表.rar")
def rar_archive() -> bytes:
    return b"Rar!\x1a\x07\x01\0" + b"\0" * 100


@CASES.refused(NO_SPREADSHEET, filename="登记表.7z")
def archive_7z() -> bytes:
    return b"7z\xbc\xaf\x27\x1c" + b"\0" * 100


@CASES.refused(texts.NUL_BYTES, texts.UNKNOWN_ENCODING, filename="登记表.csv.gz")
def gzip_of_a_table() -> bytes:
    return gzip.compress(TABLE.encode() * 99, mtime=0)


@CASES.refused(texts.NUL_BYTES, filename="登记表.db")
def database_file() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE a (b)")
        return connection.serialize()


@CASES.refused(texts.NUL_BYTES, filename="登记表.exe")
def windows_program() -> bytes:
    return b"MZ\x90\0\x03\0\0\0" + b"\0" * 500


@CASES.refused(texts.NUL_BYTES, filename="登记表.csv")
def noise() -> bytes:
    return random.Random(4).randbytes(100_000)


@CASES.refused(NO_SPREADSHEET, filename="登记表.csv")
def zip_of_a_table_that_is_called_csv() -> bytes:
    return zipped({"登记表.csv": TABLE})
