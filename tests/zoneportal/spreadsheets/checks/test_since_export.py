"""A sheet comes back: what its clerk edited is written, what a colleague changed meanwhile is not overwritten."""

import re
from datetime import date

import pytest

from enterprises.models import Enterprise
from stats.models import Figure
from tests import factories, sheets, workbooks, world
from zoneportal.spreadsheets.checks import since_export
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.values.rows import CHANGED, CONFLICT, NEW, UNCHANGED

NAME, ADDRESS, FORM, CAPITAL = "企业名称", "注册地址", "企业类型", "注册资本（万元）"


@pytest.fixture
def zone(db) -> world.World:
    zone = world.build()
    Enterprise.objects.filter(pk=zone.enterprise.pk).update(address="旧地址", capital_wan=100, capital_currency="CNY")
    zone.enterprise.refresh_from_db()
    return zone


def exported(user, sheet: str = "enterprises", format: str = "csv") -> sheets.Table:
    table = sheets.table_of(sheets.exported(sheet, user=user, format=format))
    return [row + [None] * (len(table[0]) - len(row)) for row in table]


def edit(table: sheets.Table, name: str, header: str, value) -> None:
    row = next(row for row in table if name in row)
    row[table[0].index(header)] = value


def states(found) -> dict[str, str]:
    return {row.sent("name_zh") or str(row.cells[1]): row.state for row in found.rows}


def changes(found) -> list[tuple[str, str, str]]:
    return [(change.column, change.old, change.new) for row in found.rows for change in row.changes]


def change_meanwhile(enterprise: Enterprise, **values) -> None:
    for name, value in values.items():
        setattr(enterprise, name, value)
    enterprise.save()


def test_a_row_that_nobody_edited_leaves_a_changed_record_alone(zone):
    table = exported(zone.administrator)
    change_meanwhile(zone.enterprise, address="新地址")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert set(states(found).values()) == {UNCHANGED}
    assert changes(found) == []


def test_an_edited_row_of_an_unchanged_record_changes_the_edited_cells(zone):
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, ADDRESS, "长治市样例路1号")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert changes(found) == [(ADDRESS, "旧地址", "长治市样例路1号")]
    assert states(found)[zone.enterprise.name_zh] == CHANGED


def test_where_both_changed_the_clerk_sees_mine_and_theirs(zone):
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, ADDRESS, "我的地址")
    change_meanwhile(zone.enterprise, address="他们的地址")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert states(found)[zone.enterprise.name_zh] == CONFLICT
    told = [finding for finding in sheets.errors_in(found) if finding.message == since_export.MINE_AND_THEIRS]
    assert [finding.params for finding in told] == [{"mine": "我的地址", "theirs": "他们的地址"}]


def test_a_conflict_names_the_moment_of_the_export(zone):
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, ADDRESS, "我的地址")
    change_meanwhile(zone.enterprise, address="他们的地址")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", sheets.errors_in(found)[0].params["moment"])


def test_mine_wins_writes_my_cell_and_leaves_theirs(zone):
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, ADDRESS, "我的地址")
    change_meanwhile(zone.enterprise, address="他们的地址", legal_form="他们的类型")
    sheets.written("enterprises", table, user=zone.administrator, mine_wins=True)
    zone.enterprise.refresh_from_db()
    assert (zone.enterprise.address, zone.enterprise.legal_form) == ("我的地址", "他们的类型")


def test_the_same_edit_on_both_sides_is_no_conflict(zone):
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, ADDRESS, "同一地址")
    change_meanwhile(zone.enterprise, address="同一地址")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert set(states(found).values()) == {UNCHANGED}


def test_a_conflict_blocks_the_sheet_and_the_good_rows_can_be_written_alone(zone):
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, ADDRESS, "我的地址")
    edit(table, zone.other_enterprise.name_zh, ADDRESS, "另一地址")
    change_meanwhile(zone.enterprise, address="他们的地址")
    job = sheets.received("enterprises", table, user=zone.administrator)
    assert actions.confirm(job=job, by=zone.administrator).result == actions.BLOCKED
    actions.confirm(job=job, by=zone.administrator, good_rows_only=True)
    addresses = dict(Enterprise.objects.values_list("name_zh", "address"))
    assert addresses[zone.enterprise.name_zh] == "他们的地址"
    assert addresses[zone.other_enterprise.name_zh] == "另一地址"


def test_columns_may_be_left_out_and_reordered(zone):
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, ADDRESS, "我的地址")
    kept = [table[0].index(header) for header in (ADDRESS, NAME, table[0][0], table[0][-1])]
    narrow = [[row[index] for index in kept] for row in table]
    change_meanwhile(zone.other_enterprise, address="他们的地址")
    found = sheets.checked("enterprises", narrow, user=zone.administrator)
    assert changes(found) == [(ADDRESS, "旧地址", "我的地址")]


def test_rows_may_be_sorted_and_left_out_and_nothing_is_deleted(zone):
    table = exported(zone.administrator)
    number = Enterprise.objects.count()
    sheets.written("enterprises", [table[0], *reversed(table[2:])], user=zone.administrator)
    assert Enterprise.objects.count() == number


def test_a_new_row_among_exported_ones_is_new(zone):
    table = exported(zone.administrator)
    row = [None] * len(table[0])
    row[table[0].index(NAME)] = "样例新来有限公司"
    found = sheets.checked("enterprises", [*table, row], user=zone.administrator)
    assert states(found)["样例新来有限公司"] == NEW


def test_a_copied_row_with_another_name_is_a_new_record(zone):
    table = exported(zone.administrator)
    copy = list(table[1])
    copy[0], copy[table[0].index(NAME)], copy[table[0].index("统一社会信用代码")] = None, "样例副本有限公司", None
    found = sheets.checked("enterprises", [*table, copy], user=zone.administrator)
    assert states(found)["样例副本有限公司"] == NEW


def test_an_untouched_row_does_not_bring_a_deleted_record_back(zone):
    factories.MilestoneFactory(slug="founding")
    gone = factories.MilestoneFactory(slug="gone")
    table = exported(zone.administrator, "milestones")
    gone.delete()
    found = sheets.checked("milestones", table, user=zone.administrator)
    assert {row.state for row in found.rows} == {UNCHANGED}


def test_an_edited_row_of_a_deleted_record_is_a_conflict(zone):
    gone = factories.MilestoneFactory(slug="gone")
    table = exported(zone.administrator, "milestones")
    edit(table, "gone", "年", 2016)
    gone.delete()
    found = sheets.checked("milestones", table, user=zone.administrator)
    assert [row.state for row in found.rows] == [CONFLICT]


def test_another_unit_in_the_header_is_an_edit(zone):
    table = exported(zone.administrator)
    table[0][table[0].index(CAPITAL)] = "注册资本（千元）"
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert changes(found) == [("注册资本（千元）", "100 万", "10 万")]


def test_a_sheet_from_before_the_columns_changed_is_compared_as_any_other(zone):
    table = exported(zone.administrator)
    for row in table[1:]:
        row[-1] = f"zAAA{row[-1][4:]}"
    edit(table, zone.enterprise.name_zh, ADDRESS, "我的地址")
    change_meanwhile(zone.enterprise, legal_form="他们的类型")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert states(found)[zone.enterprise.name_zh] == CHANGED
    assert [notice.message for notice in found.notices] == [since_export.OTHER_COLUMNS]


def test_a_spoilt_fingerprint_makes_an_ordinary_row(zone):
    table = exported(zone.administrator)
    table[1][-1] = "删掉了"
    edit(table, zone.enterprise.name_zh, ADDRESS, "我的地址")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert ADDRESS in [column for column, _old, _new in changes(found)]


def test_a_row_that_a_clerk_emptied_is_no_row(zone):
    table = exported(zone.administrator)
    table[1] = [None] * (len(table[0]) - 1) + [table[1][-1]]
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert len(found.rows) == len(table) - 2
    assert sheets.errors_of(found) == []


def test_a_text_that_no_cell_could_hold_is_not_cleared(zone):
    announcement = factories.AnnouncementFactory(title_zh="长公告", body_zh=f"<p>{'长' * 32_768}</p>")
    content = sheets.exported("announcements", user=zone.administrator, format="xlsx")
    page = workbooks.opened(content).worksheets[0]
    row = next(row for row in page.iter_rows() if row[1].value == "长公告")
    assert page.cell(row[0].row, [cell.value for cell in page[1]].index("正文") + 1).value is None
    mended = workbooks.mended(content, page.title, {row[2].coordinate: "Long"})
    sheets.written("announcements", mended, user=zone.administrator, blank_clears=True)
    announcement.refresh_from_db()
    assert (announcement.title_en, len(announcement.body_zh)) == ("Long", 32_775)


@pytest.mark.parametrize("stored", ["2015-02-04", "2015/2/4", "2015年2月4日"])
def test_a_program_that_writes_days_its_own_way_edits_nothing(zone, stored):
    change_meanwhile(zone.enterprise, established_on=date(2015, 2, 4))
    table = exported(zone.administrator)
    edit(table, zone.enterprise.name_zh, "成立日期", stored)
    change_meanwhile(zone.enterprise, address="他们的地址")
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert set(states(found).values()) == {UNCHANGED}


def test_a_figure_that_was_changed_meanwhile_is_a_conflict(zone):
    table = exported(zone.statistician, "figures")
    place = table[0].index("数值")
    row = next(row for row in table if row[place] == "417.77")
    row[place] = "500"
    Figure.objects.filter(pk=zone.secret_figure.pk).update(value=420)
    found = sheets.checked("figures", table, user=zone.statistician)
    assert sorted(row.state for row in found.rows) == [CONFLICT, UNCHANGED]


def test_nothing_is_asked_of_the_database_for_rows_that_nobody_edited(zone, monkeypatch):
    table = exported(zone.administrator)

    def asked(self, records):
        raise AssertionError

    monkeypatch.setattr("zoneportal.spreadsheets.sheets.outgoing.Outgoing.values_now", asked)
    found = sheets.checked("enterprises", table, user=zone.administrator)
    assert set(states(found).values()) == {UNCHANGED}
