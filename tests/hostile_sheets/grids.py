"""Sheets whose rows, columns and sizes are not what they seem, and workbooks of many sheets."""

from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.parts import (
    NAMESPACES,
    ONE,
    ONE_ROW,
    Part,
    book_of,
    book_part,
    number_cell,
    relations_part,
    row,
    sheet_part,
    text_cell,
    xlsx,
    xlsx_parts,
    zipped,
)
from zoneportal.spreadsheets.files import parsing, reading
from zoneportal.spreadsheets.files.archives import DAMAGED, TAMPERED
from zoneportal.spreadsheets.files.confinement import TOO_MUCH_MEMORY
from zoneportal.spreadsheets.files.limits import Limits
from zoneportal.spreadsheets.files.odd_cells import FAR_CELL

CASES = Cases()
FIRST = text_cell("A1", "甲")


@CASES.refused(FAR_CELL)
def only_cell_in_the_far_corner() -> bytes:
    return xlsx(row(text_cell("XFD1048576", "远"), 1_048_576))


@CASES.refused(FAR_CELL)
def cells_in_both_corners() -> bytes:
    return xlsx(ONE + row(text_cell("XFD1048576", "远"), 1_048_576))


@CASES.refused(FAR_CELL)
def cell_in_the_last_row() -> bytes:
    return xlsx(ONE + row(text_cell("A1048576", "远"), 1_048_576))


@CASES.refused(FAR_CELL)
def cell_in_the_last_column() -> bytes:
    return xlsx(row(FIRST + text_cell("XFD1", "远")))


@CASES.refused(reading.NOT_READABLE, TOO_MUCH_MEMORY, parsing.TOO_MANY_CELLS)
def cells_far_apart_within_the_limits() -> bytes:
    return xlsx(ONE + row(text_cell("SE199999", "远"), 199_999))


@CASES.refused(FAR_CELL)
def row_ten_to_the_twentieth() -> bytes:
    return xlsx(row(number_cell("A100000000000000000000", "1"), 10**20))


@CASES.refused(TAMPERED)
def row_ten_to_the_twentieth_without_references() -> bytes:
    return xlsx(row("<c><v>1</v></c>", 10**20))


@CASES.refused(TAMPERED)
def row_that_overflows_to_the_first() -> bytes:
    return xlsx(row("<c><v>1</v></c>", 2**32 + 1))


@CASES.refused(DAMAGED)
def row_nought() -> bytes:
    return xlsx(row(number_cell("A0", "1"), 0))


@CASES.refused(DAMAGED)
def row_below_nought() -> bytes:
    return xlsx(row(number_cell("A-1", "1"), -1))


@CASES.refused(FAR_CELL)
def column_behind_the_last() -> bytes:
    return xlsx(row(number_cell("XFE1", "1")))


@CASES.refused(FAR_CELL)
def column_of_fourteen_letters() -> bytes:
    return xlsx(row(number_cell("ZZZZZZZZZZZZZZ1", "1")))


@CASES.refused(DAMAGED)
def reference_without_row() -> bytes:
    return xlsx(row(number_cell("A", "1")))


@CASES.refused(DAMAGED)
def reference_in_entities() -> bytes:
    """A reader that passes over it would put 1 into A1 and 2 into B1, or 2 into A1."""
    return xlsx(row(number_cell("&#65;1", "1") + number_cell("B1", "2")))


@CASES.read([[1.0, 2.0], [3.0]])
def cells_without_references() -> bytes:
    return xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")


@CASES.read([[1.0], [2.0]])
def rows_out_of_order() -> bytes:
    return xlsx(row(number_cell("A2", "2"), 2) + row(number_cell("A1", "1"), 1))


@CASES.read([[2.0]])
def the_same_cell_twice() -> bytes:
    return xlsx(row(number_cell("A1", "1") + number_cell("A1", "2")))


@CASES.read([[], [], ["甲"], [], [None, None, "乙"]])
def blank_rows_and_columns_round_the_cells() -> bytes:
    return xlsx(row(text_cell("A3", "甲"), 3) + row(text_cell("C5", "乙"), 5))


def _dimension(ref: str, rows: Part = ONE) -> bytes:
    return xlsx(sheet=sheet_part(rows, before=f'<dimension ref="{ref}"/>'))


@CASES.read(ONE_ROW)
def dimension_of_the_whole_grid() -> bytes:
    return _dimension("A1:XFD1048576")


@CASES.read([["甲"], ["乙"]])
def dimension_that_is_too_small() -> bytes:
    return _dimension("A1", ONE + row(text_cell("A2", "乙"), 2))


@CASES.read(ONE_ROW)
def dimension_backwards() -> bytes:
    return _dimension("Z9:A1")


@CASES.refused(DAMAGED, reading.NOT_READABLE)
def dimension_that_is_none() -> bytes:
    return _dimension("everything")


@CASES.refused(FAR_CELL)
def sixteen_thousand_columns() -> bytes:
    return xlsx("<row>" + "<c><v>1</v></c>" * 703 + number_cell("AAA1", "1") + "<c><v>1</v></c>" * 15_680 + "</row>")


@CASES.refused(parsing.TOO_MANY_COLUMNS)
def sixteen_thousand_columns_without_references() -> bytes:
    return xlsx("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>")


@CASES.read(ONE_ROW)
def row_with_a_style_to_the_last_column() -> bytes:
    return xlsx(row(FIRST + '<c s="1"/>' * 16_382 + '<c r="XFD1" s="1"/>'))


@CASES.read(ONE_ROW, sizes=(30_000, 300_000))
def blank_rows_with_styles(size: int) -> bytes:
    return xlsx(ONE + "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, size)))


@CASES.read(ONE_ROW)
def blank_rows_with_styles_to_the_last_row() -> bytes:
    return xlsx(ONE + "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(1_040_000, 1_048_577)))


@CASES.read(ONE_ROW, sizes=(50_000, 1_000_000))
def a_million_merged_cells(size: int) -> bytes:
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, size))
    return xlsx(sheet=sheet_part(ONE, after=f'<mergeCells count="{size}">{merged}</mergeCells>'))


@CASES.read(ONE_ROW, sizes=(20_000, 300_000))
def three_hundred_thousand_styles(size: int) -> bytes:
    formats = '<xf numFmtId="14" fontId="0" applyFont="1"/>' * size
    return xlsx(styles=f"<styleSheet {NAMESPACES}><cellXfs>{formats}</cellXfs></styleSheet>")


@CASES.read(ONE_ROW, sizes=(20_000, 300_000))
def number_formats_without_end(size: int) -> bytes:
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="yyyy{n}"/>' for n in range(200, size))
    return xlsx(styles=f"<styleSheet {NAMESPACES}><numFmts>{formats}</numFmts></styleSheet>")


@CASES.read(ONE_ROW, sizes=(20_000, 500_000))
def conditional_formats_without_end(size: int) -> bytes:
    rule = '<cfRule type="expression"><formula>1</formula></cfRule>'
    one = f'<conditionalFormatting sqref="A1">{rule}</conditionalFormatting>'
    return xlsx(sheet=sheet_part(ONE, after=one * size))


@CASES.read(ONE_ROW, sizes=(20_000, 500_000))
def hyperlinks_without_end(size: int) -> bytes:
    return xlsx(sheet=sheet_part(ONE, after="<hyperlinks>" + '<hyperlink ref="A1"/>' * size + "</hyperlinks>"))


@CASES.refused(parsing.TOO_MANY_CELLS, TOO_MUCH_MEMORY, sizes=(1_000, 30_000), limits=Limits(cells=100_000))
def more_cells_than_are_taken(size: int) -> bytes:
    return xlsx(("<row>" + "<c><v>1</v></c>" * 200 + "</row>") * size)


@CASES.read(None, 1, sizes=(100, 1_000))
def a_thousand_sheets_of_which_one_is_filled(size: int) -> bytes:
    content = xlsx_parts()
    names = [f"表{number}" for number in range(size)]
    entries = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    links = relations_part(*(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, size + 1)))
    parts = {f"xl/worksheets/sheet{n}.xml": sheet_part("") for n in range(2, size + 1)}
    return zipped(content | xlsx_parts(book=book_part(entries), relations=links) | parts)


@CASES.refused(parsing.CHOOSE_SHEET, sizes=(100, 1_000))
def a_thousand_filled_sheets(size: int) -> bytes:
    return book_of(*(f"表{number}" for number in range(size)))


@CASES.read(ONE_ROW)
def sheet_whose_name_has_ten_thousand_characters() -> bytes:
    return book_of("名" * 10_000)


@CASES.refused(parsing.CHOOSE_SHEET)
def sheets_with_pictures_in_their_names() -> bytes:
    return book_of("🏭🏢", "汇总✅", "A&amp;B &lt;i&gt;")


@CASES.refused(parsing.CHOOSE_SHEET)
def two_sheets_of_the_same_name() -> bytes:
    return book_of("表", "表")


@CASES.read(ONE_ROW)
def hidden_sheets_beside_the_table() -> bytes:
    return book_of("表", "旧", "参数", state={"旧": "hidden", "参数": "veryHidden"})


@CASES.refused(parsing.NO_CELLS)
def hidden_sheets_only() -> bytes:
    return book_of("旧", "参数", state={"旧": "hidden", "参数": "veryHidden"})


@CASES.refused(DAMAGED, parsing.NO_CELLS, reading.NOT_READABLE)
def sheet_without_a_part() -> bytes:
    return xlsx(relations=relations_part(("worksheet", "worksheets/sheet9.xml")))


@CASES.refused(parsing.NO_CELLS, DAMAGED)
def workbook_without_sheets() -> bytes:
    return xlsx(book=book_part(""))


@CASES.refused(parsing.NO_CELLS, DAMAGED)
def workbook_of_a_chart_only() -> bytes:
    parts = xlsx_parts(relations=relations_part(("chartsheet", "chartsheets/sheet1.xml")))
    return zipped(parts | {"xl/chartsheets/sheet1.xml": f"<chartsheet {NAMESPACES}/>"})


@CASES.refused(parsing.NO_CELLS)
def sheet_without_cells() -> bytes:
    return xlsx("")


@CASES.refused(parsing.NO_CELLS)
def cells_of_spaces_only() -> bytes:
    return xlsx(row(text_cell("A1", " ") + text_cell("B1", "\u3000\t")))


@CASES.read([["甲"], ["乙"]])
def hidden_and_grouped_rows() -> bytes:
    return xlsx(
        f'<row r="1" hidden="1" outlineLevel="7">{FIRST}</row><row r="2" collapsed="1">{text_cell("A2", "乙")}</row>'
    )
