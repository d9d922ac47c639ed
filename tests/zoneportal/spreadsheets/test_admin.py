"""The screens: upload, result of the check, confirmation, and who gets through which door."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from enterprises.models import Enterprise
from tests import factories, sheets
from tests.sheet_screens import ENTERPRISES, confirm, page, signed_in, upload
from zoneportal.spreadsheets.files.limits import Limits
from zoneportal.spreadsheets.models import ImportJob, JobState

HEADER = ["企业名称", "所属园区", "注册地址"]


@pytest.fixture
def clerk(world) -> Client:
    return signed_in(world.clerk)


@pytest.fixture
def table(world) -> list:
    return [HEADER, ["样例新企业", world.park.name_zh, "长治市"]]


def test_from_upload_to_result(clerk, table):
    answer = upload(clerk, table)
    job = ImportJob.objects.get()
    assert answer.url == reverse("admin:spreadsheets_importjob_change", args=[job.pk])
    shown = page(clerk, job).content.decode()
    assert "样例新企业" in shown
    assert not Enterprise.objects.filter(name_zh="样例新企业").exists()
    confirm(clerk, job)
    assert Enterprise.objects.get(name_zh="样例新企业").address == "长治市"
    assert page(clerk, ImportJob.objects.get()).status_code == 200


def test_a_second_click_writes_nothing_more(clerk, table):
    upload(clerk, table)
    job = ImportJob.objects.get()
    confirm(clerk, job)
    answer = confirm(clerk, job)
    assert len(list(answer.context["messages"])) == 1
    assert Enterprise.objects.filter(name_zh="样例新企业").count() == 1


@pytest.mark.parametrize("content", [b"%PDF-1.7", b""])
def test_a_file_that_cannot_be_read_is_told_on_its_page_with_the_way_to_send_another(clerk, content):
    answer = clerk.get(upload(clerk, content).url)
    assert ImportJob.objects.get().state == JobState.UNREADABLE
    assert answer.context["page"].failure in answer.content.decode()
    assert reverse(f"{ENTERPRISES}_import") in answer.content.decode()


def test_a_file_beyond_the_limit_is_told_at_its_field(clerk, monkeypatch):
    monkeypatch.setattr("zoneportal.spreadsheets.admin.forms.in_force", lambda: Limits(file_bytes=10))
    assert "file" in upload(clerk, b"x" * 11).context["form"].errors
    assert not ImportJob.objects.exists()


def test_changed_cells_are_shown_old_and_new(clerk, world):
    upload(clerk, [HEADER, [world.enterprise.name_zh, world.park.name_zh, "新地址"]])
    shown = page(clerk, ImportJob.objects.get(), show="changed").content.decode()
    assert "<ins>新地址</ins>" in shown


def test_errors_are_paged(clerk, world):
    upload(clerk, [HEADER, *([f"样例{n}", "没有这个园", ""] for n in range(60))])
    job = ImportJob.objects.get()
    assert len(page(clerk, job, show="errors").context["page_obj"].object_list) == 50
    assert len(page(clerk, job, show="errors", p=2).context["page_obj"].object_list) == 10


def test_good_rows_go_in_only_by_the_button_that_says_so(clerk, table):
    upload(clerk, [*table, ["样例坏行", "没有这个园", ""]])
    job = ImportJob.objects.get()
    confirm(clerk, job)
    assert not Enterprise.objects.filter(name_zh="样例新企业").exists()
    confirm(clerk, job, good_rows_only="yes")
    assert Enterprise.objects.filter(name_zh="样例新企业").exists()
    assert not Enterprise.objects.filter(name_zh="样例坏行").exists()


def test_wrong_rows_come_back_with_their_reasons(clerk, table):
    upload(clerk, [*table, ["样例坏行", "没有这个园", ""]])
    answer = clerk.get(reverse("admin:spreadsheets_importjob_rejects", args=[ImportJob.objects.get().pk]))
    header, row = sheets.table_of(answer.getvalue())
    assert (header[:3], row[0]) == (HEADER, "样例坏行")


def test_unknown_columns_are_ignored_by_choice_and_the_sheet_is_checked_again(clerk, table):
    upload(clerk, [[*HEADER, "产值"], [*table[1], "9"]])
    job = ImportJob.objects.get()
    assert page(clerk, job).context["offer"].ready == 0
    clerk.post(reverse("admin:spreadsheets_importjob_check", args=[job.pk]), {"ignored": ["产值"]})
    job.refresh_from_db()
    assert (job.counts["new"], job.options["check"]) == (1, 2)


def test_a_cancelled_import_stays_cancelled(clerk, table):
    upload(clerk, table)
    job = ImportJob.objects.get()
    clerk.post(reverse("admin:spreadsheets_importjob_cancel", args=[job.pk]))
    confirm(clerk, job)
    job.refresh_from_db()
    assert (job.state, Enterprise.objects.filter(name_zh="样例新企业").exists()) == (JobState.CANCELLED, False)


# Three actors at every door


def test_the_job_of_a_colleague_does_not_exist_for_a_clerk(world, table):
    job = sheets.received("enterprises", table, user=world.clerk)
    other = signed_in(world.other_clerk)
    assert page(other, job).status_code == 404
    for word in ("confirm", "check", "cancel"):
        assert other.post(reverse(f"admin:spreadsheets_importjob_{word}", args=[job.pk])).status_code == 404
    assert other.get(reverse("admin:spreadsheets_importjob_rejects", args=[job.pk])).status_code == 404
    assert not Enterprise.objects.filter(name_zh="样例新企业").exists()


def test_an_auditor_sees_every_job_and_acts_on_none(world, table):
    job = sheets.received("enterprises", table, user=world.clerk)
    auditor = signed_in(world.auditor)
    assert page(auditor, job).status_code == 200
    assert page(auditor, job).context["is_open"] is False
    assert confirm(auditor, job).status_code == 403


def test_an_anonymous_visitor_is_sent_to_the_sign_in(world, table):
    job = sheets.received("enterprises", table, user=world.clerk)
    visitor = signed_in(world.anonymous)
    doors = [reverse(f"{ENTERPRISES}_{word}") for word in ("import", "export", "template")]
    for address in [*doors, reverse("admin:spreadsheets_importjob_change", args=[job.pk])]:
        answer = visitor.get(address)
        assert (answer.status_code, "login" in answer.url) == (302, True)


def test_who_may_not_import_finds_the_door_shut(world):
    for user in (world.publisher, world.auditor, world.statistician):
        assert signed_in(user).get(reverse(f"{ENTERPRISES}_import")).status_code == 403
        assert signed_in(user).get(reverse(f"{ENTERPRISES}_template")).status_code == 403
    assert signed_in(world.publisher).get(reverse(f"{ENTERPRISES}_export")).status_code == 403


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_is_limited_to_the_own_park(world, format):
    for user, own, other in (
        (world.clerk, world.enterprise, world.other_enterprise),
        (world.other_clerk, world.other_enterprise, world.enterprise),
    ):
        answer = signed_in(user).get(reverse(f"{ENTERPRISES}_export"), {"format": format})
        names = [row[1] for row in sheets.table_of(b"".join(answer.streaming_content))]
        assert (own.name_zh in names, other.name_zh in names) == (True, False)


def test_a_clerk_cannot_change_another_park_by_a_sheet(world):
    client = signed_in(world.other_clerk)
    code = world.enterprise.credit_code
    upload(client, [["企业名称", "统一社会信用代码", "注册地址"], ["样例改名", code, "新地址"]])
    job = ImportJob.objects.get()
    assert world.enterprise.name_zh not in page(client, job).content.decode()
    confirm(client, job, good_rows_only="yes")
    world.enterprise.refresh_from_db()
    assert world.enterprise.address == ""


@pytest.mark.parametrize(
    "model",
    [
        "parks_park",
        "parks_announcement",
        "parks_milestone",
        "parks_profilesection",
        "enterprises_enterprise",
        "enterprises_registration",
        "enterprises_qualification",
        "enterprises_industrytag",
        "stats_indicator",
        "stats_figure",
        "stats_goal",
    ],
)
def test_every_list_has_its_doors(db, model):
    client = signed_in(factories.UserFactory(is_superuser=True))
    shown = client.get(reverse(f"admin:{model}_changelist")).content.decode()
    for word in ("import", "export"):
        assert reverse(f"admin:{model}_{word}") in shown
    assert client.get(reverse(f"admin:{model}_import")).status_code == 200
    template = client.get(reverse(f"admin:{model}_template"))
    assert sheets.table_of(b"".join(template.streaming_content))[0]


def test_a_long_list_of_errors_begins_with_its_kinds(clerk, world):
    upload(clerk, [HEADER, *([f"样例{n}", "没有这个园", ""] for n in range(3))])
    kinds = page(clerk, ImportJob.objects.get()).context["kinds"]
    assert [(number, column) for number, column, _example in kinds] == [(3, "所属园区")]


def test_an_unreadable_page_number_or_part_shows_the_first(clerk, table):
    upload(clerk, table)
    assert page(clerk, ImportJob.objects.get(), show="nothing", p="x").status_code == 200


def test_the_template_says_what_belongs_into_a_column(clerk):
    template = clerk.get(reverse(f"{ENTERPRISES}_template"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(template.streaming_content)))
    comments = {cell.value: cell.comment.text for cell in book.active[1] if cell.comment}
    assert "人民币" in comments["币种"]
    assert comments["企业编号"]  # who enters a new enterprise must know that the number is not theirs to invent
