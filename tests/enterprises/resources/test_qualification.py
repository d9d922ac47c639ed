from datetime import date

import pytest

from enterprises.models import Qualification
from tests import factories, sheets
from zoneportal.spreadsheets.sheets import resources

HEADER = ["企业名称", "统一社会信用代码", "资质", "证书编号", "有效期起", "有效期止"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def row(enterprise, kind, number="", start="2024-01-01", end="") -> list:
    return [enterprise.name_zh, enterprise.credit_code, kind.name_zh, number, start, end]


def test_a_qualification_goes_in(boss):
    enterprise, kind = factories.EnterpriseFactory(), factories.QualificationKindFactory()
    sheets.written("qualifications", [HEADER, row(enterprise, kind, "GR2024")], user=boss)
    assert Qualification.objects.get().certificate_number == "GR2024"


def test_a_kind_by_calendar_year_takes_the_year_alone(boss):
    enterprise, kind = factories.EnterpriseFactory(), factories.QualificationKindFactory(is_yearly=True)
    sheets.written("qualifications", [HEADER, row(enterprise, kind, start="2017年")], user=boss)
    found = Qualification.objects.get()
    assert (found.valid_from, found.valid_to) == (date(2017, 1, 1), date(2017, 12, 31))


def test_a_kind_by_calendar_year_refuses_other_days(boss):
    enterprise, kind = factories.EnterpriseFactory(), factories.QualificationKindFactory(is_yearly=True)
    found = sheets.checked("qualifications", [HEADER, row(enterprise, kind, start="2017-03-01")], user=boss)
    assert found.counts()["error"] == 1


def test_an_end_before_the_beginning_is_an_error_at_its_column(boss):
    enterprise, kind = factories.EnterpriseFactory(), factories.QualificationKindFactory()
    found = sheets.checked("qualifications", [HEADER, row(enterprise, kind, end="2020-01-01")], user=boss)
    assert [line[:2] for line in sheets.errors_of(found)] == [(2, "有效期止")]


def test_the_clerk_of_the_other_park_cannot_touch_it(world):
    kind = factories.QualificationKindFactory()
    table = [HEADER, row(world.enterprise, kind)]
    assert sheets.checked("qualifications", table, user=world.clerk).counts()["new"] == 1
    found = sheets.checked("qualifications", table, user=world.other_clerk)
    assert [line[2] for line in sheets.errors_of(found)] == [resources.OUT_OF_SCOPE]
    assert not any(sheets.checked("qualifications", table, user=world.anonymous).counts().values())
