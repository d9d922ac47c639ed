import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("inspect_site", *words, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def test_serious_findings_end_with_one(world):
    text, code = run()
    assert code == 1
    assert "/admin/parks/zone/1/change/#id_icp_number" in text


def test_nothing_serious_ends_with_nought(monkeypatch, world):
    monkeypatch.setattr("zoneportal.inspection.running.CHECKS", ())
    assert run() == ("\n", 0)


def test_json_is_for_machines(world):
    text, code = run("--json")
    document = json.loads(text)
    assert code == 1
    assert document["counts"]["serious"] == sum(each["severity"] == "serious" for each in document["findings"])
    assert set(document["findings"][0]) == {"check", "severity", "where", "what", "since", "mend_at"}
