"""What a check depended on, and who tries to change it behind its back: by whatever way, the mark has moved."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from enterprises.models import Enterprise, EnterpriseFormerName, IndustryTag, Registration
from parks.models import Park, ParkAssignment, ParkFormerName
from tests import factories, sheets
from zoneportal.spreadsheets.importing import actions, confirming
from zoneportal.spreadsheets.models import JobState
from zoneportal.spreadsheets.records import marks

CODE = factories.EnterpriseFactory.build().credit_code


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def park(boss) -> Park:
    return factories.ParkFactory(code="kj", slug="kj", name_zh="科技工业园")


@pytest.fixture
def stored(park) -> Enterprise:
    return factories.EnterpriseFactory(name_zh="样例旧", credit_code=None, address="长治", park=park)


@pytest.fixture
def checked_again(monkeypatch) -> list:
    """Which confirmations checked their sheet again."""
    seen, check = [], confirming.Confirmation._check_again
    monkeypatch.setattr(
        confirming.Confirmation, "_check_again", lambda self, *a: seen.append(self.key) or check(self, *a)
    )
    return seen


def received(boss):
    table = [["企业名称", "所属园区", "注册地址"], ["样例旧", "科技工业园", "太原"], ["样例新", "科技工业园", "太原"]]
    return sheets.received("enterprises", table, user=boss)


def test_nothing_moved_and_the_plan_is_written(boss, stored, checked_again):
    job = received(boss)
    assert actions.confirm(job=job, by=boss).result == actions.WRITTEN
    assert checked_again == []
    assert set(Enterprise.objects.values_list("name_zh", "address")) == {("样例旧", "太原"), ("样例新", "太原")}


def sql(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


MOVES = {
    "an update past save()": lambda park, stored: Enterprise.objects.filter(pk=stored.pk).update(address="别处"),
    "SQL by hand": lambda park, stored: sql("UPDATE enterprises_enterprise SET address = '别处'"),
    "a raw delete": lambda park, stored: Registration.objects.all()._raw_delete("default"),
    "a row that comes without history": lambda park, stored: Enterprise.objects.bulk_create(
        [Enterprise(number="X1", name_zh="样例新")]
    ),
    "another enterprise altogether": lambda park, stored: factories.EnterpriseFactory(),
    "a park that is called otherwise": lambda park, stored: Park.objects.filter(pk=park.pk).update(
        name_zh="漳泽工业园"
    ),
    "a former name of the park": lambda park, stored: ParkFormerName.objects.create(
        park=park, name_zh="老园", used_until=date(2010, 1, 1)
    ),
    "a former name of the enterprise": lambda park, stored: EnterpriseFormerName.objects.create(
        enterprise=stored, name_zh="样例新"
    ),
    "a change that left no trace but itself": lambda park, stored: sql(
        "UPDATE enterprises_registration SET start_on = %s", date(2001, 1, 1)
    ),
}


@pytest.mark.parametrize("how", MOVES)
def test_whoever_moves_the_world_is_noticed(boss, park, stored, checked_again, how):
    job = received(boss)
    MOVES[how](park, stored)
    actions.confirm(job=job, by=boss)
    assert checked_again == [job.pk]


def test_a_record_that_was_changed_past_its_history_is_a_conflict(boss, stored):
    job = received(boss)
    Enterprise.objects.filter(pk=stored.pk).update(address="别处")
    outcome = actions.confirm(job=job, by=boss)
    stored.refresh_from_db()
    assert (outcome.result, stored.address, outcome.checked.counts()["conflict"]) == (actions.BLOCKED, "别处", 1)


def test_the_same_name_that_came_past_its_history_is_a_conflict(boss, stored):
    job = received(boss)
    new = Enterprise.objects.bulk_create([Enterprise(number="X1", name_zh="样例新")])[0]
    Registration.objects.bulk_create([Registration(enterprise=new, park=Park.objects.get())])
    assert actions.confirm(job=job, by=boss).result == actions.BLOCKED
    assert Enterprise.objects.filter(name_zh="样例新").count() == 1


def test_what_moved_and_came_back_is_the_world_of_the_check(boss, stored, checked_again):
    job = received(boss)
    Enterprise.objects.filter(pk=stored.pk).update(address="别处")
    Enterprise.objects.filter(pk=stored.pk).update(address="长治")
    assert actions.confirm(job=job, by=boss).result == actions.WRITTEN
    assert checked_again == []


def test_what_the_check_did_not_read_may_move(boss, stored, checked_again):
    job = received(boss)
    factories.MilestoneFactory()
    assert actions.confirm(job=job, by=boss).result == actions.WRITTEN
    assert checked_again == []


def test_a_right_that_went_is_noticed(world, checked_again):
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.received("enterprises", table, user=world.clerk)
    world.clerk.groups.clear()
    assert actions.confirm(job=job, by=world.clerk).result == actions.BLOCKED
    assert checked_again == [job.pk]


def test_a_park_that_was_taken_from_the_clerk_past_save_is_noticed(world, checked_again):
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.received("enterprises", table, user=world.clerk)
    ParkAssignment.objects.filter(user=world.clerk)._raw_delete("default")
    assert actions.confirm(job=job, by=world.clerk).result == actions.BLOCKED
    assert checked_again == [job.pk]


def test_a_park_that_was_given_to_a_colleague_is_noticed_too(world, checked_again):
    """The whole table counts: nobody has to say which of its rows the check depended on."""
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.received("enterprises", table, user=world.clerk)
    ParkAssignment.objects.create(user=factories.UserFactory(), park=world.park)
    assert actions.confirm(job=job, by=world.clerk).result == actions.WRITTEN
    assert checked_again == [job.pk]


def test_another_day_is_another_world(boss, stored, checked_again, monkeypatch):
    job = received(boss)
    monkeypatch.setattr(timezone, "localdate", lambda *moment: date(2099, 1, 1))
    assert actions.confirm(job=job, by=boss).result == actions.WRITTEN
    assert checked_again == [job.pk]


def test_another_edition_of_the_program_is_another_world(boss, stored, checked_again, monkeypatch):
    job = received(boss)
    monkeypatch.setattr(marks, "edition", lambda: "another")
    assert actions.confirm(job=job, by=boss).result == actions.WRITTEN
    assert checked_again == [job.pk]


@pytest.mark.parametrize("part", ["plan", "prints"])
def test_a_plan_that_somebody_touched_is_not_written(boss, stored, part):
    job = received(boss)
    if part == "prints":
        factories.EnterpriseFactory()
    report = actions.report_of(job)
    report.write(part, [{"names": [], "rows": [], "same": {}, "refs": {}}])
    outcome = actions.confirm(job=job, by=boss)
    job.refresh_from_db()
    assert (outcome.result, outcome.finding.message, job.state) == (
        actions.BLOCKED,
        confirming.FILE_CHANGED,
        JobState.CHECKED,
    )


def test_every_table_that_is_read_is_in_the_mark(boss, stored):
    tables = set(marks.tables_of(received(boss).options["mark"]))
    models = (Enterprise, Registration, EnterpriseFormerName, Park, ParkFormerName, IndustryTag)
    assert {model._meta.db_table for model in models} <= tables


def test_a_check_writes_nothing_and_waits_for_nobody(boss, stored, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as queries:
        received(boss)
    words = {
        query["sql"].split()[0] for query in queries.captured_queries if "spreadsheets_importjob" not in query["sql"]
    }
    assert words <= {"SELECT", "SAVEPOINT", "RELEASE"}
