"""Sheets as a test writes them, and the doors by which they go in and out."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.management import call_command

from zoneportal.spreadsheets.checks.checking import Checked
from zoneportal.spreadsheets.checks.comparing import Comparison
from zoneportal.spreadsheets.files.reading import read
from zoneportal.spreadsheets.handing_out import exporting
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.sheets import registry
from zoneportal.spreadsheets.sheets.resources import Options
from zoneportal.spreadsheets.values.rows import CHANGED, NEW, Finding, Row

Table = list[list[Any]]


def as_csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def checked(sheet: str, table: Table | bytes, *, user: Any, **options: Any) -> Checked:
    """What a check finds, with its `rows`, which a check itself forgets chunk by chunk; nothing is written."""
    content, rows = table if isinstance(table, bytes) else as_csv(table), []
    compare = Comparison.compare

    def keep(comparison: Comparison, chunk: list[Row]) -> None:
        compare(comparison, chunk)
        rows.extend(chunk)

    with patch.object(Comparison, "compare", keep):
        found = actions.examine(registry.of_name(sheet)(user=user, options=Options(**options)), content)
    found.rows = rows
    return found


def received(sheet: str, table: Table | bytes, *, user: Any, **options: Any) -> ImportJob:
    """A job that was checked and waits for its confirmation."""
    content = table if isinstance(table, bytes) else as_csv(table)
    job = actions.receive(sheet=sheet, content=content, filename=f"{sheet}.csv", by=user, options=Options(**options))
    actions.check(job=job)
    return job


def written(sheet: str, table: Table | bytes, *, user: Any, **options: Any) -> ImportJob:
    """A job that was confirmed, all rows of it."""
    job = received(sheet, table, user=user, **options)
    outcome = actions.confirm(job=job, by=user)
    assert outcome.result == actions.WRITTEN, [f.sentence() for f in errors_in(outcome.checked)] + [outcome.finding]
    job.refresh_from_db()
    return job


def exported(sheet: str, *, user: Any, format: str = "csv") -> bytes:
    file = io.BytesIO()
    exporting.export(sheet=sheet, user=user, file=file, format=format)
    return file.getvalue()


def table_of(content: bytes) -> Table:
    """The rows of a file, header first, as the portal's own reader sees them."""
    return [list(row) for row in read(content).rows]


def errors_in(found: Checked) -> list[Finding]:
    return list(found.report.findings("errors"))


def notices_in(found: Checked) -> list[Finding]:
    return list(found.report.findings("notices"))


def errors_of(found: Checked) -> list[tuple[int | None, str, str]]:
    """[(row, column, message template)] of every error."""
    return [(finding.row, finding.column, finding.message) for finding in errors_in(found)]


def changes_of(found: Checked) -> list[list[Any]]:
    """[[row, name of the record, [[column, old, new], …]], …]: what would be written, in the order of the sheet."""
    return sorted(found.report.page(NEW) + found.report.page(CHANGED))


def command(*arguments: str, **options: Any) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON report of import_sheet."""
    out, code = io.StringIO(), 0
    try:
        call_command("import_sheet", *arguments, report="json", stdout=out, **options)
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


def stored_at(folder: Path, table: Table | bytes, name: str = "sheet.csv") -> str:
    path = folder / name
    path.write_bytes(table if isinstance(table, bytes) else as_csv(table))
    return str(path)
