import pytest

from zoneportal.spreadsheets.files import places


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_a_column_has_letters(index, letters):
    assert places.letter(index) == letters
    assert places.index_of(letters) == index


def test_a_cell_is_named_as_a_spreadsheet_program_does():
    assert places.cell(4, 2) == "C5"
