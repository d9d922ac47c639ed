"""Sheets carry nothing of this park out to outsiders, and nothing of theirs in."""

import io
import zipfile

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enterprises.models import Enterprise
from tests.doors.office import HERE, THERE, address, doors_of, stored
from zoneportal.spreadsheets.models import ImportJob

OUTSIDERS = ("other_clerk", "nobody", "anonymous")
REFUSED = {302, 400, 403, 404, 405}
FORMATS = ("xlsx", "csv")


def content_of(answer) -> bytes:
    """Reads a stream to its end, which closes its file."""
    return answer.getvalue() if answer.streaming else answer.content


def text_of(answer) -> str:
    """All that an answer says, of a workbook the sheets inside."""
    content = content_of(answer)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace") + content.decode("gb18030", errors="replace")


def doors_of_lists() -> list[str]:
    return [reverse(door) for model in admin.site._registry for door in doors_of(model, 0)]


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_nothing_of_this_park_leaves_by_the_doors_of_a_list(office, actor):
    for target in doors_of_lists():
        for format in FORMATS:
            answer = office.client(actor).get(target, {"format": format, "park": office.world.park.pk})
            assert HERE not in text_of(answer), target
            if actor != "other_clerk":
                assert answer.status_code in REFUSED, target


@pytest.mark.parametrize("actor", [*OUTSIDERS, "auditor"])
def test_nothing_is_changed_by_the_doors_of_a_list(office, actor):
    before = stored()
    for target in doors_of_lists():
        content_of(office.client(actor).post(target, {"format": "csv", "post": "yes", "decided": "yes"}))
    assert stored() == before


def test_clerk_of_this_park_takes_the_own_rows_out(office):
    """The same door does open, so the tests above are not empty."""
    text = text_of(office.client("clerk").get(address(Enterprise, "export"), {"format": "csv"}))
    assert HERE in text
    assert THERE not in text


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_a_sheet_that_somebody_else_sent_is_shut(office, actor):
    job = ImportJob.objects.create(
        sheet="enterprises",
        filename=f"{HERE}.csv",
        sha256="0" * 64,
        user=office.world.clerk,
        file=ContentFile(b"x", "x"),
    )
    before = stored()
    for door in doors_of(ImportJob, 1):
        for send in (office.client(actor).get, office.client(actor).post):
            answer = send(reverse(door, args=[job.pk]))
            assert answer.status_code in REFUSED, door
            assert HERE not in text_of(answer), door
    assert HERE not in text_of(office.client(actor).get(address(ImportJob, "changelist")))
    assert stored() == before


def test_the_sheet_of_this_park_sent_by_another_clerk_changes_nothing(office):
    """The export of this park's clerk, with other names, sent and confirmed by the other clerk."""
    sheet = content_of(office.client("clerk").get(address(Enterprise, "export"), {"format": "csv"}))
    assert HERE in sheet.decode()
    tampered = sheet.decode().replace(HERE, "改名").encode()
    before = stored()
    client = office.client("other_clerk")
    client.post(address(Enterprise, "import"), {"file": SimpleUploadedFile("own.csv", tampered)})
    assert ImportJob.objects.count() == 1
    for job in ImportJob.objects.all():
        client.post(reverse("admin:spreadsheets_importjob_confirm", args=[job.pk]), {"good_rows_only": "on"})
    after = stored()
    for label in before:
        if label.partition(".")[0] != "spreadsheets":
            assert after[label] == before[label], label
