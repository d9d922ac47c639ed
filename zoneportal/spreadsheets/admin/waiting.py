"""A sheet in the queue: how far it is, and what the clerk who waits can do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zoneportal.spreadsheets.admin.doors import JobDoors
from zoneportal.spreadsheets.jobs import recovery
from zoneportal.spreadsheets.jobs.recovery import Standing
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.running import progress
from zoneportal.spreadsheets.running.progress import CHECKING, READING, WRITING

TITLES = {
    READING: _("The file is being read"),
    CHECKING: _("The rows are being checked"),
    WRITING: _("The rows are being written"),
}
PHASES: dict[str, str | Promise] = {READING: _("Read"), CHECKING: _("Check"), WRITING: _("Write")}
OF_STATE = {
    JobState.QUEUED: (READING, CHECKING),
    JobState.CHECKING: (READING, CHECKING),
    JobState.CONFIRMED: (READING, CHECKING, WRITING),
}
SENTENCES = {
    READING: (_("%(done)s rows read."), _("%(done)s of %(total)s rows read.")),
    CHECKING: (_("%(done)s rows checked."), _("%(done)s of %(total)s rows checked.")),
    WRITING: (_("%(done)s rows written."), _("%(done)s of %(total)s rows written.")),
}
STANDINGS = {
    Standing.WAITING: _("Waiting until the sheets before it are done."),
    Standing.WORKING: _("The work on this sheet has begun."),
    Standing.UNATTENDED: _(
        "The sheet waits, but the program that works through long sheets does not run. "
        "Tell whoever runs the portal. The sheet keeps its place, nothing is lost."
    ),
    Standing.INTERRUPTED: _("The work on this sheet was interrupted. Nothing was written."),
}


@dataclass(frozen=True)
class Phase:
    name: str
    label: str | Promise
    is_current: bool


@dataclass(frozen=True)
class Waiting:
    """`standing` changes when the page has something else to say than numbers."""

    standing: str
    title: str | Promise
    sentence: str
    phase: str = ""
    percent: int | None = None
    phases: list[Phase] = field(default_factory=list)
    is_interrupted: bool = False

    @classmethod
    def of(cls, job: ImportJob) -> "Waiting":
        seen, standing = progress.seen(job), recovery.standing(job)
        working = seen if standing == Standing.WORKING else None
        phase = working.phase if working else ""
        names = (CHECKING, WRITING) if job.kind == JobKind.UNDO else OF_STATE.get(job.state, ())
        phases = [Phase(name, PHASES[name], name == phase) for name in names]
        is_interrupted = standing == Standing.INTERRUPTED
        title = TITLES.get(phase, capfirst(job.get_state_display()))
        return cls(
            f"{job.state} {standing or ''}",
            _("Interrupted") if is_interrupted else title,
            _sentence(standing, working),
            phase,
            working.percent if working else None,
            phases,
            is_interrupted,
        )

    @property
    def may_cancel(self) -> bool:
        return self.phase != WRITING


def _sentence(standing: Standing | None, seen: progress.Seen | None) -> str:
    if seen is None:
        return str(STANDINGS.get(standing, ""))
    without_total, with_total = SENTENCES[seen.phase]
    sentence = without_total if seen.total is None else with_total
    return str(sentence) % {"done": f"{seen.done:,}", "total": f"{seen.total or 0:,}"}


class Queued(JobDoors):
    def doors(self) -> dict[str, Callable]:
        return super().doors() | {"progress": self.progress_view}

    def progress_view(self, request: HttpRequest, key: int) -> Any:
        """The numbers for static/office/progress.js."""
        waiting = Waiting.of(self.seen(request, key))
        answer = {
            "standing": waiting.standing,
            "title": waiting.title,
            "sentence": waiting.sentence,
            "phase": waiting.phase,
            "percent": waiting.percent,
            "mayCancel": waiting.may_cancel,
        }
        return JsonResponse(answer)
