"""The smallest workbooks that a reader takes for real, and archives written byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET, BOOK, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
NAMESPACES = f'xmlns="{MAIN}" xmlns:r="{OFFICE}"'
ONE = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'
ONE_ROW = [["甲"]]

Part = str | bytes


def encoded(part: Part) -> bytes:
    return part.encode() if isinstance(part, str) else part


def zipped(parts: Mapping[str, Part], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 22, 0, 0, 0)), encoded(part), method)
    return buffer.getvalue()


def sheet_part(rows: Part, *, before: Part = "", after: Part = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?><worksheet {NAMESPACES}>'.encode()
    inside = b"<sheetData>" + encoded(rows) + b"</sheetData>"
    return head + encoded(before) + inside + encoded(after) + b"</worksheet>"


def book_part(sheets: str = '<sheet name="表" sheetId="1" r:id="rId1"/>', before: str = "") -> str:
    return f"<workbook {NAMESPACES}>{before}<sheets>{sheets}</sheets></workbook>"


def relations_part(*targets: tuple[str, str]) -> str:
    """rId1, rId2, … to parts by the last word of their kind."""
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'


def xlsx_parts(rows: Part = ONE, **changes: Part | None) -> dict[str, Part]:
    """The parts of a workbook of one sheet; `strings`, `styles`, `sheet`, `book`, `relations` replace one of them."""
    named = {"strings": STRINGS, "styles": STYLES, "sheet": SHEET, "book": BOOK, "relations": RELATIONS}
    parts: dict[str, Part] = {
        TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": relations_part(("officeDocument", "xl/workbook.xml")),
        BOOK: book_part(),
        RELATIONS: relations_part(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        STRINGS: f"<sst {NAMESPACES}><si><t>零</t></si><si><t>一</t></si></sst>",
        STYLES: f'<styleSheet {NAMESPACES}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        SHEET: sheet_part(rows),
    }
    return parts | {named[key]: part for key, part in changes.items() if part is not None}


def xlsx(rows: Part = ONE, *, more: Mapping[str, Part] | None = None, **changes: Part | None) -> bytes:
    return zipped(xlsx_parts(rows, **changes) | dict(more or {}))


def row(cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{cells}</row>'


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def number_cell(place: str, number: str) -> str:
    return f'<c r="{place}"><v>{number}</v></c>'


def book_of(*names: str, rows: Part = ONE, state: Mapping[str, str] | None = None) -> bytes:
    """A workbook with the same rows in each of its sheets."""
    entries, parts = [], {}
    for number, name in enumerate(names, 1):
        hidden = f' state="{state[name]}"' if state and name in state else ""
        entries.append(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"{hidden}/>')
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_part(rows)
    links = relations_part(*(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)))
    return zipped(xlsx_parts(book=book_part("".join(entries)), relations=links) | parts)


class Member:
    """A part of an archive that may lie about itself."""

    def __init__(self, name: bytes, data: bytes, *, method: int = 8, packed: bytes | None = None, **lies: int) -> None:
        self.name, self.data, self.method, self.lies = name, data, method, lies
        self.packed = packed if packed is not None else deflated(data) if method == 8 else data

    def header(self, *, is_local: bool, extra: bytes = b"") -> bytes:
        value = {
            "flags": 0,
            "method": self.method,
            "crc": zlib.crc32(self.data),
            "packed": len(self.packed),
            "size": len(self.data),
        } | self.lies
        fields = (20, value["flags"], value["method"], 0, 0x5C76, value["crc"], value["packed"], value["size"])
        start = b"PK\x03\x04" if is_local else b"PK\x01\x02\x14\x00"
        return start + struct.pack("<HHHHHIII", *fields) + struct.pack("<HH", len(self.name), len(extra))


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def archive_of(members: list[Member], *, comment: bytes = b"", extra: bytes = b"", gap: bytes = b"") -> bytes:
    """An archive in which nothing but what the members themselves say is checked. `extra` goes to every member."""
    body, directory = bytearray(), bytearray()
    for member in members:
        offset = len(body)
        body += member.header(is_local=True) + member.name + member.packed + gap
        directory += member.header(is_local=False, extra=extra) + struct.pack("<HHHII", 0, 0, 0, 0, offset)
        directory += member.name + extra
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), len(comment))
    return bytes(body + directory) + b"PK\x05\x06" + end + comment


def members_of(parts: Mapping[str, Part]) -> list[Member]:
    return [Member(name.encode(), encoded(part)) for name, part in parts.items()]
