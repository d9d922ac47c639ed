"""Two records are told apart with a reason, once, by whoever may merge them."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from enterprises.actions import take_back_distinction, tell_apart
from enterprises.models import DistinctPair, Enterprise
from tests import factories


@pytest.fixture
def pair(world):
    return factories.EnterpriseFactory.create_batch(2, name_zh="样例同名有限公司", park=world.park)


def test_who_when_why_and_what_they_shared_are_kept(world, pair):
    kept = tell_apart(one=pair[1], other=pair[0], reason=" 法人不同 ", by=world.administrator)
    kept.refresh_from_db()
    assert (kept.one, kept.other) == tuple(sorted(each.number for each in pair))
    assert (kept.reason, kept.decided_by) == ("法人不同", world.administrator)
    assert kept.grounds == [["name", "样例同名有限公司"]]
    assert abs(timezone.now() - kept.decided_at).total_seconds() < 60


def test_second_decision_adds_what_they_share_now_to_the_same_pair(world, pair):
    tell_apart(one=pair[0], other=pair[1], reason="法人不同", by=world.administrator)
    Enterprise.objects.filter(pk__in=[each.pk for each in pair]).update(name_zh="样例新同名有限公司")
    tell_apart(one=pair[0], other=pair[1], reason="已电话核实", by=world.administrator)
    kept = DistinctPair.objects.get()
    assert {shared for _kind, shared in kept.grounds} == {"样例同名有限公司", "样例新同名有限公司"}
    assert [each.reason for each in kept.history.all()] == ["已电话核实", "法人不同"]


def test_decision_without_a_reason_is_refused(world, pair):
    with pytest.raises(ValidationError):
        tell_apart(one=pair[0], other=pair[1], reason="  ", by=world.administrator)
    assert not DistinctPair.objects.exists()


def test_records_that_share_nothing_are_not_told_apart(world, pair):
    with pytest.raises(ValidationError, match="没有相同的名称或号码"):
        tell_apart(one=pair[0], other=world.enterprise, reason="不同", by=world.administrator)


def test_record_that_was_merged_meanwhile_is_told_apart_from_nobody(world, pair):
    other = Enterprise(pk=pair[1].pk + 1000, number=pair[1].number)
    with pytest.raises(ValidationError, match="已不存在"):
        tell_apart(one=pair[0], other=other, reason="不同", by=None)
    assert not DistinctPair.objects.exists()


def test_taken_back_is_gone_and_stays_in_the_history(world, pair):
    kept = tell_apart(one=pair[0], other=pair[1], reason="法人不同", by=world.administrator)
    take_back_distinction(pair=kept, by=world.administrator)
    assert not DistinctPair.objects.exists()
    assert [each.history_type for each in DistinctPair.history.all()] == ["-", "+"]


@pytest.mark.parametrize("actor", ["clerk", "publisher", "statistician", "auditor"])
def test_who_may_not_merge_tells_nobody_apart(world, pair, actor):
    with pytest.raises(PermissionDenied):
        tell_apart(one=pair[0], other=pair[1], reason="不同", by=getattr(world, actor))
    kept = tell_apart(one=pair[0], other=pair[1], reason="不同", by=world.administrator)
    with pytest.raises(PermissionDenied):
        take_back_distinction(pair=kept, by=getattr(world, actor))
    assert DistinctPair.objects.count() == 1


def test_who_merges_in_one_park_touches_no_pair_of_another(world, pair, may_merge_here):
    there = factories.EnterpriseFactory(name_zh="样例同名有限公司", park=world.other_park)
    with pytest.raises(PermissionDenied):
        tell_apart(one=pair[0], other=there, reason="不同", by=may_merge_here)
    kept = tell_apart(one=pair[0], other=there, reason="不同", by=world.administrator)
    with pytest.raises(PermissionDenied):
        take_back_distinction(pair=kept, by=may_merge_here)
    assert tell_apart(one=pair[0], other=pair[1], reason="不同", by=may_merge_here).pk


@pytest.fixture
def may_merge_here(world):
    """A clerk of this park who was given the right to delete."""
    world.clerk.user_permissions.add(Permission.objects.get(codename="delete_enterprise"))
    return world.clerk


@pytest.mark.parametrize("numbers", [("E000002", "E000001"), ("E000001", "E000001")])
def test_database_takes_each_pair_in_one_order_only(world, numbers):
    with pytest.raises(IntegrityError), transaction.atomic():
        DistinctPair.objects.create(one=numbers[0], other=numbers[1], reason="不同", decided_at=timezone.now())


def test_database_takes_each_pair_once(world, pair):
    kept = tell_apart(one=pair[0], other=pair[1], reason="不同", by=world.administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        DistinctPair.objects.create(one=kept.one, other=kept.other, reason="又", decided_at=timezone.now())
