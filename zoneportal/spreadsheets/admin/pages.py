"""What the page of an import shows: where it stands, its counts, a page of findings, what may be confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zoneportal.spreadsheets.admin.waiting import Waiting
from zoneportal.spreadsheets.checks import reports
from zoneportal.spreadsheets.checks.checking import TOLD_NEW
from zoneportal.spreadsheets.importing.stored import report_of
from zoneportal.spreadsheets.jobs import retention
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.records import queries
from zoneportal.spreadsheets.undo import remains
from zoneportal.spreadsheets.undo.obstacles import BLOCKED, EDITED, GONE
from zoneportal.spreadsheets.values.rows import CHANGED, CONFLICT, ERROR, NEW, UNCHANGED

PER_PAGE = 50
LABELS: dict[str, str | Promise] = {
    NEW: _("new"),
    CHANGED: _("changed"),
    UNCHANGED: _("unchanged"),
    CONFLICT: _("conflicting"),
    ERROR: _("wrong"),
}
KINDS = {JobKind.IMPORT: _("Import"), JobKind.UNDO: _("Undo"), JobKind.MERGE: _("Merge")}
UNDO_LABELS: dict[str, str | Promise] = {
    "removed": _("removed again"),
    "restored": _("given their earlier values"),
    "returned": _("brought back"),
    EDITED: _("edited since"),
    BLOCKED: _("cannot go back"),
    GONE: _("gone already"),
}
PARTS: dict[str, str | Promise] = {
    "errors": _("Errors and conflicts"),
    CHANGED: _("Changed rows"),
    NEW: _("New rows"),
    "notices": _("Notices"),
}
CHANGES = (CHANGED, NEW)  # parts whose lines are rows with their cells; the others hold findings
PART_OF = {NEW: NEW, CHANGED: CHANGED, CONFLICT: "errors", ERROR: "errors"}
RUNNING = (JobState.QUEUED, JobState.CHECKING, JobState.CONFIRMED)
DONE = (JobState.WRITTEN, JobState.UNDONE)
STEPS = (_("Send"), _("Check"), _("Look and confirm"), _("Result"))


def badge(job: ImportJob) -> str:
    return format_html('<span class="sheet-badge sheet-badge-{}">{}</span>', job.state, job.get_state_display())


@dataclass(frozen=True)
class Tile:
    """A number of rows; `part` is the part of the report that lists them, "" where none does."""

    state: str
    label: str | Promise
    number: int
    part: str = ""

    @property
    def shown(self) -> str:
        return f"{self.number:,}"


def tiles(job: ImportJob) -> list[Tile]:
    if job.kind == JobKind.UNDO:
        return undo_tiles(job.counts)
    return [Tile(state, label, job.counts.get(state, 0), PART_OF.get(state, "")) for state, label in LABELS.items()]


def undo_tiles(counts: Mapping[str, int]) -> list[Tile]:
    """Of an undo only what there is: most of its numbers are 0."""
    return [Tile(kind, label, counts[kind]) for kind, label in UNDO_LABELS.items() if counts.get(kind)]


@dataclass(frozen=True)
class Step:
    label: str | Promise
    is_done: bool
    is_current: bool


def steps(place: int, *, is_done: bool = False) -> list[Step]:
    """The way of a sheet, seen from its step number `place`."""
    return [Step(label, index < place or is_done, index == place) for index, label in enumerate(STEPS)]


@dataclass(frozen=True)
class Offer:
    """What the clerk may confirm: `ready` rows, while `left_out` rows are not written. Nothing where `ready` is 0."""

    ready: int = 0
    new: int = 0
    changed: int = 0
    left_out: int = 0
    check: int = 0

    def sentence(self) -> str:
        return ngettext(
            "Confirming writes %(ready)s row: %(new)s new, %(changed)s changed.",
            "Confirming writes %(ready)s rows, all of them or none: %(new)s new, %(changed)s changed.",
            self.ready,
        ) % {"ready": f"{self.ready:,}", "new": f"{self.new:,}", "changed": f"{self.changed:,}"}

    def consent(self) -> str:
        return ngettext(
            "Leave out %(left_out)s row that is wrong or conflicts; it is not written.",
            "Leave out %(left_out)s rows that are wrong or conflict; they are not written.",
            self.left_out,
        ) % {"left_out": f"{self.left_out:,}"}

    def label(self) -> str:
        return ngettext("Write %(ready)s row", "Write %(ready)s rows", self.ready) % {"ready": f"{self.ready:,}"}


@dataclass(frozen=True)
class Records:
    """What an import wrote of one kind of record; `url` leads to them, "" where the user has no list of them."""

    label: str | Promise
    numbers: str
    url: str

    @classmethod
    def of(cls, written: queries.Written, url: str) -> "Records":
        parts = {
            gettext("%(number)s added"): written.created,
            gettext("%(number)s changed"): written.changed,
            gettext("%(number)s removed"): written.removed,
        }
        numbers = " · ".join(text % {"number": f"{number:,}"} for text, number in parts.items() if number)
        return cls(written.model._meta.verbose_name_plural, numbers, url)


def _kind_of(label: str) -> str:
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except LookupError:  # a kind of record of an earlier version of the portal
        return label


class _Lines:
    """The lines of a stored report, for Django's paginator: a page costs the reading of that page."""

    def __init__(self, report: reports.Report, part: str, total: int) -> None:
        self.report, self.part, self.total = report, part, total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, wanted: slice) -> list[Any]:
        lines = self.report.page(self.part, wanted.start, wanted.stop)
        return lines if self.part in CHANGES else [reports.finding_of_line(line) for line in lines]


class JobPage:
    """One import and what its stored report says. A page of it reads the lines of that page."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job

    @cached_property
    def report(self) -> reports.Report:
        return report_of(self.job)

    @cached_property
    def summary(self) -> dict[str, Any]:
        return self.report.summary()

    @property
    def is_running(self) -> bool:
        return self.job.state in RUNNING

    @property
    def is_done(self) -> bool:
        return self.job.state in DONE

    @cached_property
    def progress(self) -> Waiting:
        return Waiting.of(self.job)

    @cached_property
    def failure(self) -> str:
        """Why the file could not be read, or why nothing was written."""
        told = self.job.failure
        return gettext(told["message"]) % told.get("params", {}) if told else ""

    @property
    def asks_for_sheet(self) -> bool:
        """Whether the workbook has several filled sheets and the clerk has to choose one."""
        return len(self.summary.get("sheets", ())) > 1 and not self.summary.get("sheet")

    @property
    def is_kept(self) -> bool:
        """Whether the file that was sent is still there."""
        return retention.is_kept(self.job)

    @property
    def comes_back_whole(self) -> bool:
        """Whether the annotated copy is the clerk's own workbook; of another file it holds the wrong rows alone."""
        return self.job.filename.lower().endswith(".xlsx")

    @property
    def removal(self) -> str:
        """What became of a file that is not there."""
        at = self.job.file_removed_at
        if at is None:
            return gettext("The file is not there any more.")
        params = {"day": date_format(localtime(at), "Y-m-d"), "days": settings.SHEET_FILES_DAYS}
        return gettext("The file was removed on %(day)s (files are kept %(days)s days).") % params

    def choices(self) -> list[tuple[str, str]]:
        """[(what, how)]: what the sender chose about the sheet."""
        options = self.job.options
        chosen = [
            (gettext("Sheet of the workbook"), options.get("sheet") or ""),
            (gettext("Ignored columns"), "、".join(options.get("ignored", ()))),
            (gettext("An empty cell clears what is stored"), gettext("yes") if options.get("blank_clears") else ""),
            (gettext("My sheet wins over what others changed"), gettext("yes") if options.get("mine_wins") else ""),
        ]
        return [(label, choice) for label, choice in chosen if choice]

    def steps(self) -> list[Step]:
        """The way of a sheet from the clerk's file to the records; an undo or a merge has none."""
        if self.job.kind != JobKind.IMPORT or self.job.state == JobState.CANCELLED:
            return []
        place = 3 if self.is_done or self.job.state == JobState.CONFIRMED else 1
        if self.job.state == JobState.CHECKED and self.summary.get("is_whole"):
            place = 2
        return steps(place, is_done=self.is_done)

    def tiles(self) -> list[Tile]:
        return tiles(self.job) if self.job.kind == JobKind.UNDO or self.summary.get("is_whole") else []

    def left(self) -> list[tuple[str, str, str]]:
        """[(kind of record, its name, why)]: what an undo left as it was, as far as its job names them."""
        lines = self.job.options.get("left", ())
        return [
            (_kind_of(label), name, remains.sentence(message, params))
            for label, _key, name, _kind, message, params in lines
        ]

    def offer(self) -> Offer:
        counts = self.job.counts
        new, changed = counts.get(NEW, 0), counts.get(CHANGED, 0)
        if not (self.summary.get("is_whole") and new + changed):
            return Offer()
        left_out = counts.get(ERROR, 0) + counts.get(CONFLICT, 0)
        return Offer(new + changed, new, changed, left_out, self.job.options.get("check", 0))

    def findings(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """The page of errors, rows or notices that `?show=` and `?p=` ask for, and the numbers of all."""
        totals = self.summary.get("totals", {})
        filled = [part for part in PARTS if totals.get(part)]
        part = asked.get("show") if asked.get("show") in filled else (filled or ["errors"])[0]
        lines = _Lines(self.report, part, totals.get(part, 0))
        page: Page = Paginator(lines, PER_PAGE).get_page(asked.get("p"))
        kinds = [
            (number, column, reports.finding_of_line(line)) for number, column, line in self.summary.get("kinds", [])
        ]
        return {
            "part": part,
            "is_changes": part in CHANGES,
            "told_new": TOLD_NEW,
            "tabs": [(name, PARTS[name], f"{totals[name]:,}", name == part) for name in filled],
            "page_obj": page,
            "kinds": kinds if len(kinds) < totals.get("errors", 0) else [],
        }
