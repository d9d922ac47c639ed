"""What is stored of a job: its file, its choices, its report."""

import hashlib
from typing import Any

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.checks.reports import Report
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.sheets import registry
from zoneportal.spreadsheets.sheets.resources import Options

FILE_CHANGED = N_("The stored file is not the one that was checked. Send the sheet again.")


def report_of(job: ImportJob) -> Report:
    return Report(job.file.storage, job.file.name or "")


def content_of(job: ImportJob) -> bytes:
    """The bytes that were sent. Errors: Refused where the file is another one now."""
    with job.file.open("rb") as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != job.sha256:
        raise Refused(FILE_CHANGED)
    return content


def options_of(job: ImportJob) -> Options:
    stored = job.options
    return Options(
        sheet=stored.get("sheet"),
        ignored=frozenset(stored.get("ignored", ())),
        blank_clears=stored.get("blank_clears", False),
        mine_wins=stored.get("mine_wins", False),
        reason=job.reason,
    )


def as_json(options: Options) -> dict[str, Any]:
    return {
        "sheet": options.sheet,
        "ignored": sorted(options.ignored),
        "blank_clears": options.blank_clears,
        "mine_wins": options.mine_wins,
    }


def resource_of(job: ImportJob, user: Any) -> Any:
    return registry.of_name(job.sheet)(user=user, options=options_of(job))
