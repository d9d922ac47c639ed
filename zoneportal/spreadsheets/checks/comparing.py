"""The rows of one chunk against the records: found, filled, judged by every rule. A fixed number of queries a chunk."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from zoneportal.messages import N_
from zoneportal.rights import has_right
from zoneportal.spreadsheets.checks import rules
from zoneportal.spreadsheets.checks.earlier import Late, Records
from zoneportal.spreadsheets.checks.rules import ModelRules
from zoneportal.spreadsheets.checks.since_export import SinceExport
from zoneportal.spreadsheets.checks.since_preview import Prints, find_conflicts
from zoneportal.spreadsheets.checks.uniqueness import Uniqueness
from zoneportal.spreadsheets.layout.headers import Layout
from zoneportal.spreadsheets.values.rows import Finding, Row

MAY_NOT_ADD = N_("This row is new, and adding such records is not among your rights.")
PART_REFUSED = N_(
    "This row and row %(row)s are about the same record, and that row was refused. Correct it, then both are written."
)
MAY_NOT_CHANGE = N_("This row changes a record, and changing such records is not among your rights.")


class Comparison:
    """One for a round through a sheet. `late` gathers refusals of rows that have gone by, `known` those of before."""

    def __init__(
        self, resource: Any, layout: Layout, known: Late, late: Late, prints: Prints | None, *, is_one_chunk: bool
    ) -> None:
        self.resource, self.known, self.late, self.prints = resource, known, late, prints
        resource.begin()
        self._records = Records(resource, late)
        self._since_export = SinceExport(resource, layout)
        self._rules = {
            model: ModelRules(model, cleans=model not in resource.cleans_itself) for model in resource.models_written
        }
        self._uniqueness = Uniqueness(resource.models_written, resource.column_of, is_one_chunk=is_one_chunk)
        self._allowed: dict[tuple[type, str], bool] = {}

    def compare(self, rows: list[Row]) -> None:
        resource = self.resource
        for row in rows:
            resource.tidy(row)
        resource.find(rows)
        resource.out_of_scope(rows)
        self._records.find_repeated(rows)
        self._since_export.narrow(rows)
        live = [row for row in rows if row.main and not row.repeats]
        for row in live:
            resource.fill(row)
        resource.complete(live)
        self._since_export.find_conflicts(live)
        rules.judge(live, self._rules, resource.column_of)
        self.known.repeat(resource, live)
        if self.prints is not None:
            find_conflicts(live, self.prints)
        for row in live:
            self._check_rights(row)
        self._uniqueness.judge(live, self.late)
        while self._refuse_leaning(live):  # what is refused makes room for nobody
            self._uniqueness.judge(live, self.late)
        self._records.settle()

    def _refuse_leaning(self, rows: list[Row]) -> bool:
        """A row that writes into a record together with a refused one would write what that one said.

        Whether there was any.
        """
        before, found = sum(bool(row.errors) for row in rows), True
        while found:
            found = False
            for row in rows:
                refused = next((other for other in self.resource.leans_on(row) if other.errors), None)
                if refused and not row.errors:
                    row.refuse("", PART_REFUSED, row=refused.number)
                    found = True
        return sum(bool(row.errors) for row in rows) > before

    def end_chunk(self) -> None:
        """Keeps what later chunks have to know, and nothing else."""
        self._uniqueness.end_chunk()
        self._records.end_chunk()

    def finish(self) -> list[Finding]:
        """After the last chunk: what is to be told of the sheet as a whole."""
        self._uniqueness.finish(self.late)
        return self._since_export.notices

    def aside(self) -> Iterator[tuple[type[Model], str, set[int]]]:
        """After `finish`: records that make room while the sheet is written, as model, field and keys."""
        return self._uniqueness.aside()

    def _check_rights(self, row: Row) -> None:
        """Adding and changing are rights of their own, for every kind of record that a row touches."""
        for draft in row.drafts:
            if draft.writes:
                model, word = draft.instance.__class__, "add" if draft.is_new else "change"
                if (model, word) not in self._allowed:
                    has_no_right = word not in model._meta.default_permissions  # it comes and goes with another record
                    self._allowed[model, word] = has_no_right or has_right(self.resource.user, model, word)
                if not self._allowed[model, word]:
                    row.refuse("", MAY_NOT_ADD if draft.is_new else MAY_NOT_CHANGE)
                    return
