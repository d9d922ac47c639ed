"""Two enterprises of one name in a sheet: allowed, told at the later row, unless somebody said that they are two."""

import random

import pytest

from enterprises.actions import tell_apart
from enterprises.credit_code import invent
from enterprises.resources.namesakes import SAME_NAME
from tests import factories, sheets
from zoneportal.spreadsheets.checks import checking

NAME = "样例同名有限公司"
CODES = [invent(random.Random(seed)) for seed in (7101, 7102, 7103)]
HEADER = ["企业名称", "统一社会信用代码", "注册地址", "所属园区"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def told(found) -> list[tuple]:
    """[(row, column, row in question)]"""
    notices = sheets.notices_in(found)
    return [(each.row, each.column, each.params["row"]) for each in notices if each.message == SAME_NAME]


def rows_of(*enterprises, name=NAME, address="某路1号") -> list[list]:
    return [["企业编号", "企业名称", "注册地址"], *([each.number, name, address] for each in enterprises)]


@pytest.fixture
def pair(boss):
    return factories.EnterpriseFactory.create_batch(2, name_zh=NAME)


def test_two_new_ones_with_different_codes_are_told_and_written(boss):
    found = sheets.checked("enterprises", [HEADER, [NAME, CODES[0]], ["别的", ""], [NAME, CODES[1]]], user=boss)
    assert told(found) == [(4, "企业名称", 2)]
    assert (sheets.errors_in(found), found.counts()["new"]) == ([], 3)


def test_two_without_code_in_different_parks_are_told(boss):
    parks = factories.ParkFactory.create_batch(2)
    table = [HEADER, *([NAME, "", "", park.name_zh] for park in parks)]
    assert told(sheets.checked("enterprises", table, user=boss)) == [(3, "企业名称", 2)]


@pytest.mark.parametrize(("one", "other"), [("样例（长治）公司", "样例(长治) 公司"), ("样例ABC公司", "样例abc公司")])
def test_width_spaces_and_capitals_make_no_other_name(boss, one, other):
    found = sheets.checked("enterprises", [HEADER, [one, CODES[0]], [other, CODES[1]]], user=boss)
    assert told(found) == [(3, "企业名称", 2)]


def test_a_new_one_beside_one_of_the_register_is_told(boss):
    factories.EnterpriseFactory(name_zh=NAME, credit_code=CODES[0])
    found = sheets.checked("enterprises", [HEADER, [NAME, CODES[0]], [NAME, CODES[1]]], user=boss)
    assert told(found) == [(3, "企业名称", 2)]


def test_a_row_that_takes_the_name_of_another_is_told(boss):
    one, other = factories.EnterpriseFactory.create_batch(2)
    assert told(sheets.checked("enterprises", rows_of(one, other), user=boss)) == [(3, "企业名称", 2)]


def test_the_same_enterprise_twice_is_said_by_its_own_rule_only(boss):
    for table in (
        [HEADER, [NAME, CODES[0]], [NAME, CODES[0]]],
        [HEADER, [NAME, CODES[0], "甲路"], [NAME, CODES[0], "乙路"]],
        [HEADER, [NAME, "", "甲路"], [NAME, "", "乙路"]],
    ):
        assert told(sheets.checked("enterprises", table, user=boss)) == []


def test_two_that_were_told_apart_are_left_alone(boss, pair):
    assert told(sheets.checked("enterprises", rows_of(*pair), user=boss)) == [(3, "企业名称", 2)]
    tell_apart(one=pair[0], other=pair[1], reason="两家不同的企业", by=boss)
    assert told(sheets.checked("enterprises", rows_of(*pair), user=boss)) == []


def test_a_third_is_told_beside_two_that_were_told_apart(boss, pair):
    tell_apart(one=pair[0], other=pair[1], reason="两家不同的企业", by=boss)
    third = factories.EnterpriseFactory(name_zh=NAME)
    for several, row in (((*pair, third), 2), ((third, *pair), 2)):
        assert (told(sheets.checked("enterprises", rows_of(*several), user=boss))[0][2]) == row
    tell_apart(one=pair[0], other=third, reason="两家不同的企业", by=boss)
    assert told(sheets.checked("enterprises", rows_of(*pair, third), user=boss)) == [(4, "企业名称", 3)]


def test_a_name_they_share_anew_is_told_though_they_were_told_apart(boss, pair):
    tell_apart(one=pair[0], other=pair[1], reason="两家不同的企业", by=boss)
    found = sheets.checked("enterprises", rows_of(*pair, name="样例新同名有限公司"), user=boss)
    assert told(found) == [(3, "企业名称", 2)]


def test_an_earlier_row_is_known_when_its_part_of_the_sheet_has_gone_by(boss, monkeypatch):
    monkeypatch.setattr(checking, "ROWS_AT_ONCE", 1)
    found = sheets.checked("enterprises", [HEADER, *([NAME, code] for code in CODES)], user=boss)
    assert told(found) == [(3, "企业名称", 2), (4, "企业名称", 2)]


def test_names_of_enterprises_out_of_scope_are_not_told(world):
    """A row about another park's enterprise is refused, and says nothing to the row of the own one."""
    table = rows_of(world.other_enterprise, world.enterprise)
    assert told(sheets.checked("enterprises", table, user=world.clerk)) == []
