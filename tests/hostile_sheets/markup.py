"""XML that a parser should not be given, or should survive."""

from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.parts import (
    BOOK,
    MAIN,
    NAMESPACES,
    ONE,
    ONE_ROW,
    RELATIONS,
    SHEET,
    STRINGS,
    STYLES,
    encoded,
    row,
    sheet_part,
    text_cell,
    xlsx,
    xlsx_parts,
    zipped,
)
from zoneportal.spreadsheets.files import parsing, reading
from zoneportal.spreadsheets.files.archives import DAMAGED, HAS_DTD

CASES = Cases()
LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))
BOMB = f'<!DOCTYPE a [<!ENTITY a0 "ha">{LAUGHS}]>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
FETCHED = '<!DOCTYPE a [<!ENTITY % remote SYSTEM "http://127.0.0.1:9/x.dtd">%remote;]>'
CELL = row(text_cell("A1", "&a9;"))


def _sheet(doctype: str, encoding: str = "utf-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}' + sheet_part(CELL).decode().partition("?>")[2]
    return xlsx(sheet=text.encode(encoding))


@CASES.refused(HAS_DTD)
def entity_bomb() -> bytes:
    return _sheet(BOMB)


@CASES.refused(HAS_DTD)
def entity_bomb_in_utf_16() -> bytes:
    return _sheet(BOMB, "utf-16")


@CASES.refused(HAS_DTD)
def entity_bomb_in_utf_16_without_mark() -> bytes:
    return _sheet(BOMB, "utf-16-be")


@CASES.refused(HAS_DTD)
def entity_bomb_in_utf_32() -> bytes:
    return _sheet(BOMB, "utf-32")


@CASES.refused(HAS_DTD)
def external_entity() -> bytes:
    return _sheet(EXTERNAL)


@CASES.refused(HAS_DTD)
def external_entity_in_utf_16() -> bytes:
    return _sheet(EXTERNAL, "utf-16")


@CASES.refused(HAS_DTD)
def entity_from_the_network() -> bytes:
    return _sheet(FETCHED)


@CASES.refused(HAS_DTD)
def entity_bomb_behind_a_long_comment() -> bytes:
    return _sheet(f"<!--{'a' * 600_000}-->{BOMB}")


def _in(part: str) -> bytes:
    return zipped(xlsx_parts() | {part: encoded(xlsx_parts()[part]).replace(b"<", BOMB.encode() + b"<", 1)})


@CASES.refused(HAS_DTD)
def entity_bomb_in_the_workbook() -> bytes:
    return _in(BOOK)


@CASES.refused(HAS_DTD)
def entity_bomb_in_the_relations() -> bytes:
    return _in(RELATIONS)


@CASES.refused(HAS_DTD)
def entity_bomb_in_the_texts() -> bytes:
    return _in(STRINGS)


@CASES.refused(HAS_DTD)
def entity_bomb_in_the_styles() -> bytes:
    return _in(STYLES)


@CASES.refused(DAMAGED, parsing.NO_CELLS, reading.NOT_READABLE, sizes=(50_000, 2_000_000))
def elements_nested_very_deep(size: int) -> bytes:
    return xlsx("<a>" * size)


@CASES.read(ONE_ROW, sizes=(20_000, 200_000))
def elements_nested_and_closed(size: int) -> bytes:
    return xlsx(ONE, sheet=sheet_part(ONE, after="<a>" * size + "</a>" * size))


@CASES.refused(DAMAGED)
def element_that_is_not_closed() -> bytes:
    return xlsx(sheet=sheet_part(ONE).partition(b"</c>")[0])


@CASES.read(ONE_ROW)
def element_closed_by_another() -> bytes:
    return xlsx(sheet=sheet_part(ONE).replace(b"</row>", b"</c>"))


@CASES.read(ONE_ROW, sizes=(20_000, 1_000_000))
def very_many_attributes(size: int) -> bytes:
    return xlsx(sheet=sheet_part(ONE, before="<a " + " ".join(f'b{number}=""' for number in range(size)) + "/>"))


@CASES.read(ONE_ROW, sizes=(500_000, 50_000_000))
def attribute_of_megabytes(size: int) -> bytes:
    return xlsx(sheet=sheet_part(ONE, before=f'<a b="{"c" * size}"/>'))


@CASES.read(ONE_ROW, sizes=(500_000, 50_000_000))
def comment_of_megabytes(size: int) -> bytes:
    return xlsx(sheet=sheet_part(ONE, before=f"<!--{'c' * size}-->"))


@CASES.read(ONE_ROW)
def instruction_to_a_browser() -> bytes:
    return xlsx(sheet=sheet_part(ONE, before='<?xml-stylesheet href="http://127.0.0.1:9/"?>'))


@CASES.read([["a<b>&c"]])
def text_as_character_data() -> bytes:
    return xlsx(row('<c r="A1" t="inlineStr"><is><t><![CDATA[a<b>&c]]></t></is></c>'))


@CASES.read([["<script>&'\""]])
def text_in_entities() -> bytes:
    return xlsx(row(text_cell("A1", "&lt;script&gt;&amp;&apos;&quot;")))


@CASES.refused(DAMAGED)
def entity_nobody_declared() -> bytes:
    return xlsx(row(text_cell("A1", "&nobody;")))


@CASES.refused(DAMAGED)
def lone_surrogate_as_entity() -> bytes:
    return xlsx(row(text_cell("A1", "&#xD800;")))


@CASES.refused(DAMAGED)
def nul_as_entity() -> bytes:
    return xlsx(row(text_cell("A1", "a&#0;b")))


@CASES.refused(DAMAGED)
def lone_surrogate_in_bytes() -> bytes:
    return xlsx(sheet=sheet_part(ONE).replace("甲".encode(), b"\xed\xa0\x80"))


@CASES.refused(DAMAGED)
def bytes_that_are_no_utf_8() -> bytes:
    return xlsx(sheet=sheet_part(ONE).replace("甲".encode(), "甲".encode("gb18030")))


@CASES.read(ONE_ROW)
def sheet_with_byte_order_mark() -> bytes:
    return xlsx(sheet=b"\xef\xbb\xbf" + sheet_part(ONE))


@CASES.read(ONE_ROW)
def elements_with_a_prefix() -> bytes:
    """As .NET's Open XML SDK writes them."""
    inside = '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
    return xlsx(sheet=f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{inside}</x:sheetData></x:worksheet>')


@CASES.read(ONE_ROW)
def strict_open_xml() -> bytes:
    parts = {name: encoded(part) for name, part in xlsx_parts().items()}
    for name in (BOOK, SHEET, STRINGS, STYLES, RELATIONS, "_rels/.rels"):
        strict = parts[name].replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        parts[name] = strict.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    return zipped(parts)


@CASES.refused(reading.NOT_READABLE, DAMAGED)
def texts_that_claim_to_be_endless() -> bytes:
    return xlsx(strings=f'<sst {NAMESPACES} count="1" uniqueCount="18446744073709551615"><si><t>a</t></si></sst>')


@CASES.refused(DAMAGED)
def part_of_texts_that_is_empty() -> bytes:
    return xlsx(strings="")


@CASES.refused(DAMAGED)
def workbook_part_that_is_no_xml() -> bytes:
    return xlsx(book="\x01\x02 no xml")
