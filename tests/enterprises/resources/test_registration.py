"""Stays in parks by sheet: a move in one sheet, no overlap, own parks only."""

from datetime import date

import pytest

from enterprises.models import Registration
from enterprises.models.registration import ONE_OPEN, OVERLAP
from enterprises.resources import belonging
from tests import factories, sheets
from zoneportal.spreadsheets.checks import checking
from zoneportal.spreadsheets.sheets import references, resources

HEADER = ["企业名称", "统一社会信用代码", "所属园区", "入区日期", "离区日期", "离区原因"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def parks(boss):
    return factories.ParkFactory.create_batch(2)


def row(enterprise, park, start="2020-01-01", end="", reason="") -> list:
    return [enterprise.name_zh, enterprise.credit_code, park.name_zh, start, end, reason]


def test_a_move_is_one_sheet_that_closes_one_stay_and_opens_another(boss, parks):
    enterprise = factories.EnterpriseFactory(park=parks[0])
    table = [
        HEADER,
        row(enterprise, parks[1], "2024-06-01"),
        row(enterprise, parks[0], "2020-01-01", "2024-06-01", "区内迁移"),
    ]
    sheets.written("registrations", table, user=boss)
    stays = Registration.objects.order_by("start_on").values_list("park", "start_on", "end_on")
    assert list(stays) == [
        (parks[0].pk, date(2020, 1, 1), date(2024, 6, 1)),
        (parks[1].pk, date(2024, 6, 1), None),
    ]


def test_a_second_open_stay_is_refused(boss, parks):
    enterprise = factories.EnterpriseFactory(park=parks[0])
    found = sheets.checked("registrations", [HEADER, row(enterprise, parks[1], "2024-06-01")], user=boss)
    assert str(ONE_OPEN) in [finding.message for finding in sheets.errors_in(found)]


def test_a_stay_whose_closing_row_is_wrong_is_refused_with_it(boss, parks):
    enterprise = factories.EnterpriseFactory(park=parks[0])
    table = [
        HEADER,
        row(enterprise, parks[0], "2020-01-01", "2024-06-01", "不知道"),
        row(enterprise, parks[1], "2024-06-01"),
    ]
    found = sheets.checked("registrations", table, user=boss)
    assert found.counts()["error"] == 2


def test_overlapping_stays_of_a_sheet_are_both_refused(boss, parks):
    enterprise = factories.EnterpriseFactory()
    table = [
        HEADER,
        row(enterprise, parks[0], "2018-01-01", "2020-01-01", "其他"),
        row(enterprise, parks[1], "2019-01-01", "2021-01-01", "其他"),
    ]
    found = sheets.checked("registrations", table, user=boss)
    assert [(finding.row, finding.message) for finding in sheets.errors_in(found)] == [
        (2, str(OVERLAP)),
        (3, str(OVERLAP)),
    ]


def test_an_end_before_the_start_is_an_error(boss, parks):
    enterprise = factories.EnterpriseFactory()
    table = [HEADER, row(enterprise, parks[0], "2020-01-01", "2019-01-01", "其他")]
    assert sheets.checked("registrations", table, user=boss).counts()["error"] == 1


def test_an_enterprise_that_is_not_in_the_register_is_an_error(boss, parks):
    table = [HEADER, ["样例没有", "", parks[0].name_zh, "2020-01-01", "", ""]]
    found = sheets.checked("registrations", table, user=boss)
    assert sheets.errors_of(found) == [(2, "企业名称", belonging.NO_ENTERPRISE)]


def test_a_name_that_is_not_the_enterprises_is_an_error(boss, parks):
    enterprise = factories.EnterpriseFactory()
    table = [HEADER, ["样例别名", enterprise.credit_code, parks[0].name_zh, "2020-01-01", "", ""]]
    assert sheets.errors_of(sheets.checked("registrations", table, user=boss))[0][2] == belonging.OTHER_NAME


def test_a_clerk_registers_own_enterprises_in_own_parks(world):
    table = [
        HEADER,
        row(world.enterprise, world.park, "2020-01-01", "2024-01-01", "迁出"),
        row(world.other_enterprise, world.park, "2024-01-01"),
        row(world.secret_enterprise, world.other_park, "2024-01-01"),
    ]
    found = sheets.checked("registrations", table, user=world.clerk)
    assert found.counts()["changed"] == 1
    assert [(line[0], line[2]) for line in sheets.errors_of(found)] == [
        (3, resources.OUT_OF_SCOPE),
        (4, references.OUT_OF_SCOPE),
    ]


def test_the_other_clerk_cannot_close_the_stay(world):
    table = [HEADER, row(world.enterprise, world.other_park, "2020-01-01", "2024-01-01", "迁出")]
    found = sheets.checked("registrations", table, user=world.other_clerk)
    assert [line[2] for line in sheets.errors_of(found)] == [resources.OUT_OF_SCOPE]
    assert world.enterprise.name_zh not in sheets.exported("registrations", user=world.other_clerk).decode()


def test_an_anonymous_visitor_gets_nowhere(world):
    found = sheets.checked("registrations", [HEADER, row(world.enterprise, world.park)], user=world.anonymous)
    assert sheets.errors_of(found) == [(None, "", checking.MAY_NOT_IMPORT)]
