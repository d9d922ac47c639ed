"""The page that takes an import back."""

import pytest

from enterprises.models import Enterprise
from tests import factories, sheets
from tests.sheet_screens import door, page, signed_in
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState


@pytest.fixture
def job(world) -> ImportJob:
    rows = [[name, world.park.name_zh, "长治市"] for name in ("样例一", "样例二")]
    return sheets.written("enterprises", [["企业名称", "所属园区", "注册地址"], *rows], user=world.administrator)


@pytest.fixture
def client(world):
    return signed_in(world.administrator)


def edit_later(name: str, by) -> None:
    record = Enterprise.objects.get(name_zh=name)
    record.address, record._history_user = "后来的地址", by
    record.save()


def test_the_page_says_what_goes_back_and_changes_nothing(client, job):
    shown = page(client, job, "undo")
    assert shown.context["counts"]["removed"] == 4  # two enterprises and their registrations
    assert door(job, "undo") in page(client, job).content.decode()
    assert Enterprise.objects.filter(name_zh__startswith="样例").count() >= 2


def test_an_undo_is_a_job_of_its_own_with_links_both_ways(client, job):
    answer = client.post(door(job, "undo"), {"reason": "园区报错"})
    undo = ImportJob.objects.get(kind=JobKind.UNDO)
    job.refresh_from_db()
    assert (answer.url, job.state, undo.reason) == (door(undo), JobState.UNDONE, "园区报错")
    assert door(job) in page(client, undo).content.decode()
    assert door(undo) in page(client, job).content.decode()
    assert not Enterprise.objects.filter(name_zh__in=["样例一", "样例二"]).exists()


def test_what_was_edited_later_is_named_with_its_editor_and_left_alone(client, world, job):
    edit_later("样例一", world.clerk)
    shown = page(client, job, "undo", show="edited")
    assert [(one.by, "样例一" in one.name) for one in shown.context["page_obj"] if one.by] == [(str(world.clerk), True)]
    client.post(door(job, "undo"))
    assert Enterprise.objects.get(name_zh="样例一").address == "后来的地址"
    assert not Enterprise.objects.filter(name_zh="样例二").exists()
    left = page(client, ImportJob.objects.get(kind=JobKind.UNDO)).context["page"].left()
    assert any("样例一" in name for _kind, name, _why in left)


def test_the_second_choice_undoes_later_edits_too(client, world, job):
    edit_later("样例一", world.clerk)
    client.post(door(job, "undo"), {"force": "on"})
    assert not Enterprise.objects.filter(name_zh="样例一").exists()


def test_a_second_undo_does_nothing_and_says_so(client, job):
    client.post(door(job, "undo"))
    again = client.post(door(job, "undo"), follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["success", "info"]
    assert page(client, job, "undo").context["plan"].refusal


def test_who_may_not_undo_is_told_why_and_finds_no_button(world, job):
    auditor = signed_in(world.auditor)
    assert door(job, "undo") not in page(auditor, job).content.decode()
    assert page(auditor, job, "undo").context["plan"].refusal
    auditor.post(door(job, "undo"))
    assert Enterprise.objects.filter(name_zh="样例一").exists()
    stranger = signed_in(factories.UserFactory(roles=["Park clerk"], parks=[world.other_park]))
    assert page(stranger, job, "undo").status_code == 404


def test_a_long_import_is_outlined_and_its_undo_waits_for_the_worker(client, world, job, settings):
    settings.SHEET_ROWS_AT_ONCE = 1
    edit_later("样例一", world.clerk)
    shown = page(client, job, "undo")
    assert shown.context["counts"] == {"removed": 4, "restored": 0, "returned": 0, "edited": 1}
    answer = client.post(door(job, "undo"), {"reason": ""})
    undo = ImportJob.objects.get(kind=JobKind.UNDO)
    assert (answer.url, undo.state) == (door(undo), JobState.CONFIRMED)
    assert page(client, undo).status_code == 200
    assert page(signed_in(world.auditor), job, "undo").context["plan"].refusal
