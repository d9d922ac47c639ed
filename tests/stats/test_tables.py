from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from stats.tables import (
    WIDEST,
    Cell,
    Definition,
    Label,
    Origin,
    Table,
    change,
    changes,
    latest,
    newest_with_value,
    plain_number,
)

DEFINITION = Definition(2000, "yi_yuan", "定义", "统计局")
ORIGIN = Origin("r", "发布", "决定", datetime(2018, 5, 1, tzinfo=UTC))


def cell(year: int = 2017, value: str | None = "358.26", **more) -> Cell:
    number = None if value is None else Decimal(value)
    facts = {"definition": DEFINITION, "origin": ORIGIN, "vintage": "annual", "vintage_label": "年报数", "rank": 3}
    return Cell(year=year, value=number, **(facts | more))


def table(cells: dict[tuple[str, str], Cell]) -> Table:
    rows = tuple(Label(key, key) for key in dict.fromkeys(row for row, _column in cells))
    columns = tuple(Label(key, key) for key in dict.fromkeys(column for _row, column in cells))
    return Table("营业收入", "年", "范围", rows, columns, cells)


def test_cell_needs_a_value_or_a_mark():
    with pytest.raises(ValueError, match="exactly one"):
        cell(value=None)


def test_cell_cannot_have_value_and_mark():
    with pytest.raises(ValueError, match="exactly one"):
        cell(mark="confidential")


def test_definition_needs_a_known_unit():
    with pytest.raises(ValueError, match="not a known unit"):
        Definition(2000, "", "定义", "统计局")


def test_value_is_shown_with_the_decimals_of_its_indicator():
    assert cell(value="1297", decimals=1).text == "1,297.0"


def test_zero_is_a_value():
    assert cell(value="0").text == "0.00"


def test_value_that_rounding_would_make_zero_is_shown_as_below_the_unit():
    small = cell(value="0.004")
    assert (small.text, small.number, small.mark) == ("…", "0.004", "")
    assert [mark.symbol for mark in table({("2017", "zone"): small}).marks] == ["…"]
    assert cell(value="-0.005").text == "-0.01"


def test_qualifier_is_part_of_the_figure():
    assert cell(value="4000", decimals=0, qualifier="over").text == "4,000余"
    english = replace(DEFINITION, language="en")
    assert cell(value="4000", decimals=0, qualifier="over", definition=english).text == "over 4,000"


def test_mark_is_shown_by_its_symbol_and_written_as_nothing():
    withheld = cell(value=None, mark="confidential")
    assert (withheld.text, withheld.number) == ("※", "")


def test_number_for_downloads_keeps_every_digit_and_no_more():
    assert plain_number(Decimal("358.2600")) == "358.26"
    assert plain_number(Decimal("1E+3")) == "1000"
    assert plain_number(Decimal("-0.00")) == "0"


def test_highest_vintage_supersedes_then_highest_revision():
    flash, annual = cell(rank=1, revision=9), cell(rank=3)
    corrected = cell(rank=3, revision=1)
    assert latest([corrected, flash, annual]) is corrected


def test_unit_of_the_table_is_named_only_when_it_is_one():
    in_wan = replace(DEFINITION, unit="wan_yuan", valid_from_year=2020)
    mixed = table({("2017", "zone"): cell(), ("2020", "zone"): cell(2020, definition=in_wan)})
    assert mixed.unit_name == ""
    assert mixed.only({"zone"}).units == ["yi_yuan", "wan_yuan"]
    assert table({("2017", "zone"): cell()}).unit_name == "亿元"


def test_part_of_a_table_keeps_only_rows_that_hold_a_figure():
    whole = table({("2018", "zone"): cell(2018), ("2017", "park:a"): cell()})
    assert [row.key for row in whole.only({"park:a"}).rows] == ["2017"]


def test_a_table_much_wider_than_long_is_read_with_its_scopes_below_each_other():
    scopes = [f"park:{number}" for number in range(WIDEST + 1)]
    wide = table({("2017", scope): cell(value=str(place)) for place, scope in enumerate(scopes)})
    upright = wide.upright
    assert [row.key for row in upright.rows] == scopes
    assert [column.key for column in upright.columns] == ["2017"]
    assert [each.text for _row, [each] in upright.grid()] == [each.text for each in wide.grid()[0][1]]
    assert (upright.row_heading, upright.unit_name) == (wide.column_heading, wide.unit_name)


def test_a_table_that_fits_and_one_of_many_years_stand_as_they_are():
    narrow = table({("2017", f"park:{number}"): cell() for number in range(WIDEST)})
    long = table({(str(2000 + year), f"park:{number}"): cell() for year in range(12) for number in range(10)})
    assert narrow.upright is narrow
    assert long.upright is long


def test_hole_in_a_grid_is_explained_as_not_available():
    grid = table({("2018", "park:a"): cell(2018), ("2017", "park:b"): cell()})
    assert [mark.code for mark in grid.marks] == ["not_available"]


def test_full_grid_of_values_needs_no_explanation():
    assert table({("2017", "zone"): cell()}).marks == []


def test_note_is_told_once_with_its_places():
    cells = {
        ("2018", "zone"): cell(2018, note="快报口径"),
        ("2017", "zone"): cell(note="快报口径"),
        ("2016", "zone"): cell(2016),
    }
    assert table(cells).notes == [(["2018", "2017"], "快报口径")]


def test_note_of_every_figure_needs_no_places():
    assert table({("2017", "zone"): cell(note="示例数据")}).notes == [([], "示例数据")]


def test_change_is_computed_from_one_year_to_the_next():
    assert change(cell(2018, "429.912"), cell(2017, "358.26")) == Decimal("20.0")


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (cell(2019), cell(2017)),
        (cell(2018, None, mark="confidential"), cell(2017)),
        (cell(2018), cell(2017, None, mark="not_available")),
        (cell(2018, qualifier="about"), cell(2017)),
        (cell(2018), cell(2017, qualifier="over")),
        (cell(2018, definition=replace(DEFINITION, unit="wan_yuan")), cell(2017)),
        (cell(2018, definition=replace(DEFINITION, series=1)), cell(2017)),
        (cell(2018, origin=replace(ORIGIN, is_sample=True)), cell(2017)),
        (cell(2018), cell(2017, "0")),
        (cell(2018), None),
        (None, cell(2017)),
    ],
    ids=[
        "gap",
        "mark",
        "mark before",
        "qualifier",
        "qualifier before",
        "unit",
        "break",
        "sample",
        "zero",
        "first",
        "last",
    ],
)
def test_no_change_is_computed_where_it_would_mislead(later, earlier):
    assert change(later, earlier) is None


def test_change_of_a_share_is_not_computed_in_per_cent():
    share = replace(DEFINITION, unit="percent")
    assert change(cell(2018, "6", definition=share), cell(2017, "5", definition=share)) is None


def test_changes_hold_only_the_years_that_have_one():
    assert changes({2016: cell(2016, "100"), 2017: cell(2017, "110"), 2019: cell(2019, "1")}) == {2017: Decimal("10.0")}


def test_newest_value_stands_before_a_newer_mark():
    value, mark = cell(2017), cell(2018, None, mark="not_yet")
    assert newest_with_value({2017: value, 2018: mark}) is value
    assert newest_with_value({2018: mark}) is mark
    assert newest_with_value({}) is None
