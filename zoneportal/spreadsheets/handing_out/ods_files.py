"""An export as ods, row by row into the archive: no library writes OpenDocument without the whole sheet in memory."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from zoneportal.characters import CONTROL
from zoneportal.spreadsheets.handing_out.tables import Table
from zoneportal.spreadsheets.handing_out.workbooks import check_row

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_AT_EDGE_OR_REPEATED = re.compile("^ +| +$|  +")
_CHARACTER_CM = 0.22
_PIECE = 64_000

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("config", "config"),
    )
)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {_SPACES} {_FO} office:version="1.2"><office:automatic-styles>
<number:text-style style:name="T"><number:text-content/></number:text-style>
<number:number-style style:name="N"><number:number number:min-integer-digits="1" number:grouping="true"
 number:decimal-places="4" number:min-decimal-places="0"/></number:number-style>
<number:number-style style:name="W"><number:number number:min-integer-digits="1" number:decimal-places="0"/>
</number:number-style>
<number:date-style style:name="D"><number:year number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<style:style style:name="text" style:family="table-cell" style:data-style-name="T"/>
<style:style style:name="words" style:family="table-cell"/>
<style:style style:name="number" style:family="table-cell" style:data-style-name="N"/>
<style:style style:name="whole" style:family="table-cell" style:data-style-name="W"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/>
<style:style style:name="head" style:family="table-cell" style:data-style-name="T">
<style:table-cell-properties fo:background-color="#e7eff4" fo:border="0.5pt solid #808080" fo:wrap-option="wrap"/>
<style:text-properties fo:font-weight="bold"/></style:style>
"""
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
# The header stays in sight: split below row 1.
_SETTINGS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-settings {_SPACES} office:version="1.2"><office:settings>
<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">
<config:config-item-map-entry><config:config-item-map-named config:name="Tables">
<config:config-item-map-entry config:name=%s>
<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>
<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>
<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>
</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry>
</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>
"""


def write(file: IO[bytes], table: Table) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            buffer: list[str] = []
            size = 0
            for piece in _content(table):
                buffer.append(piece)
                size += len(piece)
                if size > _PIECE:
                    content.write("".join(buffer).encode())
                    buffer, size = [], 0
            content.write("".join(buffer).encode())
        archive.writestr("settings.xml", _SETTINGS % quoteattr(table.title))
        archive.writestr("META-INF/manifest.xml", _MANIFEST)


def _content(table: Table) -> Iterator[str]:
    yield _HEAD
    widths = [*(column.width for column in table.columns), 24]
    for width in sorted(set(widths)):
        yield f'<style:style style:name="w{width}" style:family="table-column">'
        yield f'<style:table-column-properties style:column-width="{width * _CHARACTER_CM:.2f}cm"/></style:style>'
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    yield f"<table:table table:name={quoteattr(table.title)}>"
    for width, kind in zip(widths[:-1], table.formats, strict=False):
        yield f'<table:table-column table:style-name="w{width}" table:default-cell-style-name="{kind}"/>'
    yield '<table:table-column table:style-name="w24" table:visibility="collapse"/>'
    yield "<table:table-header-rows>"
    yield _row([_text(header, "head") for header in table.headers])
    yield "</table:table-header-rows>"
    for number, row in enumerate(table.rows, 1):
        check_row(number)
        yield _row([_cell(value) for value in row])
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>\n"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, date):
        day = value.isoformat()
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{day}">'
            f"<text:p>{day}</text:p></table:table-cell>"
        )
    number = format(value, "f") if isinstance(value, Decimal) else str(value)
    style = "whole" if isinstance(value, int) else "number"
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def _text(value: str, style: str = "text") -> str:
    """Every line a paragraph; spaces that XML would swallow as elements. Tabs stay: calamine drops <text:tab/>."""
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.replace("\r\n", "\n").split("\n"))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """A form lets control characters pass, XML does not: one of them would make the whole file unreadable."""
    plain = escape(CONTROL.sub("", line))
    if "  " in plain or plain.startswith(" ") or plain.endswith(" "):
        plain = _AT_EDGE_OR_REPEATED.sub(lambda spaces: "<text:s/>" * len(spaces[0]), plain)
    return plain
