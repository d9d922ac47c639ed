"""What a check found, kept beside the uploaded file: a summary, and one line of JSON for each finding or row.

Lines, not one document, so that a page of a long report costs a page.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from zoneportal.spreadsheets.checking import Checked
from zoneportal.spreadsheets.rows import CHANGED, NEW, STATES, UNCHANGED, Finding, Row

PARTS = ("summary", "prints", "errors", "notices", "changes", "written")

KINDS = 12


@dataclass(frozen=True)
class Report:
    """The stored report of one job."""

    storage: Storage
    base: str  # name of the uploaded file

    def _name(self, part: str) -> str:
        return f"{self.base}.{part}"

    def write(self, part: str, lines: Iterable[Any]) -> int:
        buffer, count = io.StringIO(), 0
        for line in lines:
            buffer.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            count += 1
        self.storage.delete(self._name(part))
        self.storage.save(self._name(part), ContentFile(buffer.getvalue().encode()))
        return count

    def page(self, part: str, start: int = 0, stop: int | None = None) -> list[Any]:
        """The lines from `start` to before `stop`; nothing where no report was written."""
        if not self.storage.exists(self._name(part)):
            return []
        with self.storage.open(self._name(part)) as file:
            return [json.loads(line) for line in islice(file, start, stop)]

    def delete(self) -> None:
        for part in PARTS:
            self.storage.delete(self._name(part))


def finding_as_line(finding: Finding) -> list[Any]:
    return [finding.row, finding.column, finding.value, finding.message, finding.params]


def finding_of_line(line: list[Any]) -> Finding:
    return Finding(*line)


def fingerprint(row: Row) -> str:
    """Of the stored values of all records that the row is about, at the moment of the check."""
    before = [sorted((draft.before or {}).items()) for draft in row.drafts if not draft.is_new]
    return hashlib.blake2b(repr(before).encode(), digest_size=8).hexdigest()


def prints_of(checked: Checked) -> dict[int, str]:
    """The fingerprint of each row that may be written, "" where it is new; wrong rows are not among them."""
    found = {}
    for row in checked.rows:
        if row.state == NEW:
            found[row.number] = ""
        elif row.state in (CHANGED, UNCHANGED):
            found[row.number] = fingerprint(row.repeats or row)
    return found


def store(report: Report, checked: Checked, resource: Any) -> None:
    """Writes the report of a check in place of an earlier one."""
    layout = checked.layout
    errors, notices = checked.all_errors(), checked.all_notices()
    changes = list(_changes(checked.rows, resource))
    report.write("errors", map(finding_as_line, errors))
    report.write("notices", map(finding_as_line, notices))
    report.write("changes", changes)
    report.write("prints", [prints_of(checked)])
    summary = {
        "sheet": checked.sheet.name,
        "sheets": checked.sheet.names,
        "header_rows": layout.header_rows if layout else (),
        "columns": _recognised(checked, resource) if layout else [],
        "skipped": [[skipped.row, skipped.reason, skipped.text] for skipped in layout.skipped] if layout else [],
        "unknown": checked.unknown,
        "is_whole": not checked.errors,
        "kinds": kinds_of(errors),
        "totals": {"errors": len(errors), "notices": len(notices), "changes": len(changes)},
    }
    report.write("summary", [summary])


def kinds_of(errors: list[Finding]) -> list[list[Any]]:
    """[[number, column, an example as a line], …]: the errors by column and sentence, the most frequent first."""
    number = Counter((finding.column, finding.message) for finding in errors)
    examples = {(finding.column, finding.message): finding for finding in reversed(errors)}
    return [[count, kind[0], finding_as_line(examples[kind])] for kind, count in number.most_common(KINDS)]


def _recognised(checked: Checked, resource: Any) -> list[list[str]]:
    """[header as sent, label of the column, unit or ""] in the order of the sheet."""
    places = sorted(checked.layout.places.items(), key=lambda item: item[1].index)
    return [
        [place.header, resource.columns[name].label, place.unit.name_zh if place.unit else ""] for name, place in places
    ]


def _changes(rows: list[Row], resource: Any) -> Iterator[list[Any]]:
    """[row, state, name of the record, [[column, old, new], …]] of each row that would write or conflicts."""
    for row in rows:
        if row.state in (NEW, CHANGED):
            cells = [[change.column, change.old, change.new] for change in row.changes]
            yield [row.number, row.state, resource.named(row), cells]


def as_json(checked: Checked | None, whole: list[Finding], job: int | None) -> dict[str, Any]:
    """The report of the commands. `checked` is None where the file could not be read; `whole` is about all of it."""
    errors = [*whole, *(checked.all_errors() if checked else ())]
    return {
        "counts": checked.counts() if checked else dict.fromkeys(STATES, 0),
        "errors": [finding_as_json(finding) for finding in errors],
        "notices": [finding_as_json(finding) for finding in checked.all_notices()] if checked else [],
        "job": job,
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "message": finding.sentence(),
    }


def store_outcome(report: Report, checked: Checked, written: dict[str, Any] | None = None) -> None:
    """What a confirmation found, and which records it wrote. What the check saw of them (`prints`) stays."""
    errors = checked.all_errors()
    report.write("errors", map(finding_as_line, errors))
    report.write("written", [written] if written else [])
    summary = report.page("summary")[0]
    summary["totals"]["errors"] = len(errors)
    summary["kinds"] = kinds_of(errors)
    report.write("summary", [summary])


def store_choice(report: Report, sheets: list[str]) -> None:
    """A workbook with several filled sheets: nothing is known of it before the clerk chooses one."""
    report.write("summary", [{"sheets": sheets, "is_whole": False, "totals": {}}])
