import io
import subprocess
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
import xlwt

from zoneportal.messages import Refused
from zoneportal.spreadsheets.files import parsing, reading, texts
from zoneportal.spreadsheets.files.limits import Limits
from zoneportal.spreadsheets.files.reading import ChooseSheet, read

ROWS = [["企业名称", "统一社会信用代码"], ["甲公司", "91140403MA0F7LB96M"]]


def workbook(sheets: dict[str, list[list]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def rows_of(content: bytes, **choices) -> list[list]:
    return list(read(content, **choices).rows)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_an_xlsx_keeps_the_kinds_of_its_cells():
    moment = datetime(2015, 2, 4, 8, 30)  # noqa: DTZ001 - a sheet knows no zone
    row = ["甲", 911404, 1.5, True, date(2015, 2, 4), moment]
    assert rows_of(workbook({"表": [row]})) == [row]


def test_a_code_typed_as_a_number_arrives_as_a_number():
    rows = rows_of(workbook({"表": [["code"], [911404918268844633]]}))
    assert isinstance(rows[1][0], float)


def test_blank_rows_and_columns_are_counted():
    book = openpyxl.Workbook()
    book.active["C3"] = "甲"
    book.active["A5"] = "乙"
    assert rows_of(saved(book)) == [[], [], [None, None, "甲"], [], ["乙"]]


def test_an_xls_is_read():
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write(1, 1, "甲")
    sheet.write(2, 1, date(2015, 2, 4), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    buffer = io.BytesIO()
    book.save(buffer)
    found = read(buffer.getvalue())
    assert (found.format, list(found.rows)) == ("xls", [[], [None, "甲"], [None, date(2015, 2, 4)]])


def test_an_ods_is_read():
    table = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="表"><table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        '</table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>甲</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="1.5"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", table)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    found = read(buffer.getvalue())
    assert (found.format, found.name, list(found.rows)) == ("ods", "表", [[], [], ["甲", 1.5]])


def test_the_content_decides_and_not_an_ending():
    assert read("企业名称\t代码\n甲\t1\n".encode()).format == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_table_is_read_in_every_common_form(encoding, delimiter, line_end):
    content = line_end.join(delimiter.join(row) for row in ROWS).encode(encoding)
    found = read(content)
    assert list(found.rows) == ROWS
    assert found.delimiter == delimiter


def test_a_quoted_line_break_is_one_row():
    assert rows_of('名称,范围\n甲,"一\n二"\n\n乙,三\n'.encode())[1:] == [["甲", "一\n二"], [], ["乙", "三"]]


def test_a_delimiter_inside_quotes_does_not_mislead():
    assert rows_of(b'a;b\n"x,y,z";1\n"x,y,z";2\n')[1] == ["x,y,z", "1"]


def test_the_only_filled_sheet_is_taken_and_named():
    found = read(workbook({"Sheet1": [], "登记表": ROWS, "Sheet3": []}))
    assert (found.name, list(found.rows)) == ("登记表", ROWS)


def test_several_filled_sheets_have_to_be_chosen_from():
    with pytest.raises(ChooseSheet) as refused:
        read(workbook({"汇总": ROWS, "说明": [["填报"]]}))
    assert refused.value.names == ["汇总", "说明"]


def test_a_sheet_is_chosen_by_name():
    assert rows_of(workbook({"汇总": ROWS, "说明": [["填报"]]}), sheet="说明") == [["填报"]]


def test_a_hidden_sheet_is_read_only_by_its_name():
    book = openpyxl.Workbook()
    book.active.append(["甲"])
    hidden = book.create_sheet("指纹")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    content = saved(book)
    assert read(content).names == ("Sheet",)
    assert rows_of(content, sheet="指纹") == [["x"]]


def test_an_unknown_sheet_is_refused_with_the_names():
    with pytest.raises(Refused, match="汇总"):
        read(workbook({"汇总": ROWS}), sheet="明细")


def test_styled_blank_rows_are_no_rows():
    book = openpyxl.Workbook()
    book.active.append(["甲"])
    for row in range(2, 3000):
        book.active.cell(row, 1).font = openpyxl.styles.Font(bold=True)
    assert rows_of(saved(book)) == [["甲"]]


def test_seven_thousand_rows_take_about_a_second():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for row in range(7000):
        sheet.write_row(row, 0, [f"样例企业{row}", "91140403MA0F7LB96M", "2015-01-01", "有限公司"] * 2 + [row])
    book.close()
    start = time.monotonic()
    assert len(rows_of(buffer.getvalue())) == 7000
    assert time.monotonic() - start < 4  # 0.4 s where nothing else runs


def test_dates_of_an_old_mac_are_known_to_count_from_1904():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, datetime(2015, 2, 4), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    book.close()
    found = read(buffer.getvalue())
    assert found.has_1904_dates
    assert list(found.rows) == [[date(2015, 2, 4)]]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(file_bytes=100), reading.TOO_LARGE),
        (Limits(rows=1), parsing.TOO_MANY_ROWS),
        (Limits(columns=1), parsing.TOO_MANY_COLUMNS),
    ],
)
def test_more_than_the_limits_allow_is_refused(limits, message):
    with pytest.raises(Refused) as refused:
        read(workbook({"表": ROWS}), limits=limits)
    assert refused.value.message == message


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , ,\n"])
def test_a_file_without_a_filled_cell_is_refused(content):
    with pytest.raises(Refused):
        read(content)


def test_the_child_sees_nothing_of_the_environment(monkeypatch):
    started = []
    start = subprocess.Popen
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **kwargs: started.append(kwargs) or start(*args, **kwargs))
    read(b"a,b\n")
    assert "SECRET_KEY" not in started[0]["env"]


def test_formula_errors_and_formulas_never_calculated_are_not_taken_for_blank():
    book = openpyxl.Workbook()
    book.active.append(["#DIV/0!", "=SUM(C1:C9)", 1])
    assert rows_of(saved(book)) == [["#DIV/0!", "#CALC!", 1]]


def test_a_formula_with_a_result_is_its_result():
    content = workbook({"表": [["=1+1", '=IF(1,"","a")']]})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b"<v />", b"<v></v>").replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="B1"', b'<c r="B1" t="str"')
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert rows_of(buffer.getvalue()) == [[2]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1\x002,3\n", texts.NUL_BYTES),
        ("企业名称,代码\n甲公司,1\n".encode() + "乙公司,2\n".encode("gb18030"), texts.MIXED_ENCODING),
        (b"\xff\x80abc,1\n", texts.UNKNOWN_ENCODING),
        ("\ufeff<html><table><tr><td>甲</td></tr></table></html>".encode(), texts.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook/>', texts.WEB_PAGE),
        (b"a,b\n1,\x1b2\n", texts.CONTROL_CHARACTER),
        (b'a,b\n"1,2\n3,4\n', texts.BROKEN_QUOTES),
    ],
)
def test_a_text_file_that_cannot_be_trusted_is_refused(content, message):
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.message == message
