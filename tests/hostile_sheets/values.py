"""Cells of an xlsx sheet that hold what nobody expects."""

from datetime import date, datetime

from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.parts import (
    MAIN,
    NAMESPACES,
    ONE,
    ONE_ROW,
    book_part,
    row,
    text_cell,
    xlsx,
)
from zoneportal.spreadsheets.files import parsing
from zoneportal.spreadsheets.files.archives import DAMAGED, TAMPERED

CASES = Cases()
INFINITE, NO_NUMBER = float("inf"), float("nan")
DDE = '<ddeLink ddeService="cmd" ddeTopic="/C calc"/>'
MILLIONS = (200_000, 5_000_000)


def cell(value: str, kind: str = "", inside: str = "") -> bytes:
    said = f' t="{kind}"' if kind else ""
    return xlsx(row(f'<c r="A1"{said}>{inside}<v>{value}</v></c>'))


def shared(text: str) -> bytes:
    return xlsx(row('<c r="A1" t="s"><v>0</v></c>'), strings=f"<sst {NAMESPACES}><si>{text}</si></sst>")


@CASES.refused(parsing.LONG_CELL, sizes=MILLIONS)
def five_million_characters_in_a_cell(size: int) -> bytes:
    return xlsx(row(text_cell("A1", "长" * size)))


@CASES.refused(parsing.LONG_CELL, sizes=MILLIONS)
def five_million_characters_among_the_texts(size: int) -> bytes:
    return shared(f"<t>{'长' * size}</t>")


@CASES.read([["字" * 32_767]])
def as_many_characters_as_a_cell_holds() -> bytes:
    return xlsx(row(text_cell("A1", "字" * 32_767)))


@CASES.read([[INFINITE]])
def number_beyond_all_numbers() -> bytes:
    return cell("1e1000000")


@CASES.read([[0.0]])
def number_below_all_numbers() -> bytes:
    return cell("1e-1000000")


@CASES.read([[NO_NUMBER]])
def not_a_number() -> bytes:
    return cell("NaN")


@CASES.read([[-INFINITE]])
def minus_infinity_in_letters() -> bytes:
    return cell("-Infinity")


@CASES.read([["1_000"]])
def digits_parted_as_programmers_do() -> bytes:
    return cell("1_000")


@CASES.read([["0x10"]])
def hexadecimal_digits() -> bytes:
    return cell("0x10")


@CASES.read([["١٢٣"]])
def digits_of_arabic() -> bytes:
    return cell("١٢٣")


@CASES.read([[" 12 "]])
def number_between_spaces() -> bytes:
    return cell(" 12 ")


@CASES.refused(DAMAGED)
def text_in_a_cell_of_numbers() -> bytes:
    return cell("abc", "n")


@CASES.read([["abc"]])
def text_in_a_cell_without_kind() -> bytes:
    return cell("abc")


@CASES.refused(DAMAGED)
def cell_of_a_kind_that_is_none() -> bytes:
    return cell("1", "zz")


@CASES.read([[True]])
def logical_cell() -> bytes:
    return cell("1", "b")


@CASES.refused(DAMAGED)
def shared_text_out_of_range() -> bytes:
    return cell("5", "s")


@CASES.refused(TAMPERED)
def shared_text_of_a_negative_number() -> bytes:
    return cell("-1", "s")


@CASES.refused(TAMPERED)
def shared_text_of_no_number() -> bytes:
    return cell("zero", "s")


@CASES.refused(TAMPERED)
def shared_text_of_a_number_too_long() -> bytes:
    return cell("18446744073709551616", "s")


@CASES.refused(TAMPERED)
def digits_behind_an_entity() -> bytes:
    """12 to a reader that knows entities, 1 to one that does not."""
    return cell("1&#50;")


@CASES.refused(TAMPERED)
def digits_behind_a_comment() -> bytes:
    return cell("1<!-- -->2")


@CASES.refused(TAMPERED)
def digits_as_character_data() -> bytes:
    return cell("<![CDATA[12]]>")


@CASES.read([["甲公司"]])
def rich_text() -> bytes:
    return shared("<r><t>甲</t></r><r><rPr><b/></rPr><t>公司</t></r>")


@CASES.read([["长治"]])
def text_with_its_pronunciation() -> bytes:
    return shared('<t>长治</t><rPh sb="0" eb="2"><t>Chángzhì</t></rPh><phoneticPr fontId="1"/>')


@CASES.read([["a\rbA"]])
def text_with_excel_escapes() -> bytes:
    return shared("<t>a_x000D_b_x0041_</t>")


@CASES.read([["a_xD800_b"]])
def lone_surrogate_as_excel_escape() -> bytes:
    return shared("<t>a_xD800_b</t>")


@CASES.read([["甲\u202e司公\u200b\ufeff"]])
def text_with_invisible_characters() -> bytes:
    return shared("<t>甲\u202e司公\u200b\ufeff</t>")


@CASES.read([["𠮷😀👨‍👩‍👧"]])
def characters_beyond_the_basic_plane() -> bytes:
    return shared("<t>𠮷😀👨‍👩‍👧</t>")


@CASES.read([["é" * 3 + "e" + "\u0301" * 1_000]])
def letter_under_a_thousand_accents() -> bytes:
    return shared("<t>ééée" + "\u0301" * 1_000 + "</t>")


@CASES.read([[9.114049182688447e17]])
def code_of_eighteen_digits_as_a_number() -> bytes:
    return cell("911404918268844633")


@CASES.read([["#DIV/0!", "#N/A", "#REF!"]])
def formula_errors() -> bytes:
    errors = zip("ABC", ("#DIV/0!", "#N/A", "#REF!"), strict=True)
    return xlsx(row("".join(f'<c r="{place}1" t="e"><f>1/0</f><v>{error}</v></c>' for place, error in errors)))


@CASES.read([["#DIV/0!"]])
def formula_error_in_an_element_with_prefix() -> bytes:
    inside = '<x:row r="1"><x:c r="A1" t="e"><x:v>#DIV/0!</x:v></x:c></x:row>'
    return xlsx(sheet=f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{inside}</x:sheetData></x:worksheet>')


@CASES.refused(parsing.FORMULA_ERROR)
def formula_error_of_a_newer_excel() -> bytes:
    return cell("#SPILL!", "e", "<f>A2:A9</f>")


@CASES.read([["#CALC!"]])
def formula_without_value() -> bytes:
    return xlsx(row('<c r="A1"><f>SUM(B1:B9)</f></c>'))


@CASES.read([["甲", "#CALC!"], ["乙", None, "#CALC!"], [], ["#CALC!"]])
def formulas_without_value_round_the_filled_cells() -> bytes:
    formula = "<f>1+1</f>"
    first = row(text_cell("A1", "甲") + f'<c r="B1">{formula}<v></v></c>')
    second = row(text_cell("A2", "乙") + f'<c r="C2">{formula}<v/></c>', 2)
    return xlsx(first + second + row(f'<c r="A4">{formula}</c>', 4))


@CASES.read([[2.0]])
def formula_with_value() -> bytes:
    return cell("2", "", "<f>1+1</f>")


@CASES.read([["0"]])
def formula_that_starts_a_program() -> bytes:
    """Dynamic data exchange: only the stored value is ever looked at."""
    return cell("0", "str", "<f>cmd|' /C calc'!A0</f>")


@CASES.read([[7.0]])
def formula_from_another_workbook() -> bytes:
    return cell("7", "", "<f>'[1]表'!A1</f>")


@CASES.read([[date(2015, 2, 4), datetime(2015, 2, 4, 8, 30), "nodate"]])  # noqa: DTZ001 - a sheet knows no zone
def dates_in_iso_form() -> bytes:
    values = zip("ABC", ("2015-02-04", "2015-02-04T08:30:00", "nodate"), strict=True)
    return xlsx(row("".join(f'<c r="{place}1" t="d"><v>{value}</v></c>' for place, value in values)))


@CASES.read([[date(1900, 2, 28), date(1900, 3, 1), date(2015, 2, 4)]])
def serial_sixty_and_its_neighbours() -> bytes:
    values = zip("ABC", (60, 61, 42039), strict=True)
    return xlsx(row("".join(f'<c r="{place}1" s="1"><v>{value}</v></c>' for place, value in values)))


@CASES.read([["00:00:00", "00:00:00", 2958466.0, 1e15]])
def serials_that_are_no_dates() -> bytes:
    values = zip("ABCD", ("0", "-5", "2958466", "1e15"), strict=True)
    return xlsx(row("".join(f'<c r="{place}1" s="1"><v>{value}</v></c>' for place, value in values)))


@CASES.read([[date(2015, 2, 4)]])
def dates_that_count_from_1904() -> bytes:
    return xlsx(row('<c r="A1" s="1"><v>40577</v></c>'), book=book_part(before='<workbookPr date1904="1"/>'))


@CASES.read([[None, "甲"], ["乙"]])
def style_that_is_not_there() -> bytes:
    return xlsx(row('<c r="A1" s="99999"/>' + text_cell("B1", "甲")) + row(text_cell("A2", "乙"), 2))


@CASES.read(ONE_ROW)
def everything_that_hangs_on_a_workbook() -> bytes:
    """Comments, links outwards, an embedded object, a table, a pivot cache, printer settings: none of it is touched."""
    parts = {
        "xl/comments1.xml": f"<comments {NAMESPACES}/>",
        "xl/externalLinks/externalLink1.xml": f"<externalLink {NAMESPACES}>{DDE}</externalLink>",
        "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "xl/tables/table1.xml": f'<table {NAMESPACES} id="1" name="表1" ref="A1:A2"/>',
        "xl/pivotCache/pivotCacheDefinition1.xml": f"<pivotCacheDefinition {NAMESPACES}/>",
        "xl/activeX/activeX1.bin": b"\0" * 99,
        "customXml/item1.xml": "<a/>",
    }
    return xlsx(ONE, more=parts)
