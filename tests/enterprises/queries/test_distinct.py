"""Pairs that are known to be two enterprises leave the groups of possible duplicates, for what they shared then."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.actions import tell_apart
from enterprises.models import DistinctPair, Enterprise, EnterpriseFormerName, EnterpriseFormerNumber
from enterprises.queries import KINDS, duplicates, known_pairs, pairs_by_ground, shared_by
from tests import factories

NAME = "样例同名有限公司"


@pytest.fixture
def office(world):
    return world.administrator


@pytest.fixture
def pair(world):
    return factories.EnterpriseFactory.create_batch(2, name_zh=NAME)


def apart(one: Enterprise, other: Enterprise, by) -> DistinctPair:
    return tell_apart(one=one, other=other, reason="两家不同的企业", by=by)


def found(user, kind: str = "name") -> list[set[int]]:
    return [set(group.keys) for group in duplicates(user, kind, pairs_by_ground(known_pairs()))]


def test_pair_leaves_the_list(office, pair):
    apart(*pair, by=office)
    assert found(office) == []


def test_pair_comes_back_with_a_name_they_share_anew(office, pair):
    apart(*pair, by=office)
    Enterprise.objects.filter(pk__in=[each.pk for each in pair]).update(name_zh="样例新同名有限公司")
    assert found(office) == [{each.pk for each in pair}]


def test_pair_comes_back_on_a_ground_of_another_kind(office, pair):
    apart(*pair, by=office)
    for each, code in zip(pair, ("91140000602061212R", "52140000602061212X"), strict=True):
        Enterprise.objects.filter(pk=each.pk).update(credit_code=code)
    assert (found(office), found(office, "code")) == ([], [{each.pk for each in pair}])


def test_two_that_both_look_like_a_third_stay_with_it_until_they_are_told_apart_from_it(office, pair):
    third = factories.EnterpriseFactory(name_zh=NAME)
    apart(*pair, by=office)
    assert found(office) == [{pair[0].pk, pair[1].pk, third.pk}]
    apart(pair[0], third, by=office)
    assert found(office) == [{pair[1].pk, third.pk}]
    apart(pair[1], third, by=office)
    assert found(office) == []


def test_number_of_a_merged_record_leads_on(office, pair):
    gone = factories.EnterpriseFactory(name_zh=NAME)
    apart(pair[0], gone, by=office)
    number = gone.number
    gone.registrations.all().delete()
    gone.delete()
    assert known_pairs() == []
    EnterpriseFormerNumber.objects.create(enterprise=pair[1], number=number)
    assert [{each.one, each.other} for each in known_pairs()] == [{each.pk for each in pair}]


def test_pair_that_was_merged_after_all_is_none(office, pair):
    kept = apart(*pair, by=office)
    pair[1].registrations.all().delete()
    pair[1].delete()
    EnterpriseFormerNumber.objects.create(enterprise=pair[0], number=max(kept.one, kept.other))
    assert known_pairs() == []


def shared(kind: str, pair: list[Enterprise]) -> None:
    """Makes the two share exactly this."""
    one, other = pair
    Enterprise.objects.filter(pk=one.pk).update(name_zh="样例甲有限公司")
    if kind == "name":
        Enterprise.objects.filter(pk=other.pk).update(name_zh="样例甲 有限公司")
    elif kind == "former":
        EnterpriseFormerName.objects.create(enterprise=other, name_zh="样例甲 有限公司")
    elif kind == "old":
        Enterprise.objects.filter(pk__in=[one.pk, other.pk]).update(old_registration_number="140400000000001")
    else:
        for each, code in zip(pair, ("91140000602061212R", "52140000602061212X"), strict=True):
            Enterprise.objects.filter(pk=each.pk).update(credit_code=code)


@pytest.mark.parametrize("kind", KINDS)
def test_what_two_share_is_told_as_the_list_finds_it(office, pair, kind):
    shared(kind, pair)
    ((found_kind, what),) = shared_by(*pair)
    assert (found_kind, [what]) == (kind, [group.shared for group in duplicates(office, kind)])


def test_a_name_that_both_bore_keeps_them_together_beside_its_bearer_of_today(office, pair):
    for each, name in zip(pair, ("样例乙有限公司", "样例丙有限公司"), strict=True):
        Enterprise.objects.filter(pk=each.pk).update(name_zh=name)
        EnterpriseFormerName.objects.create(enterprise=each, name_zh="样例甲有限公司")
    bearer = factories.EnterpriseFactory(name_zh="样例甲有限公司")
    apart(*pair, by=office)
    apart(pair[0], bearer, by=office)
    assert found(office, "former") == [{pair[1].pk, bearer.pk}]


def test_known_pairs_are_read_by_three_queries(office, pair):
    apart(*pair, by=office)
    with CaptureQueriesContext(connection) as captured:
        pairs_by_ground(known_pairs())
    assert len(captured) == 3


def test_pair_is_seen_where_both_records_are(world):
    both = [factories.EnterpriseFactory(name_zh=NAME, park=park) for park in (world.park, world.other_park)]
    apart(*both, by=world.administrator)
    here = factories.EnterpriseFactory(name_zh=NAME, park=world.park)
    inside = apart(both[0], here, by=world.administrator)
    assert list(DistinctPair.objects.visible_to(world.clerk)) == [inside]
    assert DistinctPair.objects.visible_to(world.administrator).count() == 2
