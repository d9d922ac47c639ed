"""What the page of an import shows: counts, a page of findings, what may be confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zoneportal.spreadsheets import actions, reports
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.rows import CHANGED, CONFLICT, ERROR, NEW, STATES, UNCHANGED

PER_PAGE = 50
LABELS: dict[str, str | Promise] = {
    NEW: _("new"),
    CHANGED: _("changed"),
    UNCHANGED: _("unchanged"),
    CONFLICT: _("conflicting"),
    ERROR: _("wrong"),
}
PARTS: dict[str, str | Promise] = {"errors": _("Errors"), "changes": _("What will be written"), "notices": _("Notices")}


def counted(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """[(state, label, number of rows)]."""
    return [(state, str(LABELS[state]), counts.get(state, 0)) for state in STATES]


class _Lines:
    """The lines of a stored report, for Django's paginator: a page costs the reading of that page."""

    def __init__(self, report: reports.Report, part: str, total: int) -> None:
        self.report, self.part, self.total = report, part, total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, wanted: slice) -> list[Any]:
        lines = self.report.page(self.part, wanted.start, wanted.stop)
        return lines if self.part == "changes" else [reports.finding_of_line(line) for line in lines]


def findings(job: ImportJob, asked: Mapping[str, str]) -> dict[str, Any]:
    """The page of errors, changes or notices that `?show=` and `?p=` ask for, and the numbers of all."""
    report = actions.report_of(job)
    summary = (report.page("summary") or [{}])[0]
    totals = summary.get("totals", {})
    filled = [part for part in PARTS if totals.get(part)]
    part = asked.get("show") if asked.get("show") in filled else (filled or ["errors"])[0]
    page: Page = Paginator(_Lines(report, part, totals.get(part, 0)), PER_PAGE).get_page(asked.get("p"))
    labels = PARTS | ({"changes": _("What was written")} if job.state == JobState.WRITTEN else {})
    tabs = [(name, labels[name], totals[name], name == part) for name in filled]
    kinds = [(number, column, reports.finding_of_line(line)) for number, column, line in summary.get("kinds", [])]
    return {
        "part": part,
        "tabs": tabs,
        "page_obj": page,
        "kinds": kinds if len(kinds) < totals.get("errors", 0) else [],
    }


@dataclass(frozen=True)
class Offer:
    """What the clerk may confirm. `label` is "" where nothing can be."""

    label: str = ""
    is_partial: bool = False
    check: int = 0


def offer(job: ImportJob, summary: Mapping[str, Any]) -> Offer:
    counts = job.counts
    ready = counts.get(NEW, 0) + counts.get(CHANGED, 0)
    wrong = counts.get(ERROR, 0) + counts.get(CONFLICT, 0)
    if not (summary.get("is_whole") and ready):
        return Offer()
    numbers = {"ready": ready, "wrong": wrong}
    if wrong:
        label = gettext("Write only the %(ready)s good rows, leave out %(wrong)s") % numbers
    else:
        label = gettext("Write %(ready)s rows") % numbers
    return Offer(label, bool(wrong), job.options.get("check", 0))
