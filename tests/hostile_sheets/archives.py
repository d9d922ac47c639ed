"""Zip archives that lie about themselves or hold something else than a workbook."""

import io
import os
import struct
import zipfile

from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.parts import (
    BOOK,
    ONE,
    ONE_ROW,
    SHEET,
    TYPES,
    Member,
    archive_of,
    book_part,
    deflated,
    encoded,
    members_of,
    relations_part,
    sheet_part,
    xlsx,
    xlsx_parts,
    zipped,
)
from zoneportal.spreadsheets.files.archives import DAMAGED, PASSWORD, TAMPERED
from zoneportal.spreadsheets.files.formats import MACROS, NO_SPREADSHEET, PREFIX

CASES = Cases()


@CASES.refused(TAMPERED)
def overlapping_parts() -> bytes:
    parts = members_of(xlsx_parts())
    parts[1].lies["packed"] = len(parts[1].packed) + 200
    return archive_of(parts)


@CASES.refused(TAMPERED)
def the_same_part_twice() -> bytes:
    return archive_of([*members_of(xlsx_parts()), Member(SHEET.encode(), sheet_part("<row/>"))])


@CASES.refused(TAMPERED)
def the_same_part_in_capitals() -> bytes:
    return archive_of([*members_of(xlsx_parts()), Member(b"XL/Worksheets/SHEET1.xml", sheet_part("<row/>"))])


@CASES.read(ONE_ROW)
def all_names_in_capitals() -> bytes:
    parts = xlsx_parts()
    return zipped({name.upper() if name.startswith("xl/work") else name: part for name, part in parts.items()})


def _with(name: bytes, **options: bytes) -> bytes:
    return archive_of([*members_of(xlsx_parts()), Member(name, b"x")], **options)


@CASES.refused(TAMPERED)
def name_that_climbs_out() -> bytes:
    return _with(b"xl/../../../../etc/cron.d/portal")


@CASES.refused(TAMPERED)
def name_from_the_root() -> bytes:
    return _with(b"/etc/passwd")


@CASES.refused(TAMPERED)
def name_of_a_windows_drive() -> bytes:
    return _with(b"C:\\Windows\\win.ini")


@CASES.refused(TAMPERED)
def name_with_line_break() -> bytes:
    return _with(b"xl/a\r\nSet-Cookie: b.xml")


@CASES.refused(TAMPERED)
def name_with_nul() -> bytes:
    return _with(b"xl/media/a.png\0.xml")


@CASES.read(ONE_ROW)
def name_of_a_thousand_characters() -> bytes:
    return _with(b"xl/media/" + b"a" * 1_000)


@CASES.read(ONE_ROW)
def name_in_chinese() -> bytes:
    return xlsx(more={"xl/media/图片.png": b"x"})


@CASES.read(ONE_ROW)
def folders_as_parts_of_their_own() -> bytes:
    return zipped(xlsx_parts() | {"xl/": b"", "xl/media/": b""})


@CASES.refused(TAMPERED)
def second_name_in_an_extra_field() -> bytes:
    """Info-ZIP's “Unicode path”, which some readers follow and others do not."""
    path = b"\x01\0\0\0\0" + BOOK.encode()
    return archive_of(members_of(xlsx_parts()), extra=struct.pack("<HH", 0x7075, len(path)) + path)


@CASES.refused(TAMPERED)
def name_that_differs_in_the_local_header() -> bytes:
    return archive_of(members_of(xlsx_parts())).replace(b"xl/styles.xml", b"xl/stylez.xml", 1)


@CASES.refused(TAMPERED, DAMAGED)
def second_directory_in_the_comment() -> bytes:
    inner = archive_of(members_of(xlsx_parts(sheet_part("<row/>"))))
    return archive_of(members_of(xlsx_parts()), comment=inner[-22:])


@CASES.read(ONE_ROW)
def archive_with_a_comment() -> bytes:
    return archive_of(members_of(xlsx_parts()), comment="园区填报".encode())


@CASES.read(ONE_ROW)
def gap_between_parts() -> bytes:
    """As programs leave it that write sizes behind the data (data descriptors)."""
    return archive_of(members_of(xlsx_parts()), gap=b"PK\x07\x08" + b"\0" * 12)


@CASES.read(ONE_ROW)
def sizes_behind_the_data() -> bytes:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in xlsx_parts().items():
            archive.writestr(name, encoded(part))
    return pipe.getvalue()


@CASES.read(ONE_ROW)
def zip64() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in xlsx_parts().items():
            with archive.open(name, "w", force_zip64=True) as stream:
                stream.write(encoded(part))
    return buffer.getvalue()


@CASES.read(ONE_ROW)
def parts_that_are_not_packed() -> bytes:
    return zipped(xlsx_parts(), zipfile.ZIP_STORED)


@CASES.refused(DAMAGED)
def packed_by_bzip2() -> bytes:
    return zipped(xlsx_parts(), zipfile.ZIP_BZIP2)


@CASES.refused(DAMAGED)
def packed_by_lzma() -> bytes:
    return zipped(xlsx_parts(), zipfile.ZIP_LZMA)


@CASES.refused(PASSWORD)
def zip_with_a_password() -> bytes:
    parts = members_of(xlsx_parts())
    for part in parts:
        part.lies["flags"] = 1
    return archive_of(parts)


@CASES.refused(DAMAGED)
def wrong_checksum() -> bytes:
    parts = members_of(xlsx_parts())
    parts[-1].lies["crc"] = 1
    return archive_of(parts)


@CASES.refused(DAMAGED)
def packed_bytes_that_are_noise() -> bytes:
    parts = xlsx_parts()
    noise = Member(SHEET.encode(), encoded(parts.pop(SHEET)), packed=b"\xff" * 99)
    return archive_of([*members_of(parts), noise])


@CASES.refused(DAMAGED)
def packed_bytes_that_end_too_early() -> bytes:
    parts = xlsx_parts()
    sheet = encoded(parts.pop(SHEET))
    return archive_of([*members_of(parts), Member(SHEET.encode(), sheet, packed=deflated(sheet)[:-20])])


@CASES.refused(DAMAGED)
def cut_in_half() -> bytes:
    content = xlsx()
    return content[: len(content) // 2]


@CASES.refused(DAMAGED)
def cut_in_its_directory() -> bytes:
    return xlsx()[:-40]


@CASES.refused(DAMAGED)
def one_byte_short() -> bytes:
    return xlsx()[:-1]


@CASES.refused(TAMPERED)
def bytes_behind_the_end() -> bytes:
    return xlsx() + b"more"


@CASES.refused(PREFIX)
def script_before_the_archive() -> bytes:
    return b"#!/bin/sh\nexit\n" + xlsx()


@CASES.refused(PREFIX)
def program_that_carries_a_workbook() -> bytes:
    return b"MZ" + os.urandom(2_000) + xlsx()


@CASES.refused(DAMAGED, TAMPERED)
def archive_before_the_archive() -> bytes:
    return zipped({"a": b"b"}) + xlsx()


@CASES.refused(NO_SPREADSHEET, TAMPERED, PREFIX)
def archive_without_parts() -> bytes:
    return zipped({})


@CASES.refused(NO_SPREADSHEET)
def zip_of_zips() -> bytes:
    content = zipped({"a.xlsx": xlsx()})
    for _ in range(20):
        content = zipped({"a.zip": content})
    return content


@CASES.read(ONE_ROW)
def workbook_with_an_archive_inside() -> bytes:
    return xlsx(more={"xl/embeddings/package1.xlsx": xlsx()})


@CASES.refused(NO_SPREADSHEET, filename="登记表.docx")
def document_of_a_text_program() -> bytes:
    return zipped({TYPES: "<Types/>", "word/document.xml": "<document/>"})


@CASES.refused(NO_SPREADSHEET, filename="登记表.numbers")
def sheet_of_numbers() -> bytes:
    return zipped({"Index/Document.iwa": b"\0", "Index/Tables/DataList.iwa": b"\0", "preview.jpg": b"\xff\xd8\xff"})


@CASES.refused(NO_SPREADSHEET, filename="登记表.xlsb")
def binary_workbook() -> bytes:
    return zipped({TYPES: "<Types/>", "xl/workbook.bin": b"\x83\x01\0", "xl/worksheets/sheet1.bin": b"\0"})


@CASES.refused(MACROS, filename="登记表.xlsm")
def workbook_with_macros() -> bytes:
    return xlsx(more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


@CASES.refused(MACROS)
def macros_under_another_name_of_the_file() -> bytes:
    return xlsx(more={"xl/ANOTHER/VBAProject.BIN": b"\xd0\xcf\x11\xe0"})


@CASES.refused(MACROS, filename="登记表.xltm")
def workbook_that_calls_itself_macro_enabled() -> bytes:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return xlsx(more={TYPES: f'<Types><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'})


@CASES.refused(MACROS)
def sheet_of_old_macros() -> bytes:
    links = relations_part(("xlMacrosheet", "macrosheets/sheet1.xml"))
    return xlsx(book=book_part(), relations=links, more={"xl/macrosheets/sheet1.xml": sheet_part(ONE)})
