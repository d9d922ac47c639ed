"""All files, by what is odd about them."""

from tests.hostile_sheets import archives, binary, bombs, foreign, grids, markup, open_document, tables, values, written
from tests.hostile_sheets.cases import Case

SUBJECTS = {
    "bombs": bombs.CASES,
    "archives": archives.CASES,
    "markup": markup.CASES,
    "grids": grids.CASES,
    "values": values.CASES,
    "texts": written.CASES,
    "foreign": foreign.CASES,
    "xls": binary.CASES,
    "ods": open_document.CASES,
    "tables": tables.CASES,
}
CORPUS: list[Case] = [case for cases in SUBJECTS.values() for case in cases]
