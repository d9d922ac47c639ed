"""The preview: what it costs, what it never shows as markup, and what a clerk decides on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises.models import Enterprise
from tests import factories, sheets
from tests.sheet_screens import door, page, signed_in, upload
from zoneportal.spreadsheets.admin import pages
from zoneportal.spreadsheets.checks import checking
from zoneportal.spreadsheets.jobs import recovery
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.sheets import registry

HEADER = ["企业名称", "所属园区", "注册地址"]


@pytest.fixture
def client(world):
    return signed_in(world.administrator)


def previewed(world, rows: int) -> ImportJob:
    table = [HEADER, *([f"样例{number}", world.park.name_zh, ""] for number in range(rows))]
    return sheets.received("enterprises", table, user=world.administrator)


def queries_of(client, job: ImportJob, **query) -> int:
    page(client, job, **query)  # what is fetched once and kept does not count
    with CaptureQueriesContext(connection) as queries:
        assert page(client, job, **query).status_code == 200
    return len(queries)


def test_a_preview_takes_as_many_queries_for_many_rows_as_for_few(client, world):
    # The session, the user, the own permissions and those of roles, the import with its sender, the zone in the menu.
    few, many = previewed(world, 2), previewed(world, 160)
    assert queries_of(client, few) == 6
    assert queries_of(client, many, show="new", p=3) == 6


def test_a_page_reads_its_own_lines_alone(client, world, monkeypatch):
    job, asked = previewed(world, 160), []
    read = type(page(client, job).context["page"].report).page

    def noted(report, part, start=0, stop=None):
        asked.append((part, start, stop))
        return read(report, part, start, stop)

    monkeypatch.setattr("zoneportal.spreadsheets.checks.reports.Report.page", noted)
    page(client, job, show="new", p=3)
    assert [parts for parts in asked if parts[0] != "summary"] == [("new", 100, 150)]


def test_new_and_changed_rows_are_looked_at_separately(client, world):
    rows = [[world.enterprise.name_zh, world.park.name_zh, "新地址"], ["样例新", world.park.name_zh, ""]]
    upload(client, [HEADER, *rows])
    job = ImportJob.objects.get()
    assert [tab[0] for tab in page(client, job).context["tabs"]] == ["changed", "new"]
    assert "样例新" not in page(client, job, show="changed").content.decode()
    assert "样例新" in page(client, job, show="new").content.decode()


def test_nothing_that_a_cell_says_is_markup(client, world):
    evil = "<img src=x onerror=alert(1)>"
    table = [[*HEADER, evil], [evil, world.park.name_zh, evil, evil], [world.enterprise.name_zh, evil, evil, ""]]
    upload(client, table, name=f"{evil}.csv")
    job = ImportJob.objects.get()
    assert evil not in page(client, job).content.decode()
    client.post(door(job, "check"), {"ignored": [evil], "reason": evil})
    for part in ("errors", "changed", "new", "notices"):
        assert evil not in page(client, job, show=part).content.decode()


def test_a_waiting_sheet_is_seen_without_scripts(client, world, django_capture_on_commit_callbacks):
    job = previewed(world, 1)
    ImportJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    with django_capture_on_commit_callbacks(execute=True):
        recovery.enqueue(ImportJob.objects.get(pk=job.pk))
    shown = page(client, job).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert page(client, job).context["page"].progress.sentence in shown


def test_my_sheet_wins_over_theirs_only_by_choice(client, world):
    exported = sheets.table_of(sheets.exported("enterprises", user=world.administrator))
    place, number = exported[0].index("注册地址"), exported[0].index("企业编号")
    row = next(row for row in exported if row[number] == world.enterprise.number)
    row[place] = "我的地址"
    Enterprise.objects.filter(pk=world.enterprise.pk).update(address="他人的地址")
    upload(client, exported)
    job = ImportJob.objects.get()
    assert job.counts["conflict"] == 1
    assert "他人的地址" in page(client, job, show="errors").content.decode()
    assert page(client, job).context["offer"].ready == 0
    client.post(door(job, "check"), {"mine_wins": "on"})
    job.refresh_from_db()
    assert (job.counts["conflict"], job.counts["changed"]) == (0, 1)
    assert page(client, job).context["offer"].ready == 1


def test_a_choice_over_conflicts_is_offered_only_where_there_are_some(client, world):
    assert "mine_wins" not in page(client, previewed(world, 1)).context["form"].fields


def test_new_rows_show_what_would_be_stored(client, world):
    header = ["企业名称", "所属园区", "注册资本（千元）", "行业代码", "注册地址"]
    upload(client, [header, ["样例新", world.park.name_zh, "12345", "", "新路1号"]])
    shown = " ".join(page(client, ImportJob.objects.get(), show="new").content.decode().split())
    for label, value in (("所属园区", world.park.name_zh), ("注册资本（千元）", "1234.5 万"), ("注册地址", "新路1号")):
        assert f"<dt>{label}</dt> <dd>{value}</dd>" in shown
    assert "<dt>行业代码</dt>" not in shown


def test_of_a_long_sheet_the_first_new_rows_are_told(client, world, monkeypatch):
    monkeypatch.setattr(checking, "TOLD_NEW", 2)
    monkeypatch.setattr(pages, "TOLD_NEW", 2)
    shown = page(client, previewed(world, 3), show="new").content.decode()
    assert (shown.count("<dt>企业名称</dt>"), "前 2 行" in shown) == (2, True)


def test_a_conflict_names_its_record(client, world):
    exported = sheets.table_of(sheets.exported("enterprises", user=world.administrator))
    place, number = exported[0].index("注册地址"), exported[0].index("企业编号")
    row = next(row for row in exported if row[number] == world.enterprise.number)
    row[place] = "我的地址"
    Enterprise.objects.filter(pk=world.enterprise.pk).update(address="他人的地址")
    upload(client, [exported[0], row])
    shown = page(client, ImportJob.objects.get(), show="errors").content.decode()
    assert f"<strong>{world.enterprise.name_zh}</strong>" in shown


def test_the_hint_at_the_reason_is_one_on_both_screens(world):
    boss = factories.UserFactory(is_superuser=True)
    client = signed_in(boss)
    for name, rows in (("enterprises", [HEADER]), ("figures", [["指标编码"]])):
        model = registry.of_name(name)._meta.model._meta
        first = client.get(reverse(f"admin:{model.app_label}_{model.model_name}_import")).context["form"]
        again = page(client, sheets.received(name, rows, user=boss)).context["form"]
        assert first.fields["reason"].help_text == again.fields["reason"].help_text
