"""Every hostile file is refused with a sentence, within the limits, and takes at most the child with it."""

import io
import struct
import time
import zipfile
import zlib

import openpyxl
import pytest
import xlwt

from zoneportal.messages import Refused
from zoneportal.spreadsheets import archives, formats, parsing, reading
from zoneportal.spreadsheets.limits import Limits
from zoneportal.spreadsheets.reading import read


def plain_workbook(**cells) -> bytes:
    book = openpyxl.Workbook()
    for place, value in (cells or {"A1": "甲"}).items():
        book.active[place] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    """The workbook with some of its parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | changes
        for name, part in parts.items():
            new.writestr(name, part)
    return buffer.getvalue()


def refusal(content: bytes, limits: Limits | None = None) -> Refused:
    start = time.monotonic()
    with pytest.raises(Refused) as refused:
        read(content, limits=limits)
    assert time.monotonic() - start < 10
    return refused.value


@pytest.mark.parametrize("cells", [{"A1": 1, "XFD1048576": 1}, {"XFD1048576": 1}, {"A1": 1, "A1048576": 1}])
def test_a_cell_in_the_far_corner(cells):
    assert refusal(plain_workbook(**cells)).message in {reading.NOT_READABLE, parsing.TOO_MANY_ROWS}


def test_a_workbook_with_macros():
    assert refusal(repacked(plain_workbook(), {"xl/vbaProject.bin": b"x"})).message == formats.MACROS


def test_a_workbook_that_calls_itself_macro_enabled():
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refusal(repacked(plain_workbook(), {"[Content_Types].xml": types})).message == formats.MACROS


@pytest.mark.parametrize("entry", ["EncryptedPackage", "_VBA_PROJECT_CUR"])
def test_a_compound_file_with_password_or_macros(entry):
    content = formats.OLE.ljust(1024, b"\0") + entry.encode("utf-16-le").ljust(128, b"\0")
    expected = archives.PASSWORD if entry == "EncryptedPackage" else formats.MACROS
    assert refusal(content).message == expected


def test_a_compound_file_that_is_no_workbook():
    content = formats.OLE.ljust(1024, b"\0") + "WordDocument".encode("utf-16-le").ljust(128, b"\0")
    assert refusal(content).message == formats.NO_SPREADSHEET


def test_a_document_type_definition():
    sheet = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    assert refusal(repacked(plain_workbook(), {"xl/worksheets/sheet1.xml": sheet})).message == archives.HAS_DTD


def test_a_document_type_definition_in_utf_16():
    sheet = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><worksheet/>'.encode("utf-16")
    assert refusal(repacked(plain_workbook(), {"xl/worksheets/sheet1.xml": sheet})).message == archives.HAS_DTD


def test_something_before_the_zip_header():
    assert refusal(b"#!/bin/sh\n" + plain_workbook()).message == formats.PREFIX


def test_something_before_the_first_part():
    content = b"PK\x03\x04 another archive " + plain_workbook()
    assert refusal(content).message in {archives.DAMAGED, archives.TAMPERED}


def test_something_behind_the_end():
    assert refusal(plain_workbook() + b"more").message == archives.TAMPERED


def test_the_same_part_twice():
    buffer = io.BytesIO(plain_workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<workbook/>")
    assert refusal(buffer.getvalue()).message == archives.TAMPERED


def test_parts_that_overlap():
    content = bytearray(plain_workbook())
    directory = content.index(b"PK\x01\x02")
    size = struct.unpack_from("<I", content, directory + 20)[0]
    struct.pack_into("<I", content, directory + 20, size + 500)
    assert refusal(bytes(content)).message == archives.TAMPERED


def test_a_part_that_hides_its_size():
    content = bytearray(repacked(plain_workbook(), {"xl/media/image1.png": b"\0" * 3_000_000}))
    name = content.rindex(b"xl/media/image1.png")
    struct.pack_into("<I", content, name - 46 + 24, 10)
    assert refusal(bytes(content), Limits(unpacked_bytes=2_000_000)).message == archives.TOO_LARGE_UNPACKED


def test_a_part_whose_size_is_a_small_lie():
    content = bytearray(repacked(plain_workbook(), {"xl/media/image1.png": b"\0" * 3000}))
    name = content.rindex(b"xl/media/image1.png")
    struct.pack_into("<I", content, name - 46 + 24, 10)
    assert refusal(bytes(content)).message == archives.TAMPERED


def test_a_bomb_of_blanks():
    content = repacked(plain_workbook(), {"xl/worksheets/sheet1.xml": b" " * 300_000_000})
    assert len(content) < 1_000_000
    assert refusal(content).message == archives.TOO_LARGE_UNPACKED


def test_a_long_text_that_is_used_very_often():
    text = b"<sst><si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 50_001))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>'
    content = repacked(
        plain_workbook(),
        {"xl/sharedStrings.xml": text, "xl/worksheets/sheet1.xml": sheet % rows + b"</worksheet>"},
    )
    assert refusal(content).message in {reading.NOT_READABLE, parsing.TOO_MUCH_MEMORY}


def test_a_packed_stream_that_is_broken():
    content = bytearray(repacked(plain_workbook(), {"xl/worksheets/sheet1.xml": zlib.compress(b"x" * 99) * 9}))
    start = content.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    content[start : start + 8] = b"\xff" * 8
    assert refusal(bytes(content)).message == archives.DAMAGED


def test_a_cut_off_workbook():
    assert refusal(plain_workbook()[:2000]).message == archives.DAMAGED


def test_a_cut_off_xls():
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "甲")
    buffer = io.BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    assert refusal(content[: len(content) // 2]).message in {
        archives.DAMAGED,
        reading.NOT_READABLE,
        formats.NO_SPREADSHEET,
    }


def test_a_zip_of_something_else():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    assert refusal(buffer.getvalue()).message == formats.NO_SPREADSHEET


def test_a_picture():
    assert refusal(b"\x89PNG\r\n\x1a\n" + b"\0" * 100).params["kind"] == "PNG"


def test_a_child_that_takes_too_long_is_ended():
    content = ("a,b\n" * 5_000_000).encode()
    assert refusal(content, Limits(seconds=1, rows=10_000_000)).message in {reading.TOO_SLOW, reading.NOT_READABLE}
