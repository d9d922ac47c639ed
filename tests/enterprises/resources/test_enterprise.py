"""The register sheet: which enterprise a row means, what registers' dirt becomes, and who may."""

import random
from datetime import date
from decimal import Decimal

import pytest

from enterprises.credit_code import invent
from enterprises.models import Enterprise, IndustryClass, Registration
from enterprises.resources import amounts, identity
from enterprises.resources import enterprise as sheet
from parks import resources as park_sheets
from tests import factories, sheets
from zoneportal.spreadsheets.checks import checking, earlier
from zoneportal.spreadsheets.sheets import resources

CODE, OTHER_CODE = (invent(random.Random(seed)) for seed in (7001, 7002))
HEADER = [
    "企业名称",
    "统一社会信用代码",
    "注册日期",
    "企业类型",
    "注册资金",
    "经营范围",
    "所属园区",
    "行业代码",
    "注册地址",
]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def park(boss):
    return factories.ParkFactory(name_zh="漳泽工业园")


@pytest.fixture
def industries(db) -> list[IndustryClass]:
    section = factories.IndustryClassFactory(code="C")
    return [section, *(factories.IndustryClassFactory(code=code, parent=section) for code in ("24", "2761", "2442"))]


def row(
    name="样例甲有限公司", code=CODE, day="", form="", capital="", scope="", park="", industry="", address=""
) -> list:
    return [name, code, day, form, capital, scope, park, industry, address]


def stored(table_row: list, boss, **options) -> Enterprise:
    sheets.written("enterprises", [HEADER, table_row], user=boss, **options)
    return Enterprise.objects.get(name_zh=table_row[0])


def notices(found) -> list[str]:
    return [finding.message for finding in sheets.notices_in(found)]


@pytest.mark.parametrize("written", [CODE, CODE.lower(), f" {CODE} ", "".join(chr(ord(c) + 0xFEE0) for c in CODE)])
def test_a_credit_code_is_normalised(boss, written):
    assert stored(row(code=written), boss).credit_code == CODE


@pytest.mark.parametrize("written", ["", "无", "—"])
def test_an_unknown_code_keeps_the_row(boss, written):
    assert stored(row(code=written), boss).credit_code is None


def test_a_new_enterprise_without_a_name_is_an_error_at_that_cell(boss):
    (error,) = sheets.errors_in(sheets.checked("enterprises", [HEADER, row(name="")], user=boss))
    assert (error.row, error.column) == (2, "企业名称")


def test_fifteen_digits_are_the_old_registration_number(boss):
    found = stored(row(code="140400100012345"), boss)
    assert (found.credit_code, found.old_registration_number) == (None, "140400100012345")


@pytest.mark.parametrize("written", [CODE[:-1], CODE[:-1] + ("0" if CODE[-1] != "0" else "1")])
def test_a_wrong_code_is_an_error_at_its_cell(boss, written):
    (error,) = sheets.errors_in(sheets.checked("enterprises", [HEADER, row(code=written)], user=boss))
    assert (error.row, error.column, error.value) == (2, "统一社会信用代码", written)


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("6,920(万)", "6920", "CNY"),
        ("3000万人民币元", "3000", "CNY"),
        ("200((万美元))", "200", "USD"),
        ("3200000人民币", "320", "CNY"),
        ("１０００（万元）", "1000", "CNY"),
    ],
)
def test_capital_is_read_in_the_shapes_registers_carry(boss, written, amount, currency):
    found = stored(row(capital=written), boss)
    assert (found.capital_wan, found.capital_currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("written", ["N/A", "-", "500()", "500"])
def test_capital_that_says_nothing_is_unknown_with_a_notice(boss, written):
    found = sheets.checked("enterprises", [HEADER, row(capital=written)], user=boss)
    assert (found.counts()["new"], len(notices(found))) == (1, 1)


@pytest.mark.parametrize("written", ["500(元/万元)", "万人民币", "1E-06万人民币"])
def test_capital_that_cannot_be_read_is_an_error(boss, written):
    (error,) = sheets.errors_in(sheets.checked("enterprises", [HEADER, row(capital=written)], user=boss))
    assert (error.column, error.value) == ("注册资金", written)


def test_bare_number_does_not_become_an_amount_of_a_stored_foreign_currency(boss):
    factories.EnterpriseFactory(name_zh="样例甲有限公司", credit_code=CODE, capital_wan=200, capital_currency="USD")
    header = ["企业名称", "统一社会信用代码", "注册资本（万元）"]
    (error,) = sheets.errors_in(sheets.checked("enterprises", [header, ["样例甲有限公司", CODE, "1400"]], user=boss))
    assert error.message == amounts.WHICH_CURRENCY
    assert "美元" in error.sentence()
    same = sheets.checked("enterprises", [header, ["样例甲有限公司", CODE, "200"]], user=boss)
    assert (sheets.errors_in(same), same.counts()["unchanged"]) == ([], 1)


def test_old_number_in_the_place_of_the_code_clears_no_code(boss):
    factories.EnterpriseFactory(name_zh="样例甲有限公司", credit_code=CODE)
    table = [["企业名称", "统一社会信用代码"], ["样例甲有限公司", "140400000012345"]]
    sheets.written("enterprises", table, user=boss, blank_clears=True)
    found = Enterprise.objects.get()
    assert (found.credit_code, found.old_registration_number) == (CODE, "140400000012345")


def test_capital_and_currency_that_contradict_are_an_error(boss):
    table = [["企业名称", "注册资本", "币种"], ["样例甲有限公司", "200万美元", "人民币"]]
    assert sheets.errors_of(sheets.checked("enterprises", table, user=boss)) == [(2, "币种", amounts.TWO_CURRENCIES)]


@pytest.mark.parametrize("written", ["漳泽 工业园", "漳泽工业园"])
def test_the_park_opens_a_registration(boss, park, written):
    found = stored(row(park=written), boss)
    assert [(stay.park, stay.start_on, stay.end_on) for stay in found.registrations.all()] == [(park, None, None)]
    assert Registration.history.get().history_user == boss


def test_a_blank_park_is_an_enterprise_without_registration(boss, park):
    assert not stored(row(), boss).registrations.exists()


@pytest.mark.parametrize("written", ["2442", "C2442", " ２４４２ "])
def test_an_industry_is_known_by_its_code(boss, industries, written):
    assert stored(row(industry=written), boss).industry_class.code == "2442"


def test_a_letter_that_does_not_fit_the_digits_is_remarked_on(boss, industries):
    found = sheets.checked("enterprises", [HEADER, row(industry="G2442")], user=boss)
    assert (found.counts()["new"], notices(found)) == (1, [sheet.OTHER_SECTION])


def test_an_industry_that_is_not_in_the_standard_is_an_error_with_its_neighbours(boss, industries):
    found = sheets.checked("enterprises", [HEADER, row(industry="9999"), row("样例乙", "", industry="2760")], user=boss)
    assert [finding.column for finding in sheets.errors_in(found)] == ["行业代码", "行业代码"]
    assert "2761" in sheets.errors_in(found)[1].params["near"]


def test_a_row_is_found_by_its_code_and_may_change_the_name(boss):
    factories.EnterpriseFactory(name_zh="样例旧名有限公司", credit_code=CODE)
    assert stored(row(), boss).credit_code == CODE
    assert Enterprise.objects.count() == 1


def test_a_row_without_code_is_found_by_its_name_within_the_park(boss, park):
    other = factories.ParkFactory()
    here, elsewhere = (
        factories.EnterpriseFactory(name_zh="样例同名有限公司", credit_code=None, park=each) for each in (park, other)
    )
    table = [HEADER, row("样例同名有限公司", "无", park=park.name_zh, address="新地址")]
    sheets.written("enterprises", table, user=boss)
    here.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (here.address, elsewhere.address) == ("新地址", "")


def test_the_same_name_in_another_park_is_another_enterprise(boss, park):
    factories.EnterpriseFactory(name_zh="样例同名有限公司", credit_code=None, park=factories.ParkFactory())
    found = sheets.checked("enterprises", [HEADER, row("样例同名有限公司", "无", park=park.name_zh)], user=boss)
    assert found.counts()["new"] == 1


def test_a_code_that_was_unknown_is_filled_in(boss, park):
    factories.EnterpriseFactory(name_zh="样例甲有限公司", credit_code=None, park=park)
    assert stored(row(park=park.name_zh), boss).credit_code == CODE
    assert Enterprise.objects.count() == 1


def test_two_of_a_name_are_not_guessed_between(boss):
    factories.EnterpriseFactory.create_batch(2, name_zh="样例同名有限公司", credit_code=None)
    found = sheets.checked("enterprises", [HEADER, row("样例同名有限公司", "")], user=boss)
    assert sheets.errors_of(found) == [(2, "企业名称", identity.SEVERAL_OF_NAME)]


def test_the_zone_number_finds_the_enterprise_and_lets_the_code_be_corrected(boss):
    known = factories.EnterpriseFactory(name_zh="样例甲有限公司", credit_code=CODE)
    table = [["企业编号", "企业名称", "统一社会信用代码"], [known.number, "样例甲有限公司", OTHER_CODE]]
    sheets.written("enterprises", table, user=boss)
    known.refresh_from_db()
    assert known.credit_code == OTHER_CODE


def test_number_and_code_of_two_enterprises_are_an_error(boss):
    one, other = factories.EnterpriseFactory.create_batch(2)
    table = [["企业编号", "企业名称", "统一社会信用代码"], [one.number, one.name_zh, other.credit_code]]
    found = sheets.checked("enterprises", table, user=boss)
    assert sheets.errors_of(found) == [(2, "企业编号", identity.TWO_ENTERPRISES)]


def test_the_same_code_twice_with_other_values_refuses_both_rows(boss):
    table = [HEADER, row(address="甲"), row(address="乙"), row("样例乙有限公司", OTHER_CODE)]
    found = sheets.checked("enterprises", table, user=boss)
    assert [line[0] for line in sheets.errors_of(found)] == [2, 3]
    assert sheets.errors_in(found)[0].message == earlier.CONTRADICTED
    assert found.counts()["new"] == 1


def test_a_move_is_left_to_the_sheet_of_registrations(boss, park):
    factories.EnterpriseFactory(name_zh="样例甲有限公司", credit_code=CODE, park=factories.ParkFactory())
    found = sheets.checked("enterprises", [HEADER, row(park=park.name_zh)], user=boss)
    assert sheets.errors_of(found) == [(2, "所属园区", sheet.MOVE)]


def test_the_day_of_entry_goes_into_the_registration(boss, park):
    factories.EnterpriseFactory(name_zh="样例甲有限公司", credit_code=CODE, park=park)
    table = [["企业名称", "统一社会信用代码", "入区日期"], ["样例甲有限公司", CODE, "2019年3月1日"]]
    job = sheets.written("enterprises", table, user=boss)
    assert (Registration.objects.get().start_on, job.counts["changed"]) == (date(2019, 3, 1), 1)


def test_industries_of_the_zone_are_set_and_the_main_one_changes(boss):
    first, second = factories.IndustryTagFactory.create_batch(2)
    known = factories.EnterpriseFactory(name_zh="样例甲有限公司", credit_code=CODE)
    known.tags.create(industry=first, is_main=True)
    table = [["企业名称", "统一社会信用代码", "主导产业", "主要产业"], ["样例甲有限公司", CODE]]
    table[1] += [f"{first.name_zh}、{second.name_zh}", second.name_zh]
    sheets.written("enterprises", table, user=boss)
    assert dict(known.tags.values_list("industry", "is_main")) == {first.pk: False, second.pk: True}
    assert sheets.received("enterprises", table, user=boss).counts["unchanged"] == 1


# Three actors at this door


def test_a_clerk_changes_an_enterprise_of_the_own_park(world):
    table = [
        ["企业名称", "统一社会信用代码", "注册地址"],
        [world.enterprise.name_zh, world.enterprise.credit_code, "新址"],
    ]
    sheets.written("enterprises", table, user=world.clerk)
    world.enterprise.refresh_from_db()
    assert world.enterprise.address == "新址"


def test_an_enterprise_of_another_park_is_refused_without_a_word_about_it(world):
    code = world.other_enterprise.credit_code
    table = [["企业名称", "统一社会信用代码", "注册地址"], ["样例随便", code, "新址"]]
    found = sheets.checked("enterprises", table, user=world.clerk)
    assert sheets.errors_of(found) == [(2, "统一社会信用代码", resources.OUT_OF_SCOPE)]
    assert world.other_enterprise.name_zh not in str(sheets.errors_in(found))
    assert sheets.changes_of(found) == []


def test_a_clerk_enters_enterprises_into_own_parks_only(world):
    table = [
        ["企业名称", "所属园区"],
        ["样例一", world.park.name_zh],
        ["样例二", world.other_park.name_zh],
        ["样例三", ""],
    ]
    found = sheets.checked("enterprises", table, user=world.clerk)
    assert [(line[0], line[1]) for line in sheets.errors_of(found)] == [(3, "所属园区"), (4, "所属园区")]
    assert sheets.errors_in(found)[1].message == park_sheets.NEEDS_OWN_PARK


def test_a_name_in_another_park_cannot_be_found_out(world):
    """A row with the name of an enterprise elsewhere is a new one of the own park: the sheet tells nothing."""
    table = [["企业名称", "所属园区"], [world.other_enterprise.name_zh, world.park.name_zh]]
    assert sheets.checked("enterprises", table, user=world.clerk).counts()["new"] == 1


def test_an_export_holds_what_the_clerk_may_see(world):
    text = sheets.exported("enterprises", user=world.clerk).decode("utf-8-sig")
    assert world.enterprise.name_zh in text
    assert world.other_enterprise.name_zh not in text


def test_nobody_without_a_name_imports(world):
    table = [["企业名称", "所属园区"], ["样例一", world.park.name_zh]]
    found = sheets.checked("enterprises", table, user=world.anonymous)
    assert sheets.errors_of(found) == [(None, "", checking.MAY_NOT_IMPORT)]
