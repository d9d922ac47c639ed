"""What there is to do, for one user: each task with its number and the list where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from parks.models import Announcement, Milestone, Park, ProfileSection, Zone
from parks.scope import covers_all_parks
from stats.models import EnterpriseReturn, Figure, Goal, Release, ReturnFinding, ReturnStatus
from stats.models.release import ReleaseStatus
from zoneportal.publishing.queries import CHANGED, DRAFT, SCHEDULED, in_state, with_unpublished_changes
from zoneportal.rights import has_right
from zoneportal.spreadsheets.models import ImportJob

CONTENT = (Announcement, Park, ProfileSection, Milestone, Goal, Zone)
LATEST_IMPORTS = 5


@dataclass(frozen=True)
class Task:
    """`rows` are those that wait; `query` filters the admin's list to them."""

    key: str
    rows: models.QuerySet
    what: str | Promise
    next_step: str | Promise
    query: str
    count: int = 0

    @property
    def name(self) -> str:
        return capfirst(self.rows.model._meta.verbose_name_plural)

    @property
    def url(self) -> str:
        meta = self.rows.model._meta
        return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?{self.query}"


def waiting(user, at: datetime) -> list[Task]:
    """The tasks with at least one row, most pressing kind first. One query for all of them."""
    tasks = {task.key: task for task in _tasks(user, at)}
    counts = _counts({key: task.rows for key, task in tasks.items()})
    return [
        Task(task.key, task.rows, task.what, task.next_step, task.query, counts[key])
        for key, task in tasks.items()
        if counts.get(key)
    ]


def latest_imports(user) -> list[ImportJob]:
    """The latest sheets this user may see. One query, none without the right."""
    if not has_right(user, ImportJob, "view"):
        return []
    return list(ImportJob.objects.visible_to(user).select_related("user")[:LATEST_IMPORTS])


def _counts(rows: dict[str, models.QuerySet]) -> dict[str, int]:
    """How many rows each query holds, all of them asked at once."""
    counted = [
        query.order_by()
        .annotate(task=models.Value(key, output_field=models.CharField()))
        .values("task")
        .annotate(number=models.Count("pk", distinct=True))
        .values_list("task", "number")
        for key, query in rows.items()
    ]
    return dict(counted[0].union(*counted[1:], all=True)) if counted else {}


def _tasks(user, at: datetime) -> Iterator[Task]:
    yield from _content_tasks(user, at)
    yield from _figure_tasks(user, at)
    yield from _return_tasks(user)
    if has_right(user, Enterprise, "view"):
        enterprises = Enterprise.objects.visible_to(user)
        if has_right(user, Enterprise, "confirm"):
            yield Task(
                "unconfirmed",
                enterprises.filter(confirmed_at=None),
                _("not confirmed"),
                _("Confirm them to make them public"),
                "public=no",
            )
        if has_right(user, Enterprise, "change"):
            yield Task(
                "without_code",
                enterprises.without_code(),
                _("without a credit code"),
                _("Ask the enterprise, then enter the code"),
                "code=none",
            )


def _content_tasks(user, at: datetime) -> Iterator[Task]:
    for model in CONTENT:
        may_publish = has_right(user, model, "publish")
        if not has_right(user, model, "view") or not (may_publish or has_right(user, model, "change")):
            continue
        rows = model.objects.visible_to(user) if may_publish else model.objects.editable_by(user)
        label = model._meta.label_lower
        own = "&park__isnull=False" if model is Announcement and not covers_all_parks(user) else ""
        look = _("Look through and publish") if may_publish else _("Finish, then ask a publisher")
        yield Task(
            f"{label}:draft", in_state(rows, DRAFT, at), _("drafts, never published"), look, f"state={DRAFT}{own}"
        )
        yield Task(
            f"{label}:changed",
            with_unpublished_changes(rows, at),
            _("with unpublished changes"),
            look,
            f"state={CHANGED}{own}",
        )
        yield Task(
            f"{label}:scheduled",
            in_state(rows, SCHEDULED, at),
            _("scheduled"),
            _("Nothing to do unless the plan changes"),
            f"state={SCHEDULED}{own}",
        )


def _figure_tasks(user, at: datetime) -> Iterator[Task]:
    """Figures in a release wait with it, as one task: whether it is prepared or to be approved."""
    if has_right(user, Release, "release"):
        yield Task(
            "releases_in_review",
            Release.objects.visible_to(user).filter(status=ReleaseStatus.IN_REVIEW),
            _("awaiting approval"),
            _("Look at the figures, then approve or send back"),
            f"status__exact={ReleaseStatus.IN_REVIEW}",
        )
        yield Task(
            "planned_figures",
            Figure.objects.visible_to(user).filter(release__status=ReleaseStatus.RELEASED, release__released_at__gt=at),
            _("approved, public at the planned moment"),
            _("Nothing to do unless the plan changes"),
            "released=planned",
        )
    may_change = has_right(user, Figure, "change")
    if has_right(user, Figure, "view") and (may_change or has_right(user, Release, "release")):
        yield Task(
            "without_release",
            Figure.objects.visible_to(user).filter(release=None),
            _("in no release yet"),
            _("Put them into a release, or keep them internal")
            if may_change
            else _("Whoever prepares figures puts them into a release"),
            "released=none",
        )
    if has_right(user, Release, "change"):
        yield Task(
            "draft_releases",
            Release.objects.visible_to(user).filter(status=ReleaseStatus.DRAFT),
            _("in preparation"),
            _("Check figures and basis, then submit for review"),
            f"status__exact={ReleaseStatus.DRAFT}",
        )


def _return_tasks(user) -> Iterator[Task]:
    if not (has_right(user, EnterpriseReturn, "view") and has_right(user, EnterpriseReturn, "change")):
        return
    returns = EnterpriseReturn.objects.visible_to(user)
    yield Task(
        "received_returns",
        returns.filter(status=ReturnStatus.RECEIVED),
        _("received, not checked"),
        _("Check them"),
        f"status__exact={ReturnStatus.RECEIVED}",
    )
    yield Task(
        "open_findings",
        ReturnFinding.objects.visible_to(user).unexplained(),
        _("neither corrected nor explained"),
        _("Correct the number, or write why it is right"),
        "",
    )
    if has_right(user, EnterpriseReturn, "accept"):
        yield Task(
            "checked_returns",
            returns.filter(status=ReturnStatus.CHECKED),
            _("checked, not accepted"),
            _("Settle the findings, then accept"),
            f"status__exact={ReturnStatus.CHECKED}",
        )
