"""The page that takes an import or a merge back: what goes, what was edited later, what cannot go and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zoneportal.spreadsheets.admin import pages
from zoneportal.spreadsheets.admin.doors import JobDoors, sheet_title
from zoneportal.spreadsheets.admin.forms import UndoForm
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.records import queries
from zoneportal.spreadsheets.undo import undoing
from zoneportal.spreadsheets.undo.obstacles import BLOCKED, EDITED, GONE
from zoneportal.spreadsheets.undo.remains import Remaining
from zoneportal.spreadsheets.values.rows import Finding

PARTS = {EDITED: _("Edited since"), BLOCKED: _("Cannot go back"), GONE: _("Gone already")}


class Undoing(JobDoors):
    def doors(self) -> dict[str, Callable]:
        return super().doors() | {"undo": self.undo_view}

    def undo_view(self, request: HttpRequest, key: int) -> HttpResponse:
        job = self.seen(request, key)
        form = UndoForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._undo(request, job, form)
        plan = _plan(job, request.user)
        context = self.admin_site.each_context(request) | {
            "title": gettext("Undo: %(name)s") % {"name": job.name},
            "subtitle": None,
            "opts": self.opts,
            "job": job,
            "sheet_title": sheet_title(job),
            "plan": plan,
            "counts": plan.counts,
            "going": _going(plan),
            "form": form,
            **_remaining(plan, request.GET),
        }
        return TemplateResponse(request, "spreadsheets/undo.html", context)

    def _undo(self, request: HttpRequest, job: ImportJob, form: UndoForm) -> HttpResponse:
        chosen = form.cleaned_data
        outcome = starting.undo(job=job, by=request.user, force=chosen["force"], reason=chosen["reason"].strip())
        if outcome.result == undoing.UNDONE:
            messages.success(request, gettext("Undone. What was done is said below."))
        elif outcome.result == starting.QUEUED:
            messages.info(request, gettext("The undo of a long import is done as soon as it is its turn."))
        else:
            level = messages.INFO if outcome.result == undoing.REPEATED else messages.ERROR
            messages.add_message(request, level, outcome.finding.sentence())
        return self.back(outcome.job or job)


def may_be_undone(job: ImportJob, user: Any) -> bool:
    """Whether the job as a whole may; what its records say to it, the page of the undo tells."""
    return job.state == JobState.WRITTEN and undoing.refusal_of(job, user) is None


@dataclass(frozen=True)
class Outline:
    """What the undo of a long import would do, by numbers alone: the worker has the time to look at each record."""

    refusal: Finding | None
    counts: dict[str, int]
    is_long: bool = True
    is_possible: bool = True


def _plan(job: ImportJob, user: Any) -> undoing.Plan | Outline:
    written = queries.written_by(job)
    if not starting.is_long(written):
        return undoing.plan_of(job, user)
    numbers = {
        "removed": sum(each.created for each in written),
        "restored": sum(each.changed for each in written),
        "returned": sum(each.removed for each in written),
    }
    return Outline(undoing.refusal_of(job, user), numbers | {EDITED: queries.edited_since(job)})


class _Left:
    """The records left for one reason, for Django's paginator: a page costs the queries of that page."""

    def __init__(self, plan: undoing.Plan, kind: str) -> None:
        self.plan, self.kind = plan, kind

    def __len__(self) -> int:
        return self.plan.counts.get(self.kind, 0)

    def __getitem__(self, wanted: slice) -> list[Remaining]:
        return self.plan.remaining(self.kind, wanted.start, wanted.stop)


def _going(plan: undoing.Plan | Outline) -> list[str]:
    """What would be done, one sentence a kind."""
    sentences = {
        "removed": gettext("Records that it added are removed: %(number)s"),
        "restored": gettext("Records that it changed get their earlier values: %(number)s"),
        "returned": gettext("Records that it removed come back: %(number)s"),
    }
    counts = plan.counts
    return [text % {"number": f"{counts[kind]:,}"} for kind, text in sentences.items() if counts.get(kind)]


def _remaining(plan: undoing.Plan | Outline, asked: Any) -> dict[str, Any]:
    """The page of records left that `?show=` and `?p=` ask for."""
    if isinstance(plan, Outline):
        return {}
    filled = [part for part in PARTS if plan.counts.get(part)]
    part = asked.get("show") if asked.get("show") in filled else (filled or [EDITED])[0]
    return {
        "part": part,
        "tabs": [(name, PARTS[name], f"{plan.counts[name]:,}", name == part) for name in filled],
        "page_obj": Paginator(_Left(plan, part), pages.PER_PAGE).get_page(asked.get("p")),
    }
