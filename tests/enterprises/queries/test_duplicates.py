"""Records that may mean one enterprise, found by a few queries however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.models import Enterprise, EnterpriseFormerName
from enterprises.queries import duplicates
from tests import factories

CODE, SAME_ORGANISATION = "91140000602061212R", "52140000602061212X"


def found(user, kind: str) -> list[set[int]]:
    return [set(group.keys) for group in duplicates(user, kind)]


@pytest.fixture
def office(world):
    return world.administrator


def test_names_that_differ_in_width_capitals_and_spaces_are_the_same(office):
    one = factories.EnterpriseFactory(name_zh="样例ABB（长治）有限公司")
    other = factories.EnterpriseFactory(name_zh="样例ａｂｂ(长治) 有限公司")
    assert found(office, "name") == [{one.pk, other.pk}]


def test_a_name_that_another_one_bore(office):
    renamed = factories.EnterpriseFactory()
    EnterpriseFormerName.objects.create(enterprise=renamed, name_zh="样例旧名有限公司")
    again = factories.EnterpriseFactory(name_zh="样例旧名 有限公司")
    assert found(office, "former") == [{renamed.pk, again.pk}]


def test_a_name_that_one_bore_itself_is_none(office):
    one = factories.EnterpriseFactory(name_zh="样例旧名有限公司")
    EnterpriseFormerName.objects.create(enterprise=one, name_zh="样例旧名有限公司")
    assert found(office, "former") == []


def test_codes_of_one_organisation(office):
    several = [factories.EnterpriseFactory(credit_code=code) for code in (CODE, SAME_ORGANISATION)]
    assert found(office, "code") == [{each.pk for each in several}]


def test_the_same_old_registration_number(office):
    several = factories.EnterpriseFactory.create_batch(2, old_registration_number="140400000000001")
    assert found(office, "old") == [{each.pk for each in several}]


def test_clerks_find_what_they_may_edit_only(world):
    for park in (world.park, world.other_park):
        factories.EnterpriseFactory(name_zh="样例同名有限公司", park=park)
    assert found(world.clerk, "name") == []
    assert len(found(world.administrator, "name")) == 1


@pytest.mark.parametrize("kind", ["name", "former", "code", "old"])
def test_the_register_is_read_twice_at_most(office, kind):
    for number in range(5):
        name = f"样例{number}有限公司"
        enterprises = factories.EnterpriseFactory.create_batch(2, name_zh=name, old_registration_number="1" * 15)
        EnterpriseFormerName.objects.create(enterprise=enterprises[0], name_zh=f"样例{number + 1}有限公司")
    office.has_perm("parks.all_park")
    with CaptureQueriesContext(connection) as captured:
        duplicates(office, kind)
    assert len(captured) <= 2
    assert Enterprise.objects.count() > 10
