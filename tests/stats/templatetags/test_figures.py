from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from stats.tables import Cell, Definition, Origin
from stats.templatetags.figures import figure

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
