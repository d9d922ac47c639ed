"""The list of possible duplicates: telling two records apart there, the pairs told apart, and taking that back."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from enterprises.actions import tell_apart
from enterprises.models import DistinctPair, Enterprise
from tests import factories

LIST = reverse("admin:enterprises_enterprise_duplicates")
KNOWN = f"{LIST}?kind=distinct"


@pytest.fixture
def pair(world):
    return factories.EnterpriseFactory.create_batch(2, name_zh="样例同名有限公司", park=world.park)


def address(one: Enterprise, other: Enterprise) -> str:
    return reverse("admin:enterprises_enterprise_distinct", args=[one.pk, other.pk])


def take_back(kept: DistinctPair) -> str:
    return reverse("admin:enterprises_enterprise_take_back", args=[kept.pk])


def text_of(client, url: str) -> str:
    return client.get(url).content.decode()


def test_pair_is_told_apart_from_the_list_and_leaves_it(client, world, pair):
    client.force_login(world.administrator)
    assert f"{address(*pair)}?kind=name" in text_of(client, LIST)
    assert "名称相同" in text_of(client, address(*pair))
    answer = client.post(f"{address(*pair)}?kind=name", {"reason": "法人不同，已电话核实"})
    assert answer["Location"] == f"{LIST}?kind=name"
    assert address(*pair) not in text_of(client, LIST)


def test_pair_that_was_told_apart_is_found_with_reason_and_author_and_taken_back(client, world, pair):
    client.force_login(world.administrator)
    kept = tell_apart(one=pair[0], other=pair[1], reason="法人不同，已电话核实", by=world.administrator)
    page = text_of(client, KNOWN)
    assert all(
        said in page for said in ("法人不同，已电话核实", str(world.administrator), pair[0].number, pair[1].number)
    )
    assert client.post(take_back(kept))["Location"] == KNOWN
    assert address(*pair) in text_of(client, LIST)
    assert "已撤回" in text_of(client, address(*pair))


def test_decision_needs_its_reason(client, world, pair):
    client.force_login(world.administrator)
    answer = client.post(address(*pair), {"reason": " "})
    assert answer.context["form"].errors.keys() == {"reason"}
    assert not DistinctPair.objects.exists()


def test_records_that_share_nothing_have_no_button_and_no_decision(client, world, pair):
    client.force_login(world.administrator)
    target = address(pair[0], world.enterprise)
    assert 'value="确认是两家企业"' not in text_of(client, target)
    assert client.post(target, {"reason": "不同"}).context["form"].non_field_errors()


def test_page_of_the_merge_says_that_the_two_were_told_apart(client, world, pair):
    tell_apart(one=pair[0], other=pair[1], reason="法人不同，已电话核实", by=world.administrator)
    client.force_login(world.administrator)
    page = text_of(client, reverse("admin:enterprises_enterprise_merge", args=[each.pk for each in pair]))
    assert "法人不同，已电话核实" in page
    assert address(*pair) in page


@pytest.mark.parametrize("actor", ["clerk", "publisher", "statistician", "auditor"])
def test_who_may_not_merge_finds_no_door(client, world, pair, actor):
    kept = tell_apart(one=pair[0], other=pair[1], reason="不同", by=world.administrator)
    client.force_login(getattr(world, actor))
    answers = [client.get(KNOWN), client.get(address(*pair)), client.post(address(*pair), {"reason": "不同"})]
    assert [each.status_code for each in (*answers, client.post(take_back(kept)))] == [403] * 4
    assert DistinctPair.objects.get().reason == "不同"


def test_pairs_with_a_record_of_another_park_do_not_exist_for_a_clerk(client, world, pair):
    there = factories.EnterpriseFactory(name_zh="样例同名有限公司", park=world.other_park)
    kept = tell_apart(one=pair[0], other=there, reason="邻园密语", by=world.administrator)
    world.clerk.user_permissions.add(Permission.objects.get(codename="delete_enterprise"))
    client.force_login(world.clerk)
    assert "邻园密语" not in text_of(client, KNOWN)
    assert there.number not in text_of(client, LIST)
    answers = [client.get(address(pair[0], there)), client.post(take_back(kept))]
    assert [each.status_code for each in answers] == [404, 404]


@pytest.mark.parametrize("page", ["distinct", "merge"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_numbers_that_no_database_holds_lead_nowhere(client, world, pair, page, method):
    client.force_login(world.administrator)
    for keys in ((pair[0].pk, 10**30), (10**30, pair[0].pk), (2**63, 2**64)):
        target = reverse(f"admin:enterprises_enterprise_{page}", args=keys)
        assert getattr(client, method)(target, {"reason": "不同"}).status_code == 404


def test_nothing_is_taken_back_by_a_link(client, world, pair):
    kept = tell_apart(one=pair[0], other=pair[1], reason="不同", by=world.administrator)
    client.force_login(world.administrator)
    assert client.get(take_back(kept)).status_code == 405


def test_list_takes_no_more_queries_for_more_pairs(client, world, django_assert_max_num_queries):
    for number in range(4):
        both = factories.EnterpriseFactory.create_batch(2, name_zh=f"样例{number}有限公司")
        tell_apart(one=both[0], other=both[1], reason="不同", by=world.administrator)
    client.force_login(world.administrator)
    # Session, user, permissions (2), known pairs (3) twice, the four kinds (5), the records, the menu.
    with django_assert_max_num_queries(22):
        client.get(KNOWN)
