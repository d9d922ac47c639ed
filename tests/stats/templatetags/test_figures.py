from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from stats.tables import Cell, Definition, Origin
from stats.templatetags.figures import figure, grid_rows
from tests.stats.tables import cell, table_of

DEFINITION = Definition(2000, "enterprise", "定义", "统计局")
ORIGIN = Origin("r", "发布", "决定", datetime(2018, 5, 1, tzinfo=UTC))
PLAIN = Cell(2017, DEFINITION, ORIGIN, "annual", "年报数", value=Decimal(4000), decimals=0)


def test_value_stands_as_it_is():
    assert figure(PLAIN) == "4,000"


def test_qualifier_stands_with_it():
    assert figure(replace(PLAIN, qualifier="over")) == "4,000余"


def test_mark_says_its_meaning_to_those_who_cannot_see_it():
    shown = figure(replace(PLAIN, value=None, mark="not_yet"))
    assert shown.startswith('待<span class="visually-hidden"> (')


def test_sample_is_marked_before_the_value():
    shown = figure(replace(PLAIN, origin=replace(ORIGIN, is_sample=True)))
    assert shown.startswith('<span class="tag">')
    assert shown.endswith("</span> 4,000")


def test_rows_of_a_grid_say_no_unit_and_no_vintage_that_the_whole_table_has():
    table = table_of({"zone": [cell(2017, "4"), cell(2016, "3")], "<park>": [cell(2017, "1")]})
    assert grid_rows(table).splitlines() == [
        '<tr><th scope="row">2017</th><td class="num">4.00</td><td class="num">1.00</td></tr>',
        '<tr><th scope="row">2016</th><td class="num">3.00</td><td class="num">—</td></tr>',
    ]


def test_rows_of_a_grid_say_unit_and_vintage_where_there_are_several():
    table = table_of({"zone": [cell(2017, "4", vintage="<flash>"), cell(2016, "3", unit="wan_yuan")]})
    first, second = grid_rows(table).splitlines()
    assert first.endswith("<small>hundred million yuan</small> <small>&lt;flash&gt;</small></td></tr>")
    assert second.endswith("<small>ten thousand yuan</small> <small>annual</small></td></tr>")
