"""Sheets of LibreOffice and WPS (.ods)."""

from datetime import date

from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.markup import BOMB
from tests.hostile_sheets.parts import ONE_ROW, Part, zipped
from zoneportal.spreadsheets.files import formula_errors, parsing, reading
from zoneportal.spreadsheets.files.archives import DAMAGED, HAS_DTD, PASSWORD
from zoneportal.spreadsheets.files.confinement import TOO_MUCH_MEMORY
from zoneportal.spreadsheets.files.formats import MACROS
from zoneportal.spreadsheets.files.limits import Limits

CASES = Cases()
ODS = {"filename": "登记表.ods"}
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
TEXT = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
BLANK = "<table:table-cell/>"


def row(cells: str, **said: str) -> str:
    attributes = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in said.items())
    return f"<table:table-row{attributes}>{cells}</table:table-row>"


def table(rows: str, name: str = "表") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def content_part(tables: str, doctype: str = "") -> str:
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return f"{doctype}<office:document-content {NAMESPACES} {CALC}>{body}</office:document-content>"


def ods(tables: str, doctype: str = "", manifest: str = "<manifest/>", more: dict[str, Part] | None = None) -> bytes:
    parts: dict[str, Part] = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    parts |= {"content.xml": content_part(tables, doctype), "META-INF/manifest.xml": manifest}
    return zipped(parts | (more or {}))


@CASES.read([[], [], ["甲", 1.5]], **ODS)
def sheet_of_libreoffice() -> bytes:
    number = '<table:table-cell office:value-type="float" office:value="1.5"><text:p>1.5</text:p></table:table-cell>'
    blank = row('<table:table-cell table:number-columns-repeated="1024"/>', number_rows_repeated="1048573")
    return ods(table(row(BLANK, number_rows_repeated="2") + row(TEXT + number) + blank))


@CASES.read(ONE_ROW, **ODS)
def a_million_blank_rows_repeated() -> bytes:
    return ods(table(row(TEXT) + row(BLANK, number_rows_repeated="1000000")))


@CASES.refused(parsing.TOO_MANY_ROWS, **ODS)
def row_behind_a_million_blank_ones() -> bytes:
    return ods(table(row(TEXT) + row(BLANK, number_rows_repeated="1000000") + row(TEXT)))


@CASES.refused(parsing.TOO_MANY_ROWS, limits=Limits(rows=1_000), **ODS)
def a_million_filled_rows_repeated() -> bytes:
    return ods(table(row(TEXT, number_rows_repeated="1000000")))


@CASES.read(ONE_ROW, **ODS)
def blank_rows_beyond_counting() -> bytes:
    return ods(table(row(TEXT) + row(BLANK, number_rows_repeated=str(10**18))))


@CASES.refused(parsing.TOO_MANY_ROWS, reading.NOT_READABLE, TOO_MUCH_MEMORY, limits=Limits(rows=1_000), **ODS)
def a_billion_filled_rows() -> bytes:
    return ods(table(row(TEXT, number_rows_repeated="1000000000")))


@CASES.refused(parsing.TOO_MANY_COLUMNS, reading.NOT_READABLE, TOO_MUCH_MEMORY, **ODS)
def a_billion_filled_columns() -> bytes:
    return ods(table(row(TEXT.replace("office:", 'table:number-columns-repeated="1000000000" office:', 1))))


@CASES.refused(DAMAGED, **ODS)
def rows_repeated_less_than_never() -> bytes:
    return ods(table(row(TEXT, number_rows_repeated="-5")))


@CASES.refused(DAMAGED, reading.NOT_READABLE, parsing.LONG_CELL, TOO_MUCH_MEMORY, **ODS)
def four_billion_spaces_in_a_word() -> bytes:
    return ods(
        table(
            row(
                '<table:table-cell office:value-type="string"><text:p>甲<text:s text:c="4000000000"/></text:p>'
                "</table:table-cell>"
            )
        )
    )


@CASES.refused(formula_errors.IN_ODS, **ODS)
def formula_error_that_reads_as_blank() -> bytes:
    cell = 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
    return ods(table(row(f"{TEXT}<table:table-cell {cell}><text:p>#DIV/0!</text:p></table:table-cell>")))


@CASES.refused(formula_errors.IN_ODS, **ODS)
def formula_error_that_reads_as_nought() -> bytes:
    cell = 'table:formula="of:=FOO()" office:value-type="float" office:value="0"'
    return ods(table(row(f"{TEXT}<table:table-cell {cell}><text:p>Err:508</text:p></table:table-cell>")))


@CASES.read([[1.5, 0.5, date(2015, 2, 4), True]], **ODS)
def kinds_of_values() -> bytes:
    kinds = ("currency", "value", "1.5"), ("percentage", "value", "0.5"), ("date", "date-value", "2015-02-04")
    cells = "".join(
        f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"/>'
        for kind, name, value in (*kinds, ("boolean", "boolean-value", "true"))
    )
    return ods(table(row(cells)))


@CASES.refused(DAMAGED, **ODS)
def number_that_is_none() -> bytes:
    return ods(table(row('<table:table-cell office:value-type="float" office:value="x"/>')))


@CASES.read([[float("inf")]], **ODS)
def number_beyond_all_numbers_in_ods() -> bytes:
    return ods(table(row('<table:table-cell office:value-type="float" office:value="1e400"/>')))


@CASES.read([["甲   乙"]], **ODS)
def spaces_as_elements() -> bytes:
    text = "<text:p>甲<text:s text:c='3'/>乙</text:p>"
    return ods(table(row(f'<table:table-cell office:value-type="string">{text}</table:table-cell>')))


@CASES.read(ONE_ROW, **ODS)
def comment_on_a_cell() -> bytes:
    note = "<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>"
    return ods(table(row(f'<table:table-cell office:value-type="string">{note}</table:table-cell>')))


@CASES.read([["甲", None, "甲"]], **ODS)
def merged_cells_of_ods() -> bytes:
    return ods(table(row(f"{TEXT}<table:covered-table-cell/>{TEXT}")))


@CASES.read([["甲"], ["甲"]], **ODS)
def rows_hidden_by_a_filter() -> bytes:
    return ods(table(row(TEXT, visibility="filter") + row(TEXT, visibility="collapse")))


@CASES.refused(parsing.CHOOSE_SHEET, **ODS)
def several_tables() -> bytes:
    return ods(table(row(TEXT), "汇总") + table(row(TEXT), "明细"))


@CASES.refused(HAS_DTD, **ODS)
def entity_bomb_in_ods() -> bytes:
    return ods(table(row(TEXT)), doctype=BOMB)


@CASES.refused(PASSWORD, **ODS)
def ods_with_a_password() -> bytes:
    return ods(table(row(TEXT)), manifest="<manifest:manifest><manifest:encryption-data/></manifest:manifest>")


@CASES.refused(MACROS, **ODS)
def ods_with_macros() -> bytes:
    return ods(table(row(TEXT)), more={"Basic/Standard/Module1.xml": "<script/>"})


@CASES.refused(DAMAGED, **ODS)
def ods_without_content() -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
