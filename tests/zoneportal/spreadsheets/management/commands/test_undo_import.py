"""The command that takes an import back: what it did, what it left, and exit codes that a script can trust."""

import io
import json

import pytest
from django.core.management import call_command

from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.undo import undoing

HEADER = ["园区编码", "网址词", "园区名称", "办公电话"]
KJ, ZZ = ["kj", "kj", "科技工业园", "1"], ["zz", "zz", "漳泽工业园", "2"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(username="boss", is_superuser=True)


@pytest.fixture
def job(boss) -> ImportJob:
    return sheets.written("parks", [HEADER, KJ, ZZ], user=boss)


def undo(job: int, **options) -> tuple[int, dict]:
    out, code = io.StringIO(), 0
    try:
        call_command("undo_import", job, **({"user": "boss", "report": "json", "stdout": out} | options))
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


def edited(code: str) -> Park:
    park = Park.objects.get(code=code)
    park.phone = "0355-9"
    park.save()
    return park


def test_everything_goes_back(job):
    code, report = undo(job.pk, reason="发错了")
    own = ImportJob.objects.get(undoes=job)
    assert (code, report["job"], report["counts"]["removed"], report["left"], report["errors"]) == (
        0,
        own.pk,
        2,
        [],
        [],
    )
    assert (Park.objects.count(), own.reason) == (0, "发错了")


def test_a_dry_run_changes_nothing(job):
    code, report = undo(job.pk, dry_run=True)
    assert (code, report["job"], report["counts"]["removed"]) == (0, None, 2)
    assert (Park.objects.count(), ImportJob.objects.count()) == (2, 1)


def test_what_somebody_edited_later_is_listed_and_left(job):
    park = edited("kj")
    code, report = undo(job.pk)
    (left,) = report["left"]
    assert (code, left["record"], list(Park.objects.all())) == (3, str(park), [park])
    assert set(left) == {"kind", "record", "reason", "by", "at"}
    assert left["reason"]


def test_force_undoes_that_too(job):
    edited("kj")
    code, report = undo(job.pk, force=True)
    assert (code, report["left"], Park.objects.count()) == (0, [], 0)


def test_nothing_is_undone_twice(job):
    undo(job.pk)
    code, report = undo(job.pk)
    assert (code, report["job"], report["errors"]) == (1, None, [{"message": report["errors"][0]["message"]}])


def test_the_rights_of_the_user_hold(world, job):
    code, report = undo(job.pk, user=world.clerk.username)
    assert (code, len(report["errors"]), Park.objects.filter(code__in=["kj", "zz"]).count()) == (1, 1, 2)


@pytest.mark.parametrize(("number", "user"), [(4711, "boss"), (None, "nobody")])
def test_an_unknown_import_and_an_unknown_user_are_told(job, number, user):
    code, report = undo(number or job.pk, user=user)
    assert (code, report["job"], len(report["errors"])) == (1, None, 1)


def test_ctrl_c_leaves_everything_and_says_so(job, monkeypatch):
    def stopped(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(undoing, "_write", stopped)
    code, report = undo(job.pk)
    job.refresh_from_db()
    assert (code, len(report["errors"]), job.state, Park.objects.count()) == (130, 1, JobState.WRITTEN, 2)


def test_a_person_reads_who_changed_what_and_when(job, boss, capsys):
    edited("kj")
    with pytest.raises(SystemExit):
        call_command("undo_import", job.pk, user="boss")
    said = capsys.readouterr().out.splitlines()
    assert "科技工业园" in said[0]
    undo_of = ImportJob.objects.get(undoes=job).pk
    assert said[-1].endswith(f"Undone (import {undo_of}).")
    assert said[-1].count(f"{undo_of}") == 2
