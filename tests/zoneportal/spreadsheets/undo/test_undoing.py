"""A written import is taken back as one unit: exactly, once, by whom it is allowed to, with evidence."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from enterprises.models import Enterprise
from tests import factories, sheets, snapshots
from tests.undoing import prepared, undone, written
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.undo import undoing


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def test_an_undo_leaves_every_column_of_every_table_as_it_was(world, boss):
    write = prepared(world)
    before = snapshots.taken()
    job = write(boss)
    assert set(snapshots.differences(before, snapshots.taken())) >= {
        "enterprises.Enterprise",
        "enterprises.EnterpriseTag",
        "enterprises.Registration",
        "enterprises.RegisterLine",
    }
    undone(job, boss)
    assert snapshots.differences(before, snapshots.taken()) == {}


def test_an_undo_is_a_job_that_the_histories_point_to(world, boss):
    job = written(world, boss)
    outcome = undone(job, boss, reason="发错了表")
    job.refresh_from_db()
    own = ImportJob.objects.get(kind=JobKind.UNDO)
    assert (own.undoes, own.user, own.reason, own.state) == (job, boss, "发错了表", JobState.WRITTEN)
    assert (job.state, outcome.job) == (JobState.UNDONE, own)
    assert own.counts == {"removed": 5, "restored": 1, "returned": 2, "edited": 0, "blocked": 0, "gone": 0}
    newest = world.enterprise.history.first()
    assert (newest.import_job, newest.history_type, newest.history_user) == (own, "~", boss)
    assert "发错了表" in newest.history_change_reason


def test_the_plan_says_beforehand_what_the_undo_does(world, boss):
    job = written(world, boss)
    plan = undoing.plan_of(job, boss)
    before = snapshots.taken()
    assert (plan.is_possible, plan.refusal) == (True, None)
    assert snapshots.taken() == before
    assert plan.counts == undone(job, boss).job.counts


def test_a_second_undo_does_nothing_and_says_so(world, boss):
    job = written(world, boss)
    undone(job, boss)
    before = snapshots.taken()
    outcome = undoing.undo(job=job, by=boss)
    assert (outcome.result, outcome.finding.message) == (undoing.REPEATED, undoing.ALREADY)
    assert snapshots.taken() == before
    assert ImportJob.objects.filter(kind=JobKind.UNDO).count() == 1


def test_an_undo_cannot_be_undone(world, boss):
    own = undone(written(world, boss), boss).job
    outcome = undoing.undo(job=own, by=boss)
    assert (outcome.result, outcome.finding.message) == (undoing.REFUSED, undoing.NOT_OF_UNDO)


def test_what_was_not_written_is_not_undone(boss):
    job = sheets.received("parks", [["园区编码", "网址词", "园区名称"], ["kj", "kj", "科技工业园"]], user=boss)
    outcome = undoing.undo(job=job, by=boss)
    assert (outcome.result, outcome.finding.message) == (undoing.REFUSED, undoing.NOT_WRITTEN)
    job.refresh_from_db()
    assert job.state == JobState.CHECKED


def test_numbers_of_the_zone_are_not_given_again(world, boss):
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.written("enterprises", table, user=boss)
    number = Enterprise.objects.get(name_zh="样例新企业").number
    undone(job, boss)
    sheets.written("enterprises", table, user=boss)
    assert Enterprise.objects.get(name_zh="样例新企业").number > number


def test_stays_that_were_closed_are_open_again(world, boss):
    stay = world.enterprise.registrations.get()
    heads = ["企业编号", "所属园区", "入区日期", "离区日期", "离区原因"]
    number = world.enterprise.number
    before = snapshots.taken()
    table = [
        heads,
        [number, world.park.name_zh, "2020-01-01", "2024-05-01", "迁往区内其他园区"],
        [number, world.other_park.name_zh, "2024-05-01", "", ""],
    ]
    job = sheets.written("registrations", table, user=boss)
    stay.refresh_from_db()
    assert stay.end_on == date(2024, 5, 1)
    undone(job, boss)
    assert snapshots.differences(before, snapshots.taken()) == {}


@pytest.mark.parametrize("actor", ["other_clerk", "publisher", "statistician"])
def test_a_job_of_somebody_else_is_shut(world, actor):
    job = written(world, world.administrator)
    with pytest.raises(PermissionDenied):
        undoing.undo(job=job, by=getattr(world, actor))
    with pytest.raises(PermissionDenied):
        undoing.plan_of(job, getattr(world, actor))


def test_who_sees_every_job_still_needs_the_rights_to_write(world):
    job = written(world, world.administrator)
    outcome = undoing.undo(job=job, by=world.auditor)
    assert (outcome.result, outcome.finding.message) == (undoing.REFUSED, undoing.NO_RIGHT["import"])
    job.refresh_from_db()
    assert job.state == JobState.WRITTEN


def test_an_administrator_undoes_what_a_clerk_sent(world):
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.written("enterprises", table, user=world.clerk)
    assert undoing.undo(job=job, by=world.clerk).finding.message == undoing.NO_RIGHT["delete"]  # clerks delete nothing
    undone(job, world.administrator)
