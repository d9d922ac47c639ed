"""Two records of one enterprise become one, nothing is lost, and the undo brings both back exactly."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from enterprises import merging
from enterprises.merging import GOES, STAYS, Choices
from enterprises.models import Enterprise, EnterpriseFormerName, Registration
from tests import factories, snapshots
from zoneportal.spreadsheets.models import ImportJob, JobKind
from zoneportal.spreadsheets.undo import undoing


@pytest.fixture
def pair(world):
    """Both in this park at different times; the one that goes has what the other one lacks."""
    stays = factories.EnterpriseFactory(name_zh="样例甲有限公司", address="老地址")
    goes = factories.EnterpriseFactory(name_zh="样例甲（长治）有限公司", credit_code=None, legal_form="有限责任公司")
    factories.RegistrationFactory(
        enterprise=stays, park=world.park, start_on=date(2018, 1, 1), end_on=date(2020, 1, 1), end_reason="moved_park"
    )
    factories.RegistrationFactory(enterprise=goes, park=world.other_park, start_on=date(2020, 1, 1))
    return stays, goes


def decided(stays, goes, **more) -> Choices:
    """What is proposed; where nothing is, the record that stays."""
    found = merging.compare(stays, goes)
    values = {each.name: each.proposed or STAYS for each in found.values if not each.is_same}
    conflicts = {each.key: STAYS for each in found.conflicts}
    given = {"values": values | more.pop("values", {}), "conflicts": conflicts | more.pop("conflicts", {})}
    return Choices(mark=found.mark, **(given | more))


def merged(stays, goes, by, **more) -> ImportJob:
    return merging.merge(stays=stays, goes=goes, choices=decided(stays, goes, **more), by=by)


def test_the_filled_value_is_proposed_and_else_the_newer_one(pair):
    stays, goes = pair
    proposed = {each.name: each.proposed for each in merging.compare(stays, goes).values if not each.is_same}
    assert proposed == {"name_zh": GOES, "credit_code": STAYS, "legal_form": GOES, "address": STAYS}


def test_of_two_codes_nothing_is_proposed(world):
    found = merging.compare(world.enterprise, world.other_enterprise)
    assert {each.name: each.proposed for each in found.values}["credit_code"] == ""
    assert found.have_two_codes


def test_the_chosen_values_are_kept_and_everything_moves_along(pair, world):
    stays, goes = pair
    kind = factories.QualificationKindFactory()
    factories.QualificationFactory(enterprise=goes, kind=kind)
    factories.StatusEventFactory(enterprise=goes)
    EnterpriseFormerName.objects.create(enterprise=goes, name_zh="更早的名称")
    job = merged(stays, goes, world.administrator, reason="重复登记")
    stays.refresh_from_db()
    assert (stays.name_zh, stays.legal_form, stays.address) == (goes.name_zh, "有限责任公司", "老地址")
    assert not Enterprise.objects.filter(pk=goes.pk).exists()
    assert [each.park for each in stays.registrations.order_by("start_on")] == [world.park, world.other_park]
    assert (stays.qualifications.count(), stays.status_events.count()) == (1, 1)
    assert set(stays.former_names.values_list("name_zh", flat=True)) == {"更早的名称", "样例甲有限公司"}
    assert (job.kind, job.reason, job.user) == (JobKind.MERGE, "重复登记", world.administrator)


def test_the_histories_of_both_name_the_merge(pair, world):
    stays, goes = pair
    job = merged(stays, goes, world.administrator)
    newest = {each.id: each for each in Enterprise.history.filter(import_job=job)}
    assert {key: each.history_type for key, each in newest.items()} == {stays.pk: "~", goes.pk: "-"}
    assert Registration.history.filter(import_job=job).get().enterprise_id == stays.pk


def test_the_name_is_forgotten_where_the_clerk_wants(pair, world):
    merged(*pair, world.administrator, keeps_name=False)
    assert not EnterpriseFormerName.objects.exists()


def test_a_name_that_differs_by_a_space_is_no_former_name(pair, world):
    goes = pair[1]
    goes.name_zh = "样例甲 有限公司"
    goes.save()
    merged(*pair, world.administrator)
    assert not EnterpriseFormerName.objects.exists()


def test_an_undo_brings_both_back_exactly(pair, world):
    stays, goes = pair
    tags = factories.IndustryTagFactory.create_batch(3)
    stays.tags.create(industry=tags[0], is_main=True)
    stays.tags.create(industry=tags[1])
    goes.tags.create(industry=tags[1], is_main=True)
    goes.tags.create(industry=tags[2])
    EnterpriseFormerName.objects.create(enterprise=goes, name_zh="更早的名称")
    before = snapshots.taken()
    job = merged(stays, goes, world.administrator, main=tags[1].pk)
    assert dict(stays.tags.values_list("industry", "is_main")) == {
        tags[0].pk: False,
        tags[1].pk: True,
        tags[2].pk: False,
    }
    outcome = undoing.undo(job=job, by=world.administrator)
    assert outcome.result == undoing.UNDONE, outcome.finding
    assert snapshots.differences(before, snapshots.taken()) == {}


def test_the_code_of_the_record_that_goes_can_be_taken_and_given_back(pair, world):
    stays, goes = pair
    Enterprise.objects.filter(pk=goes.pk).update(credit_code=factories.EnterpriseFactory.build().credit_code)
    goes.refresh_from_db()
    before = snapshots.taken()
    job = merged(stays, goes, world.administrator, values={"credit_code": GOES})
    stays.refresh_from_db()
    assert stays.credit_code == goes.credit_code
    undoing.undo(job=job, by=world.administrator)
    assert snapshots.differences(before, snapshots.taken()) == {}


def test_overlapping_stays_are_a_choice(pair, world):
    stays, goes = pair
    stay = goes.registrations.get()
    stay.start_on = date(2019, 1, 1)
    stay.save()
    conflict = merging.compare(stays, goes).conflicts[0]
    with pytest.raises(ValidationError) as refused:
        merged(stays, goes, world.administrator, conflicts={conflict.key: ""})
    assert set(refused.value.error_dict) == {conflict.key}
    before = snapshots.taken()
    job = merged(stays, goes, world.administrator, conflicts={conflict.key: GOES})
    assert stays.registrations.get().start_on == date(2019, 1, 1)
    undoing.undo(job=job, by=world.administrator)
    assert snapshots.differences(before, snapshots.taken()) == {}


def test_what_both_have_is_kept_once(pair, world):
    stays, goes = pair
    kind = factories.QualificationKindFactory()
    for each in pair:
        factories.QualificationFactory(enterprise=each, kind=kind)
    merged(stays, goes, world.administrator)
    assert stays.qualifications.count() == 1


def test_two_main_industries_are_a_choice(pair, world):
    for each in pair:
        each.tags.create(industry=factories.IndustryTagFactory(), is_main=True)
    with pytest.raises(ValidationError) as refused:
        merged(*pair, world.administrator, main=None)
    assert set(refused.value.error_dict) == {"main"}


def test_a_change_since_the_comparison_stops_the_merge(pair, world):
    stays, goes = pair
    choices = decided(stays, goes)
    goes.address = "改了"
    goes.save()
    with pytest.raises(ValidationError):
        merging.merge(stays=stays, goes=goes, choices=choices, by=world.administrator)
    assert Enterprise.objects.filter(pk=goes.pk).exists()


def test_the_result_keeps_the_rules_of_the_register(pair, world):
    stays, goes = pair
    code = stays.credit_code[:-1] + ("1" if stays.credit_code[-1] == "0" else "0")  # a wrong check character
    Enterprise.objects.filter(pk=stays.pk).update(credit_code=code)
    stays.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        merged(stays, goes, world.administrator)
    assert set(refused.value.error_dict) == {"credit_code"}


@pytest.mark.parametrize("actor", ["clerk", "publisher", "statistician", "auditor"])
def test_only_who_may_change_and_delete_merges(pair, world, actor):
    with pytest.raises(PermissionDenied):
        merged(*pair, getattr(world, actor))


def test_what_is_out_of_scope_is_not_merged(pair, world):
    from django.contrib.auth.models import Permission

    rights = Permission.objects.filter(content_type__app_label="enterprises", codename__startswith="delete")
    world.clerk.user_permissions.add(*rights)
    clerk = type(world.clerk).objects.get(pk=world.clerk.pk)
    with pytest.raises(PermissionDenied):
        merged(*pair, clerk)


def public(*several):
    for each in several:
        Enterprise.objects.filter(pk=each.pk).update(confirmed_at=timezone.now())
        each.refresh_from_db()


def test_public_records_are_merged_by_who_may_confirm(pair, world):
    from django.contrib.auth.models import Permission

    public(pair[1])
    found = world.administrator.groups.get()
    found.permissions.remove(Permission.objects.get(codename="confirm_enterprise"))
    weaker = type(world.administrator).objects.get(pk=world.administrator.pk)
    with pytest.raises(ValidationError) as refused:
        merged(*pair, weaker)
    assert merging.writing.PUBLIC in refused.value.messages


@pytest.mark.parametrize("is_public", [True, False])
def test_the_merged_record_is_public_as_the_clerk_decides(pair, world, is_public):
    stays, goes = pair
    public(goes)
    merged(stays, goes, world.administrator, is_public=is_public)
    stays.refresh_from_db()
    assert (stays.confirmed_at is not None, stays.confirmed_by == world.administrator) == (is_public, is_public)


def test_two_internal_records_stay_internal(pair, world):
    merged(*pair, world.administrator, is_public=True)
    pair[0].refresh_from_db()
    assert pair[0].confirmed_at is None


def test_the_old_number_leads_to_the_record_that_stays(pair, world, client):
    stays, goes = pair
    public(stays, goes)
    job = merged(stays, goes, world.administrator, is_public=True)
    answer = client.get(f"/enterprises/{goes.number}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/enterprises/{stays.number}/")
    undoing.undo(job=job, by=world.administrator)
    assert client.get(f"/enterprises/{goes.number}/").status_code == 200


def test_the_old_number_of_an_internal_record_leads_nowhere(pair, world, client):
    merged(*pair, world.administrator)
    assert client.get(f"/enterprises/{pair[1].number}/").status_code == 404


def test_old_numbers_move_along_with_the_next_merge(pair, world):
    stays, goes = pair
    third = factories.EnterpriseFactory(credit_code=None)
    merged(stays, goes, world.administrator)
    stays.refresh_from_db()
    merged(third, stays, world.administrator)
    assert set(third.former_numbers.values_list("number", flat=True)) == {stays.number, goes.number}


def test_search_finds_what_is_stored_after_merge_and_undo(pair, world):
    stays, goes = pair
    job = merged(stays, goes, world.administrator)
    assert list(Enterprise.objects.matching("样例甲有限公司")) == [stays]
    undoing.undo(job=job, by=world.administrator)
    assert list(Enterprise.objects.matching("长治")) == [goes]
    assert set(Enterprise.objects.matching("样例甲")) == {stays, goes}
