import pytest
from django.utils import timezone

from tests import world
from tests.factories import UserFactory
from tests.rules import RECORD, sentences_at, told_by_database
from zoneportal.spreadsheets.models import ImportJob, upload_name

pytestmark = pytest.mark.django_db


def job_of(user, **fields) -> ImportJob:
    fields = {"sheet": "parks", "file": "sheets/a", "filename": "园区.xlsx", "sha256": "0" * 64} | fields
    return ImportJob.objects.create(user=user, **fields)


@pytest.mark.parametrize("changes", [{"state": "written"}, {"written_at": timezone.now()}])
def test_written_import_has_its_moment(changes):
    sentence = "A written import has the moment at which it was written."
    assert told_by_database(job_of(UserFactory()), **changes) == sentence
    assert sentences_at(job_of(UserFactory()), RECORD, **changes) == [sentence]


def test_senders_file_name_is_no_part_of_the_path():
    assert "园区" not in upload_name(ImportJob(), "../园区.xlsx")
    assert ".." not in upload_name(ImportJob(), "../园区.xlsx")


def test_imports_are_seen_by_their_sender_and_by_those_who_oversee_all():
    here = world.build()
    job = job_of(here.clerk)
    assert list(ImportJob.objects.visible_to(here.clerk)) == [job]
    assert list(ImportJob.objects.visible_to(here.auditor)) == [job]
    assert list(ImportJob.objects.visible_to(here.administrator)) == [job]
    assert not ImportJob.objects.visible_to(here.other_clerk).exists()
    assert not ImportJob.objects.visible_to(here.anonymous).exists()


@pytest.mark.parametrize("sheet", ["returns", "figures"])
def test_a_sheet_with_values_of_returns_is_not_seen_by_overseeing_all(sheet):
    """A job holds the file with its values: an auditor sees nobody's sheet of returns, or of what they may tell."""
    here = world.build()
    job = job_of(here.clerk, sheet=sheet)

    assert not ImportJob.objects.visible_to(here.auditor).exists()
    assert not ImportJob.objects.visible_to(here.administrator).exists()
    assert list(ImportJob.objects.visible_to(here.clerk)) == [job]
