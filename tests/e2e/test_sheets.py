"""Sheets in a real browser: from the upload to the undo, in both languages, and a long one through a real worker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

from enterprises.models import Enterprise
from tests import sheets
from tests.e2e.test_office import sign_in
from tests.faults.processes import database_url
from tests.windows import DESKTOP, PHONE
from zoneportal.language import OFFICE_LANGUAGE_COOKIE
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState

ROOT = Path(__file__).resolve().parents[2]
HEADER = ["企业名称", "所属园区", "注册地址"]
# A file as a mouse would drop it, beside the field.
DROP = """([name, text]) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], name));
    document.querySelector('h1').dispatchEvent(
        new DragEvent('drop', {dataTransfer: dropped, bubbles: true, cancelable: true}));
}"""


@pytest.mark.parametrize(("language", "viewport"), [("zh-hans", DESKTOP), ("en", PHONE)], ids=["zh", "en"])
def test_a_clerk_brings_a_sheet_in_and_takes_it_back(open_window, live_server, world, look, language, viewport):
    page = open_window(viewport)
    sign_in(page, live_server, world.administrator)
    page.context.add_cookies([{"name": OFFICE_LANGUAGE_COOKIE, "value": language, "url": live_server.url}])
    send(page, look, world.park.name_zh)
    confirm_the_good_rows(page, look)
    follow_the_evidence(page, look)
    take_it_back(page, look)


def send(page, look, park: str) -> None:
    rows = [["样例好一", park, "<b>路</b>"], ["样例好二", park, ""], ["样例坏", "无此园", ""]]
    page.goto(reverse("admin:enterprises_enterprise_import"))
    look(page)
    page.evaluate(DROP, ["登记表.csv", sheets.as_csv([HEADER, *rows]).decode()])
    assert "登记表.csv" in page.locator(".sheet-drop-file").inner_text()
    page.click(".submit-row .default")


def confirm_the_good_rows(page, look) -> None:
    page.wait_for_selector("#good_rows_only")
    look(page)
    assert [tile.inner_text() for tile in page.locator(".sheet-counts strong").all()] == ["2", "0", "0", "0", "1"]
    with page.expect_download() as annotated:
        page.click(".sheet-files a")
    assert Path(annotated.value.path()).read_bytes().startswith(b"PK")
    page.click(".sheet-decide form .default")  # the box is not ticked: the browser asks for it
    assert ImportJob.objects.get().state == JobState.CHECKED
    page.check("#good_rows_only")
    page.click(".sheet-decide form .default")


def follow_the_evidence(page, look) -> None:
    page.wait_for_selector(".sheet-state-written")
    look(page)
    assert Enterprise.objects.get(name_zh="样例好一").address == "<b>路</b>"
    page.locator(".sheet-records a").first.click()
    page.wait_for_selector("#result_list")
    assert page.locator("#result_list tbody tr").count() == 2
    record = Enterprise.objects.get(name_zh="样例好二")
    page.goto(reverse("admin:enterprises_enterprise_history", args=[record.pk]))
    page.click(".office-history-job")


def take_it_back(page, look) -> None:
    page.click(".sheet-button .button")
    look(page)
    page.fill("[name=reason]", "园区报错")
    page.click(".submit-row .default")
    page.wait_for_selector(".sheet-state-written")
    look(page)
    assert not Enterprise.objects.filter(name_zh__in=["样例好一", "样例好二"]).exists()
    undo = ImportJob.objects.get(kind=JobKind.UNDO)
    page.goto(reverse("admin:spreadsheets_importjob_changelist"))
    look(page)
    assert page.locator("#result_list tbody tr").count() == 2
    assert (undo.undoes.state, undo.reason) == (JobState.UNDONE, "园区报错")


@pytest.fixture
def worker(live_server) -> Iterator:
    """Starts the worker of this database, as `make run` does; it ends with the test."""
    started = []

    def start() -> None:
        command = [sys.executable, "manage.py", "db_worker", "--interval", "0.2"]
        environment = os.environ | {"DATABASE_URL": database_url()}
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def test_a_long_sheet_goes_through_the_worker_while_the_clerk_watches(page, live_server, world, look, worker, settings):
    settings.SHEET_ROWS_AT_ONCE = 3
    sign_in(page, live_server, world.administrator)
    rows = [[f"样例长表{number}", world.park.name_zh, ""] for number in range(6)]
    page.goto(reverse("admin:enterprises_enterprise_import"))
    table = sheets.as_csv([HEADER, *rows])
    page.set_input_files("[type=file]", {"name": "长表.csv", "mimeType": "text/csv", "buffer": table})
    page.click(".submit-row .default")

    page.wait_for_selector(".sheet-progress")
    look(page)
    assert ImportJob.objects.get().state == JobState.QUEUED
    worker()
    page.wait_for_selector(".sheet-decide form .default", timeout=60_000)
    page.click(".sheet-decide form .default")
    page.wait_for_selector(".sheet-state-written", timeout=60_000)
    assert Enterprise.objects.filter(name_zh__startswith="样例长表").count() == 6
