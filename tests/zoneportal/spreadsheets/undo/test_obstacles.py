"""What an undo leaves alone, and says why: later edits, dependents, values that others have, what is public."""

from datetime import date

import pytest

from enterprises.actions import confirm_enterprises
from enterprises.models import Enterprise, Qualification, Registration
from parks.models import Park
from tests import factories, sheets
from tests.undoing import RENAMED, undone, written
from zoneportal.publishing.actions import publish, withdraw
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.undo import undoing


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def test_a_record_edited_later_is_left_and_named(world, boss):
    job = written(world, boss)
    editor = factories.UserFactory()
    world.enterprise.refresh_from_db()
    world.enterprise.address = "又改址"
    world.enterprise._history_user = editor
    world.enterprise.save()
    plan = undoing.plan_of(job, boss)
    (left,) = plan.remaining(undoing.EDITED)
    assert (left.key, left.by, left.at is not None) == (world.enterprise.pk, str(editor), True)
    assert [(each.name, each.old, each.new) for each in left.changes] == [("address", "改址", "又改址")]
    undone(job, boss)
    world.enterprise.refresh_from_db()
    assert (world.enterprise.name_zh, world.enterprise.address) == (RENAMED, "又改址")
    assert not Enterprise.objects.filter(name_zh="样例新企业").exists()


def test_force_gives_back_what_the_import_changed_and_keeps_other_edits(world, boss):
    name, address = world.enterprise.name_zh, world.enterprise.address
    job = written(world, boss)
    world.enterprise.refresh_from_db()
    world.enterprise.address, world.enterprise.legal_form = "又改址", "有限责任公司"
    world.enterprise.save()
    undone(job, boss, force=True)
    world.enterprise.refresh_from_db()
    now = world.enterprise
    assert (now.name_zh, now.address, now.legal_form) == (name, address, "有限责任公司")


def test_a_new_record_that_was_edited_stays_with_all_that_came_with_it(world, boss):
    job = written(world, boss)
    new = Enterprise.objects.get(name_zh="样例新企业")
    new.address = "又改址"
    new.save()
    plan = undoing.plan_of(job, boss)
    assert plan.counts["edited"] == 3  # with its registration and its industry
    undone(job, boss)
    assert (new.registrations.count(), new.tags.count()) == (1, 1)


def test_a_record_on_which_later_ones_depend_stays_even_by_force(world, boss):
    job = written(world, boss)
    new = Enterprise.objects.get(name_zh="样例新企业")
    factories.QualificationFactory(enterprise=new)
    plan = undoing.plan_of(job, boss, force=True)
    assert [left.key for left in plan.remaining(undoing.BLOCKED) if left.model is Enterprise] == [new.pk]
    undone(job, boss, force=True)
    assert Enterprise.objects.filter(pk=new.pk).exists()
    assert (Qualification.objects.count(), new.registrations.count()) == (1, 1)


def test_what_was_added_to_a_new_record_goes_with_it_by_force_only(world, boss):
    job = written(world, boss)
    new = Enterprise.objects.get(name_zh="样例新企业")
    event = factories.StatusEventFactory(enterprise=new)
    assert undoing.plan_of(job, boss).counts["edited"] == 3
    undone(job, boss, force=True)
    assert not Enterprise.objects.filter(pk=new.pk).exists()
    assert event.history.model.objects.filter(id=event.pk).first().history_type == "-"


def test_a_record_deleted_since_stays_deleted(world, boss):
    job = written(world, boss)
    new = Enterprise.objects.get(name_zh="样例新企业")
    new.registrations.all().delete()
    new.delete()
    plan = undoing.plan_of(job, boss)
    assert (plan.counts["gone"], plan.counts["removed"]) == (3, 2)  # those that go: the industries of the other
    undone(job, boss)


def test_a_value_that_another_record_has_taken_since_does_not_come_back(world, boss):
    code = world.enterprise.credit_code
    free = factories.EnterpriseFactory.build().credit_code
    table = [["企业编号", "企业名称", "统一社会信用代码"], [world.enterprise.number, world.enterprise.name_zh, free]]
    job = sheets.written("enterprises", table, user=boss)
    factories.EnterpriseFactory(credit_code=code)
    plan = undoing.plan_of(job, boss, force=True)
    assert (plan.is_possible, [left.key for left in plan.remaining(undoing.BLOCKED)]) == (False, [world.enterprise.pk])
    outcome = undoing.undo(job=job, by=boss, force=True)
    assert (outcome.result, outcome.finding.message) == (undoing.REFUSED, undoing.NOTHING_TO_DO)
    job.refresh_from_db()
    assert job.state == JobState.WRITTEN


def test_a_value_that_its_new_holder_gives_up_comes_back(world, boss):
    """The code went from one record to the other within the sheet, and goes the same way back."""
    one, other = world.enterprise, world.other_enterprise
    before = {each.pk: each.credit_code for each in (one, other)}
    free = factories.EnterpriseFactory.build().credit_code
    heads = ["企业编号", "企业名称", "统一社会信用代码"]
    first = sheets.written("enterprises", [heads, [one.number, one.name_zh, free]], user=boss)
    second = sheets.written("enterprises", [heads, [other.number, other.name_zh, before[one.pk]]], user=boss)
    ImportJob.objects.filter(pk=second.pk).update(state=JobState.WRITTEN)
    for history in (Enterprise.history.model.objects.filter(import_job=second),):
        history.update(import_job=first)
    undone(first, boss)
    assert {each.pk: each.credit_code for each in Enterprise.objects.filter(pk__in=before)} == before


def test_a_later_import_that_was_undone_is_no_later_edit(world, boss):
    heads = ["企业编号", "企业名称", "注册地址"]
    number, name, address = world.enterprise.number, world.enterprise.name_zh, world.enterprise.address
    first = sheets.written("enterprises", [heads, [number, name, "一"]], user=boss)
    second = sheets.written("enterprises", [heads, [number, name, "二"]], user=boss)
    assert undoing.plan_of(first, boss).counts["edited"] == 1
    undone(second, boss)
    assert undoing.plan_of(first, boss).counts["edited"] == 0
    undone(first, boss)
    world.enterprise.refresh_from_db()
    assert world.enterprise.address == address


def test_a_stay_does_not_come_back_into_days_that_another_one_has_taken(world, boss):
    number = world.enterprise.number
    heads = ["企业编号", "所属园区", "入区日期", "离区日期", "离区原因"]
    table = [heads, [number, world.park.name_zh, "2020-01-01", "2024-05-01", "迁往区内其他园区"]]
    job = sheets.written("registrations", table, user=boss)
    factories.RegistrationFactory(
        enterprise=world.enterprise,
        park=world.other_park,
        start_on=date(2024, 6, 1),
        end_on=date(2025, 1, 1),
        end_reason="moved_out",
    )
    plan = undoing.plan_of(job, boss, force=True)
    assert [left.model for left in plan.remaining(undoing.BLOCKED)] == [Registration]


def test_a_published_park_is_not_removed(boss):
    table = [["园区编码", "网址词", "园区名称"], ["kj", "kj", "科技工业园"]]
    job = sheets.written("parks", table, user=boss)
    park = Park.objects.get(code="kj")
    publish(content=park, by=None)
    assert undoing.plan_of(job, boss, force=True).counts["blocked"] == 1
    withdraw(content=park, by=None)
    undone(job, boss)
    assert not Park.objects.filter(code="kj").exists()


def test_a_record_that_left_the_scope_stays_and_is_not_named(world):
    table = [["企业编号", "企业名称", "注册地址"], [world.enterprise.number, world.enterprise.name_zh, "一"]]
    job = sheets.written("enterprises", table, user=world.clerk)
    world.enterprise.registrations.update(park=world.other_park)
    plan = undoing.plan_of(job, world.clerk, force=True)
    (left,) = plan.remaining(undoing.BLOCKED)
    assert (left.name, left.changes, plan.is_possible) == ("", [], False)


def test_nor_is_one_of_which_there_is_something_else_to_say(world):
    table = [["企业编号", "企业名称", "注册地址"], [world.enterprise.number, world.enterprise.name_zh, "一"]]
    job = sheets.written("enterprises", table, user=world.clerk)
    world.enterprise.history.exclude(import_job=job).delete()  # nothing says what was before
    world.enterprise.registrations.update(park=world.other_park)
    (left,) = undoing.plan_of(job, world.clerk).remaining(undoing.BLOCKED)
    assert (left.name, left.changes) == ("", [])


def test_an_enterprise_confirmed_since_goes_only_by_who_may_confirm(world, boss):
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.written("enterprises", table, user=boss)
    confirm_enterprises(enterprises=Enterprise.objects.filter(name_zh="样例新企业"), by=world.publisher)
    assert undoing.plan_of(job, boss).counts["edited"] == 2
    assert undoing.plan_of(job, boss, force=True).counts["blocked"] == 0
    undone(job, boss, force=True)
    assert not Enterprise.objects.filter(name_zh="样例新企业").exists()
