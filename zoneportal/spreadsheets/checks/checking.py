"""A sheet against the records: what every row would do, and everything that is wrong with it. Writes no record.

The sheet goes by in chunks of rows. What is found goes into a report and a plan at once, so that only the rows of one
chunk are in memory; between chunks only keys are kept. A row that only a later one proves wrong is refused in a
further round through the sheet.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.checks import plan, reports
from zoneportal.spreadsheets.checks.cleaning import Cleaner
from zoneportal.spreadsheets.checks.comparing import Comparison
from zoneportal.spreadsheets.checks.earlier import Late
from zoneportal.spreadsheets.checks.reports import Report, Writing
from zoneportal.spreadsheets.checks.since_preview import Prints, fingerprint
from zoneportal.spreadsheets.files.reading import Sheet
from zoneportal.spreadsheets.layout import chunks, headers
from zoneportal.spreadsheets.layout.chunks import Numbered
from zoneportal.spreadsheets.values.rows import CHANGED, CONFLICT, NEW, STATES, UNCHANGED, Finding, Row, of_file

ROWS_AT_ONCE = 2000
TOLD_NEW = 1000  # new rows whose values the preview shows: nobody looks through more, and each costs time
WRITES = (NEW, CHANGED)

MISSING = N_("The column “%(column)s” is missing. Add it, or correct its header.")
UNKNOWN = N_("The column “%(column)s” is not known here. Correct its header, or choose to ignore the column.")
UNNAMED = N_("Column %(letter)s has cells but no header. Give it one, or choose to ignore the column.")
MAY_NOT_IMPORT = N_("Importing this sheet is not among your rights.")

Tell = Callable[[int], None]  # hears how many rows are checked


@dataclass
class Checked:
    """All that is known about a sheet before anything is written; what it found of rows stands in the report."""

    sheet: Sheet
    report: Report
    layout: headers.Layout | None = None
    errors: list[Finding] = field(default_factory=list)  # of the file as a whole
    notices: list[Finding] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)  # rows by state
    digests: dict[str, str] = field(default_factory=dict)  # of the stored prints and plan

    @property
    def unknown(self) -> list[str]:
        """Headers that no column knows; a column without header by its letter."""
        return [place.header or headers.letter(place.index) for place in self.layout.unknown] if self.layout else []

    def counts(self) -> dict[str, int]:
        return {state: self.found[state] for state in STATES}

    @property
    def is_clean(self) -> bool:
        return next(self.report.findings("errors"), None) is None


def check(
    resource: Any,
    sheet: Sheet,
    report: Report,
    *,
    tell: Tell = lambda done: None,
    prints: Prints | None = None,
) -> Checked:
    """Checks every row and keeps the report. `prints`: what an earlier check saw of the records."""
    checked = Checked(sheet, report)
    writing = Writing()
    try:
        _check(resource, checked, writing, tell, prints)
        checked.digests = writing.digests
        writing.keep(report, _summary(resource, checked))
    finally:
        writing.close()
    return checked


def _check(resource: Any, checked: Checked, writing: Writing, tell: Tell, prints: Prints | None) -> None:
    late = Late()
    if not resource.may(resource.user, "import"):
        checked.errors.append(of_file(MAY_NOT_IMPORT))
    else:
        resource.prepare()
        while True:
            found = _Round(resource, checked, writing, late, prints).go(tell)
            if not found.missing_in(late):
                break
            late.take(found)
    if checked.errors:
        writing.start_over()
        checked.found.clear()
    writing.add_findings("errors", checked.errors)
    writing.add_findings("notices", checked.notices)


class _Round:
    """Once through the sheet."""

    def __init__(self, resource: Any, checked: Checked, writing: Writing, late: Late, prints: Prints | None) -> None:
        self.resource, self.checked, self.writing, self.prints = resource, checked, writing, prints
        self.known, self.found = late, Late()
        writing.start_over()
        checked.found.clear()
        checked.errors, checked.notices = [], []

    def go(self, tell: Tell) -> Late:
        """The refusals of rows that had gone by. Errors of the header end the round."""
        checked, resource = self.checked, self.resource
        try:
            table = headers.Table(checked.sheet.rows, [column.known_as() for column in resource.columns.values()])
        except Refused as refused:
            checked.errors = [of_file(refused.message, **refused.params)]
            return self.found
        checked.layout = table.layout
        is_one_chunk = len(checked.sheet.rows) <= ROWS_AT_ONCE
        cleaner = Cleaner(resource, checked.sheet, table.layout)
        comparison = Comparison(resource, table.layout, self.known, self.found, self.prints, is_one_chunk=is_one_chunk)
        planner = plan.Planner(resource.models_written)
        known, checked.errors = -1, []
        for chunk in self._chunks(table, cleaner, is_one_chunk):
            if known != len(table.layout.unknown):
                known, checked.errors = len(table.layout.unknown), header_errors(resource, table.layout)
            if checked.errors:
                break
            rows = cleaner.rows(chunk)
            comparison.compare(rows)
            self._write(rows, planner)
            tell(max(row.number for row in rows))
            comparison.end_chunk()
        for _row in table:  # after an error of the header: the other columns without one are told too
            pass
        checked.errors = header_errors(resource, table.layout)
        checked.notices = comparison.finish()
        for model, name, keys in comparison.aside():
            self.writing.add_text("plan", planner.aside(model, name, keys).line())
        return self.found

    def _chunks(self, table: headers.Table, cleaner: Cleaner, is_one_chunk: bool) -> Iterator[list[Numbered]]:
        names = frozenset(self.resource.grouped_by)
        if is_one_chunk or not names:
            return chunks.in_chunks(table, ROWS_AT_ONCE)
        again = headers.Table(self.checked.sheet.rows, [column.known_as() for column in self.resource.columns.values()])

        def groups(chunk: list[Numbered]) -> list[Any]:
            return self.resource.groups_of(cleaner.rows(chunk, names))

        return chunks.together(table, ROWS_AT_ONCE, chunks.groups_of(again, ROWS_AT_ONCE, groups))

    def _write(self, rows: list[Row], planner: plan.Planner) -> None:
        writing, prints, good = self.writing, {}, []
        for row in rows:
            state = row.state
            self.checked.found[state] += 1
            if row.errors:
                name = self.resource.named(row) if state == CONFLICT else ""
                writing.add_findings(
                    "errors", [replace(each, record=name) for each in row.errors] if name else row.errors
                )
            if row.notices:
                writing.add_findings("notices", row.notices)
            if state in WRITES:
                good.append(row)
                changes = row.changes
                if state == NEW:
                    changes = self.resource.told(row) if self.checked.found[NEW] <= TOLD_NEW else []
                cells = [[change.column, change.old, change.new] for change in changes]
                writing.add(state, [row.number, self.resource.named(row), cells])
            if state == NEW:
                prints[row.number] = ""
            elif state in (CHANGED, UNCHANGED) and not row.repeats:
                prints[row.number] = fingerprint(row)
        writing.add("prints", prints)
        for block in planner.blocks(good):
            writing.add_text("plan", block.line())


def header_errors(resource: Any, layout: headers.Layout) -> list[Finding]:
    found = [of_file(refused.message, **refused.params) for refused in layout.errors]
    found += [
        of_file(MISSING, resource.columns[column.name].label, column=column.labels[0]) for column in layout.missing
    ]
    ignored = {_key(name) for name in resource.options.ignored}
    for place in layout.unknown:
        letter = headers.letter(place.index)
        if _key(place.header or letter) in ignored:
            continue
        if place.header:
            found.append(of_file(UNKNOWN, place.header, column=place.header))
        else:
            found.append(of_file(UNNAMED, letter, letter=letter))
    return found


def _key(header: str) -> str:
    return compact(header).casefold()


def _summary(resource: Any, checked: Checked) -> dict[str, Any]:
    layout = checked.layout
    return {
        "sheet": checked.sheet.name,
        "sheets": checked.sheet.names,
        "header_rows": layout.header_rows if layout else (),
        "columns": reports.recognised(layout, resource) if layout else [],
        "skipped": [[skipped.row, skipped.reason, skipped.text] for skipped in layout.skipped] if layout else [],
        "unknown": checked.unknown,
        "is_whole": not checked.errors,
    }
