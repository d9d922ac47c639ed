"""Announcements by sheet: two parks may say the same on one day."""

import pytest
from django.contrib.auth.models import Permission

from parks.models import Announcement
from tests import factories, sheets
from zoneportal.spreadsheets.sheets.resources import OUT_OF_SCOPE, SEVERAL

HEADER = ["日期", "标题", "园区", "摘要"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def twins(db):
    return [factories.AnnouncementFactory(park=factories.ParkFactory(), title_zh="放假通知") for _ in range(2)]


def test_the_park_says_which_of_two_announcements_is_meant(boss, twins):
    for each in twins:
        row = ["2026-05-01", "放假通知", each.park.name_zh, each.park.code]
        sheets.written("announcements", [HEADER, row], user=boss)
        each.refresh_from_db()
        assert each.summary_zh == each.park.code


@pytest.mark.parametrize("header", [HEADER, ["日期", "标题", "来源", "摘要"]])
def test_a_row_that_fits_two_announcements_is_refused(boss, twins, header):
    found = sheets.checked("announcements", [header, ["2026-05-01", "放假通知", "", "新"]], user=boss)
    assert [line[2] for line in sheets.errors_of(found)] == [SEVERAL]


def test_an_export_of_both_comes_back_without_a_change(boss, twins):
    found = sheets.checked("announcements", sheets.exported("announcements", user=boss), user=boss)
    assert (found.counts()["unchanged"], sheets.errors_of(found)) == (2, [])


def test_an_announcement_alone_may_be_given_another_park(boss):
    one, park = factories.AnnouncementFactory(title_zh="通知"), factories.ParkFactory()
    sheets.written("announcements", [HEADER[:3], ["2026-05-01", "通知", park.name_zh]], user=boss)
    one.refresh_from_db()
    assert one.park == park


def test_what_another_park_announced_does_not_keep_a_clerk_from_saying_the_same(world):
    factories.AnnouncementFactory(park=world.other_park, title_zh="放假通知")
    world.clerk.user_permissions.add(Permission.objects.get(codename="import_announcement"))
    table = [["日期", "标题", "园区", "正文"], ["2026-05-01", "放假通知", world.park.name_zh, "<p>放假。</p>"]]
    sheets.written("announcements", table, user=world.clerk)
    assert set(Announcement.objects.values_list("park", flat=True)) == {world.park.pk, world.other_park.pk}


def test_without_a_park_a_row_finds_what_is_there_and_is_refused(world):
    factories.AnnouncementFactory(park=world.other_park, title_zh="放假通知")
    world.clerk.user_permissions.add(Permission.objects.get(codename="import_announcement"))
    table = [["日期", "标题", "摘要"], ["2026-05-01", "放假通知", "新"]]
    found = sheets.checked("announcements", table, user=world.clerk)
    assert [line[2] for line in sheets.errors_of(found)] == [OUT_OF_SCOPE]
