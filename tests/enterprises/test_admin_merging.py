"""From two rows of the list to one record, by the pages that a clerk sees."""

import pytest
from django.urls import reverse

from enterprises.models import Enterprise
from tests import factories
from tests.admin_forms import filled_in
from zoneportal.spreadsheets.models import ImportJob

LIST = reverse("admin:enterprises_enterprise_changelist")
DUPLICATES = reverse("admin:enterprises_enterprise_duplicates")


@pytest.fixture
def pair(world):
    """The first has its code, so it is the one that is proposed to stay."""
    return (
        factories.EnterpriseFactory(name_zh="样例同名有限公司", park=world.park),
        factories.EnterpriseFactory(name_zh="样例同名 有限公司", credit_code=None, address="新址"),
    )


def address(stays: Enterprise, goes: Enterprise) -> str:
    return reverse("admin:enterprises_enterprise_merge", args=[stays.pk, goes.pk])


def test_two_chosen_rows_lead_to_the_page_of_the_merge(client, world, pair):
    client.force_login(world.administrator)
    fields = {"action": "merge", "_selected_action": [each.pk for each in reversed(pair)]}
    assert client.post(LIST, fields)["Location"] == address(*pair)


def test_one_or_three_rows_are_not_merged(client, world, pair):
    client.force_login(world.administrator)
    for several in (pair[:1], (*pair, world.enterprise)):
        fields = {"action": "merge", "_selected_action": [each.pk for each in several]}
        page = client.post(LIST, fields, follow=True)
        assert "正好选择两家" in page.content.decode()


def test_duplicates_are_listed_with_the_way_to_their_merge(client, world, pair):
    client.force_login(world.administrator)
    page = client.get(DUPLICATES).content.decode()
    assert address(*pair) in page
    assert DUPLICATES in client.get(LIST).content.decode()


def test_the_page_shows_both_and_merges_what_is_proposed(client, world, pair):
    stays, goes = pair
    client.force_login(world.administrator)
    page = client.get(address(*pair))
    assert all(said in page.content.decode() for said in (stays.number, goes.number, "新址", stays.credit_code))
    answer = client.post(address(*pair), filled_in(page))
    assert answer["Location"] == reverse("admin:enterprises_enterprise_change", args=[stays.pk])
    stays.refresh_from_db()
    assert (stays.address, Enterprise.objects.filter(pk=goes.pk).exists()) == ("新址", False)
    job = ImportJob.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert reverse("admin:spreadsheets_importjob_change", args=[job.pk]) in page


def test_what_is_not_chosen_is_asked_for_at_its_place(client, world):
    client.force_login(world.administrator)
    both = (world.enterprise, world.other_enterprise)
    page = client.get(address(*both))
    fields = {name: value for name, value in filled_in(page).items() if name != "credit_code"}
    answer = client.post(address(*both), fields)
    assert set(answer.context["form"].errors) == {
        "credit_code",
        *(each.key for each in answer.context["comparison"].conflicts),
    }
    assert Enterprise.objects.filter(pk=world.other_enterprise.pk).exists()


def test_a_record_changed_meanwhile_stops_the_merge_with_a_sentence(client, world, pair):
    client.force_login(world.administrator)
    fields = filled_in(client.get(address(*pair)))
    pair[0].address = "又改了"
    pair[0].save()
    answer = client.post(address(*pair), fields)
    assert answer.context["form"].non_field_errors()
    assert answer.context["form"]["mark"].value() == answer.context["comparison"].mark
    assert Enterprise.objects.filter(pk=pair[1].pk).exists()


@pytest.mark.parametrize("actor", ["clerk", "publisher", "statistician", "auditor"])
def test_who_may_not_delete_finds_no_door(client, world, pair, actor):
    client.force_login(getattr(world, actor))
    assert client.get(DUPLICATES).status_code == 403
    assert client.get(address(*pair)).status_code == 403
    assert client.post(address(*pair), {}).status_code == 403
    assert DUPLICATES not in client.get(LIST).content.decode()


def test_nobody_merges_a_record_with_itself(client, world):
    client.force_login(world.administrator)
    assert client.get(address(world.enterprise, world.enterprise)).status_code == 404
