"""Every file of the corpus through the door by which a clerk sends it: refused with its sentence, or read right."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext

from enterprises.models import Enterprise
from tests.hostile_sheets.cases import Case, Checks, Reads, Refuses
from tests.hostile_sheets.corpus import CORPUS
from tests.hostile_sheets.tables import PARK
from zoneportal.messages import Refused
from zoneportal.spreadsheets import tasks
from zoneportal.spreadsheets.checks import reports
from zoneportal.spreadsheets.files import limits, parsing, reading
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.models import ImportJob, JobState

# A child judges the file before any database is asked: once is enough.
pytestmark = pytest.mark.only_on("sqlite")
ENDED = {JobState.CHECKED, JobState.UNREADABLE}


@pytest.fixture
def clerk(world) -> Client:
    world.park.name_zh = PARK
    world.park.save()
    client = Client()
    client.force_login(world.clerk)
    return client


@pytest.fixture
def told(monkeypatch) -> list:
    """What came of the files that were read: rows or the template of a refusal."""
    answers: list = []

    def heard(*asked, **options):
        try:
            sheet = reading.read(*asked, **options)
        except Refused as refused:
            answers.append(refused.message)
            raise
        answers.append(list(sheet.rows))
        return sheet

    monkeypatch.setattr(actions, "read", heard)
    return answers


@pytest.fixture
def limited(request) -> Iterator[None]:
    before = limits.in_force()
    case: Case = request.getfixturevalue("case")
    limits.put_in_force(case.limits or before)
    yield
    limits.put_in_force(before)


def _on_its_databases(case: Case):
    """What reaches the records is checked on every database; how a file is read is the same on all."""
    marks = () if isinstance(case.outcome, Checks) else pytest.mark.only_on("sqlite")
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_on_its_databases(case) for case in CORPUS])
@pytest.mark.usefixtures("limited")
def test_file(case: Case, clerk, told):
    before = Enterprise.objects.count()
    file = SimpleUploadedFile(case.filename, case.content())

    answer = clerk.post(reverse("admin:enterprises_enterprise_import"), {"file": file}, follow=True)

    job = ImportJob.objects.get()
    assert answer.status_code == 200
    if job.state == JobState.QUEUED:
        answer = _page_after_the_worker(clerk, job)
    assert job.state in ENDED
    assert Enterprise.objects.count() == before
    _check(case, job, told[0], answer.content.decode())


def _page_after_the_worker(clerk: Client, job: ImportJob):
    tasks.check(job.pk)
    job.refresh_from_db()
    return clerk.get(reverse("admin:spreadsheets_importjob_change", args=[job.pk]))


def _check(case: Case, job: ImportJob, told, page: str) -> None:
    match case.outcome:
        case Refuses(messages):
            assert told in messages
            asks = told == parsing.CHOOSE_SHEET
            assert job.state == (JobState.CHECKED if asks else JobState.UNREADABLE)
            assert ('name="sheet"' if asks else escape(gettext(told).partition("%(")[0])) in page
        case Reads(rows, count):
            assert repr(told) == repr(rows if rows is not None else told)  # by repr: NaN is no number, 1 is no 1.0
            assert len(told) == (count or len(told))
        case Checks(counts, errors):
            assert {state: number for state, number in job.counts.items() if number} == counts
            found = _errors(job)
            assert len(found) == len(errors)
            assert all(map(str.startswith, found, errors)), found


def _errors(job: ImportJob) -> list[str]:
    return [reports.finding_of_line(line).message for line in actions.report_of(job).page("errors")]


def test_the_corpus_is_as_large_as_promised_and_every_name_is_its_own():
    assert len({case.name for case in CORPUS}) == len(CORPUS) >= 150
