"""The imports of an office: the list, every state, the files, and who gets through which door."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from tests import factories, sheets, workbooks
from tests.sheet_screens import confirm, door, page, signed_in, upload
from zoneportal.spreadsheets.admin.doors import RIGHT_GONE
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.running import progress

LIST = "admin:spreadsheets_importjob_changelist"


@pytest.fixture
def job(world) -> ImportJob:
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    return sheets.received("enterprises", table, user=world.clerk)


def put(job: ImportJob, state: JobState, **fields) -> ImportJob:
    ImportJob.objects.filter(pk=job.pk).update(state=state, **fields)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("state", [state for state in JobState if state not in {JobState.WRITTEN, JobState.UNDONE}])
def test_every_state_has_its_page(world, job, state):
    shown = page(signed_in(world.clerk), put(job, state))
    assert shown.status_code == 200
    assert ("decide" in shown.content.decode()) == (state == JobState.CHECKED)


def test_a_sheet_in_the_queue_tells_how_far_it_is(world, job):
    client = signed_in(world.clerk)
    put(job, JobState.CHECKING)
    with progress.Progress.of(job) as working:
        working.tell(progress.CHECKING, 40, 100)
        shown, asked = page(client, job), page(client, job, "progress")
    assert asked.json() | {"sentence": "", "title": ""} == {
        "title": "",
        "standing": shown.context["page"].progress.standing,
        "sentence": "",
        "phase": "checking",
        "percent": 40,
        "mayCancel": True,
    }
    assert "no-store" in asked.headers["Cache-Control"]
    assert asked.json()["sentence"] in shown.content.decode()
    assert door(job, "cancel") in shown.content.decode()


def test_what_is_being_written_offers_no_cancel(world, job):
    put(job, JobState.CONFIRMED)
    with progress.Progress.of(job) as working:
        working.tell(progress.WRITING, 1, 100)
        assert door(job, "cancel") not in page(signed_in(world.clerk), job).content.decode()


def test_an_interrupted_sheet_is_begun_again_by_its_sender(world, job, django_capture_on_commit_callbacks):
    client = signed_in(world.clerk)
    put(job, JobState.CHECKING)
    caches["progress"].clear()
    assert door(job, "restart") in page(client, job).content.decode()
    assert door(job, "restart") not in page(signed_in(world.auditor), job).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(door(job, "restart"))
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_long_sheet_waits_on_its_page(world, settings):
    settings.SHEET_ROWS_AT_ONCE = 0
    client = signed_in(world.clerk)
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.received("enterprises", table, user=world.clerk)
    put(job, JobState.QUEUED)
    starting.check(job=job)
    assert job.state == JobState.QUEUED
    assert "sheet-progress" in page(client, job).content.decode()


def test_a_confirmation_that_wrote_nothing_is_told_on_the_page(world, job):
    put(job, JobState.CHECKED, failure={"message": "Nothing, because of %(why)s.", "params": {"why": "样例"}})
    assert "because of 样例" in page(signed_in(world.clerk), job).content.decode()


# The files


def test_the_file_comes_back_as_it_was_sent_and_as_an_attachment(world, job):
    with job.file.open("rb") as sent:
        content = sent.read()
    answer = page(signed_in(world.auditor), job, "file")
    assert answer.getvalue() == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_where_the_file_was_removed_the_page_says_so_and_the_doors_give_none(world, job, settings):
    client = signed_in(world.clerk)
    settings.SHEET_FILES_DAYS = 77
    put(job, JobState.CANCELLED, file_removed_at=timezone.now())
    assert "77" in page(client, job).context["page"].removal
    assert page(client, job, "file").status_code == 404
    for word in ("rejects", "annotated"):
        assert page(client, job, word).url == door(job)


def test_wrong_rows_come_back_as_an_annotated_copy(world):
    table = [["企业名称", "所属园区"], ["样例坏行", "没有这个园"]]
    job = sheets.received("enterprises", table, user=world.clerk)
    answer = page(signed_in(world.clerk), job, "annotated")
    assert answer.getvalue().startswith(b"PK")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_only_an_xlsx_is_promised_back_whole(world):
    client = signed_in(world.clerk)
    table = [["企业名称", "所属园区"], ["样例坏行", "没有这个园"]]
    for content, name, is_whole in [(workbooks.sent(table), "表.XLSX", True), (table, "表.csv", False)]:
        upload(client, content, name)
        job = ImportJob.objects.latest("pk")
        shown = page(client, job).content.decode()
        assert door(job, "rejects") in shown
        assert (door(job, "annotated") in shown) is is_whole


# Who may


def test_who_lost_the_right_is_told_and_nothing_is_written(world, job):
    client = signed_in(world.clerk)
    world.clerk.groups.set([Group.objects.get(name="Statistician")])
    for word in ("confirm", "check", "cancel", "restart"):
        answer = client.post(door(job, word), {"check": 1})
        assert (answer.status_code, gettext(RIGHT_GONE) in answer.content.decode()) == (403, True)
    assert "decide" not in page(client, job).content.decode()
    job.refresh_from_db()
    assert job.state == JobState.CHECKED


def test_a_repeated_confirmation_says_so(world, job):
    client = signed_in(world.clerk)
    confirm(client, job)
    again = confirm(client, job)
    assert [message.level_tag for message in again.context["messages"]] == ["info"]


def test_the_list_shows_own_imports_and_filters_them(world, job):
    theirs = ImportJob.objects.create(sheet="parks", filename="theirs.csv", user=world.administrator)
    own = signed_in(world.clerk).get(reverse(LIST))
    assert list(own.context["cl"].result_list) == [job]
    assert "user" not in {spec.parameter_name for spec in own.context["cl"].filter_specs if hasattr(spec, "value")}
    auditor = signed_in(world.auditor)
    assert set(auditor.get(reverse(LIST)).context["cl"].result_list) == {job, theirs}
    assert list(auditor.get(reverse(LIST), {"sheet": "parks"}).context["cl"].result_list) == [theirs]
    assert list(auditor.get(reverse(LIST), {"user": world.clerk.pk}).context["cl"].result_list) == [job]
    assert not auditor.get(reverse(LIST), {"sheet": "nothing"}).context["cl"].result_list


def test_an_empty_list_leads_to_the_sheets_that_may_be_sent(world):
    assert reverse("admin:enterprises_enterprise_import") in signed_in(world.clerk).get(reverse(LIST)).content.decode()
    empty = signed_in(factories.UserFactory(roles=["Auditor"])).get(reverse(LIST)).content.decode()
    assert reverse("admin:enterprises_enterprise_import") not in empty
