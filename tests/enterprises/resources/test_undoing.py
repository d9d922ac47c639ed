"""What the register says to an undo: public enterprises, search lines, pages that were kept, old numbers in sheets."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from enterprises.actions import confirm_enterprises
from enterprises.models import Enterprise
from enterprises.resources.undoing import NEEDS_CONFIRMING
from tests import factories, sheets
from tests.undoing import NEW, RENAMED, undone, written
from zoneportal.publishing.changes import topics_of, version_of
from zoneportal.publishing.models import Change
from zoneportal.spreadsheets.undo import undoing


def without_confirming(user):
    group = user.groups.get()
    group.permissions.remove(Permission.objects.get(codename="confirm_enterprise"))
    return type(user).objects.get(pk=user.pk)


@pytest.mark.parametrize("may_confirm", [True, False])
def test_a_public_enterprise_goes_by_force_of_who_may_confirm(world, may_confirm):
    job = written(world, world.administrator)
    confirm_enterprises(enterprises=Enterprise.objects.filter(name_zh=NEW), by=world.publisher)
    user = world.administrator if may_confirm else without_confirming(world.administrator)
    undoing.undo(job=job, by=user, force=True)
    assert Enterprise.objects.filter(name_zh=NEW).exists() is not may_confirm


def test_why_it_stays_is_said(world):
    job = written(world, world.administrator)
    confirm_enterprises(enterprises=Enterprise.objects.filter(name_zh=NEW), by=world.publisher)
    plan = undoing.plan_of(job, without_confirming(world.administrator), force=True)
    assert NEEDS_CONFIRMING in {left.message for several in plan.judged.left.values() for left in several.values()}


def test_public_facts_go_back_at_once_by_who_may_change_them(world):
    job = written(world, world.administrator)
    undone(job, without_confirming(world.administrator))
    world.enterprise.refresh_from_db()
    assert world.enterprise.confirmed_at is not None
    assert world.enterprise.name_zh != RENAMED


def test_search_finds_what_is_stored(world):
    job = written(world, world.administrator)
    assert Enterprise.objects.matching(RENAMED).exists()
    undone(job, world.administrator)
    assert not Enterprise.objects.matching(RENAMED).exists()
    assert not Enterprise.objects.matching(NEW).exists()
    assert list(Enterprise.objects.matching(world.enterprise.name_zh)) == [world.enterprise]


def test_kept_pages_are_made_anew(world):
    job = written(world, world.administrator)
    Change.objects.update(writer=0)
    before = version_of(topics_of([Enterprise]), timezone.now())
    undone(job, world.administrator)
    assert version_of(topics_of([Enterprise]), timezone.now()) != before


def test_sheets_find_an_enterprise_by_the_number_of_a_record_merged_into_it(world):
    stays = world.enterprise
    stays.former_numbers.create(number="E999999")
    table = [["企业编号", "企业名称", "注册地址"], ["E999999", stays.name_zh, "新址"]]
    sheets.written("enterprises", table, user=world.administrator)
    stays.refresh_from_db()
    assert stays.address == "新址"


def test_old_number_and_new_number_in_one_sheet_are_one_record(world):
    stays = world.enterprise
    stays.former_numbers.create(number="E999999")
    rows = [[number, stays.name_zh, f"{number}号"] for number in ("E999999", stays.number)]
    found = sheets.checked(
        "enterprises", [["企业编号", "企业名称", "注册地址"], *rows], user=factories.UserFactory(is_superuser=True)
    )
    assert [row for row, _column, _message in sheets.errors_of(found)] == [2, 3]
