"""A written import or merge is taken back as one unit: what it created goes, what it changed gets its values back.

The histories say what was before. Records that somebody edited later are left alone unless the clerk insists; what a
rule keeps is left in any case; every one of them is named. An undo is a job itself, and is not undone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from zoneportal.constraints import sentence_for
from zoneportal.messages import N_
from zoneportal.rights import has_right
from zoneportal.spreadsheets.importing.writing import REASON_LIMIT
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.records import bulk, exchanges, loading, steps
from zoneportal.spreadsheets.records.queries import written_by
from zoneportal.spreadsheets.records.steps import REMOVE, RESTORE, RETURN, Model, Step
from zoneportal.spreadsheets.records.unique_rules import rules_of
from zoneportal.spreadsheets.running import journal
from zoneportal.spreadsheets.running.progress import CHECKING, WRITING, Cancelled, Progress
from zoneportal.spreadsheets.sheets import registry
from zoneportal.spreadsheets.undo import remains
from zoneportal.spreadsheets.undo.obstacles import BLOCKED, EDITED, GONE, Judged, relations_to
from zoneportal.spreadsheets.undo.remains import Remaining
from zoneportal.spreadsheets.values.rows import Finding, of_file

UNDONE, REFUSED, REPEATED = "undone", "refused", "repeated"

NOT_OF_UNDO = N_("An undo cannot be undone. Send the sheet again, or merge the records again.")
NOT_WRITTEN = N_("Nothing of this import was written, so there is nothing to undo.")
ALREADY = N_("This import was undone before. Nothing was done a second time.")
UNKNOWN_SHEET = N_("This kind of sheet exists no more, so the import cannot be undone.")
NO_RIGHT = {
    "import": N_("Undoing this takes the right to import %(what)s, which you do not have. Ask the zone office."),
    "delete": N_("Undoing this takes the right to delete %(what)s, which you do not have. Ask the zone office."),
    "change": N_("Undoing this takes the right to change %(what)s, which you do not have. Ask the zone office."),
    "add": N_("Undoing this takes the right to add %(what)s, which you do not have. Ask the zone office."),
}
NOTHING_TO_DO = N_("None of the records can be undone. Nothing was changed.")
BEYOND_SCOPE = N_(
    "Afterwards some of the records would not be among those you work for. Nothing was changed. "
    "Ask the zone office to undo this import."
)
RULE_BROKEN = N_("The database did not take the earlier values: %(rule)s Nothing was changed.")
NOT_TAKEN = N_("The database did not take the earlier values. Nothing was changed.")
BUSY = N_("The database was busy or not to be reached. Nothing was changed. Try again.")
REASON = N_("Undo of no. %(number)s")

KEPT = 200  # records left, named in the job of the undo


@dataclass
class Plan:
    """What an undo would do. `refusal` says why it cannot be done at all; then nothing else is known."""

    job: ImportJob
    refusal: Finding | None = None
    judged: Judged | None = None

    @property
    def counts(self) -> dict[str, int]:
        """{"removed", "restored", "returned"}: records that go back; {"edited", "blocked", "gone"}: that are left."""
        if self.judged is None:
            return {}
        done = {"removed": REMOVE, "restored": RESTORE, "returned": RETURN}
        counts = {name: self.judged.counts[kind] for name, kind in done.items()}
        return counts | {kind: self.judged.number_left(kind) for kind in (EDITED, BLOCKED, GONE)}

    @property
    def is_possible(self) -> bool:
        return self.judged is not None and self.judged.number_going > 0

    def remaining(self, kind: str, start: int = 0, stop: int | None = None) -> list[Remaining]:
        """The records left for one reason (EDITED, BLOCKED, GONE) from `start` to before `stop`, with all that is
        known: who, when, what. Some queries for each record."""
        return list(remains.named(self.judged, kind, start, stop)) if self.judged else []


@dataclass
class Outcome:
    """What came of an undo: UNDONE, REFUSED (nothing was changed) or REPEATED (nothing more was changed)."""

    result: str
    finding: Finding | None = None
    job: ImportJob | None = None  # the undo's own
    plan: Plan | None = None


class _Refused(Exception):  # noqa: N818
    """Rolls the transaction back."""

    def __init__(self, finding: Finding, result: str = REFUSED) -> None:
        super().__init__(finding)
        self.finding, self.result = finding, result


def plan_of(job: ImportJob, user: Any, *, force: bool = False, progress: Progress | None = None) -> Plan:
    """What `undo` would do now. Writes nothing. Errors: PermissionDenied where the job is not the user's to see."""
    _require_sight(job, user)
    refusal = refusal_of(job, user)
    if refusal:
        return Plan(job, refusal)
    return Plan(job, judged=_judge(job, user, force=force, progress=progress))


def undo(
    *, job: ImportJob, by: Any, force: bool = False, reason: str = "", progress: Progress | None = None
) -> Outcome:
    """Takes the job back, once: records, histories, both jobs in one transaction, with the rights of this moment.

    `force` also undoes what somebody edited later. Errors: PermissionDenied; Cancelled before writing has begun.
    """
    user = get_user_model().objects.filter(pk=by.pk, is_active=True).first()
    if user is None:
        raise PermissionDenied
    _require_sight(job, user)
    try:
        with transaction.atomic():
            plan, own = _undo_once(job, user, force, reason, progress)
    except _Refused as refused:
        return Outcome(refused.result, refused.finding)
    except IntegrityError as error:
        rule = sentence_for(error)
        return Outcome(REFUSED, of_file(RULE_BROKEN, rule=rule) if rule else of_file(NOT_TAKEN))
    except DatabaseError as error:
        journal.note(job.pk, error)
        return Outcome(REFUSED, of_file(BUSY))
    job.refresh_from_db()
    return Outcome(UNDONE, job=own, plan=plan)


def _require_sight(job: ImportJob, user: Any) -> None:
    if not ImportJob.objects.visible_to(user).filter(pk=job.pk).exists():
        raise PermissionDenied


def refusal_of(job: ImportJob, user: Any) -> Finding | None:
    """Why the job as a whole cannot be undone by this user."""
    if job.kind == JobKind.UNDO:
        return of_file(NOT_OF_UNDO)
    if job.state == JobState.UNDONE:
        return of_file(ALREADY)
    if job.state != JobState.WRITTEN:
        return of_file(NOT_WRITTEN)
    if job.sheet not in registry.names():
        return of_file(UNKNOWN_SHEET)
    needed: list[tuple[str, Model]] = []
    following = registry.of_name(job.sheet).following() if job.kind == JobKind.MERGE else ()
    if job.kind == JobKind.IMPORT:
        needed.append(("import", registry.of_name(job.sheet)._meta.model))
    for written in written_by(job):
        numbers = {"delete": written.created, "change": written.changed, "add": written.removed}
        needed += [
            (word, written.model) for word, number in numbers.items() if number and written.model not in following
        ]
    for word, model in needed:
        if word in model._meta.default_permissions and not has_right(user, model, word):
            return of_file(NO_RIGHT[word], what=str(model._meta.verbose_name_plural))
    return None


def _judge(job: ImportJob, user: Any, *, force: bool, progress: Progress | None) -> Judged:
    resource = registry.of_name(job.sheet)(user=user)
    total = sum(each.created + each.changed + each.removed for each in written_by(job))
    tell = _teller(progress, CHECKING, total)
    return Judged(job, resource, force=force, tell=tell)


def _teller(progress: Progress | None, phase: str, total: int) -> Callable[[int], None]:
    done = 0

    def tell(number: int) -> None:
        nonlocal done
        done += number
        if progress:
            progress.tell(phase, done, total)

    return tell


def _undo_once(
    job: ImportJob, user: Any, force: bool, reason: str, progress: Progress | None
) -> tuple[Plan, ImportJob]:
    claimed = ImportJob.objects.filter(pk=job.pk, state=JobState.WRITTEN).exclude(kind=JobKind.UNDO)
    if not claimed.update(state=JobState.UNDONE):
        current = ImportJob.objects.get(pk=job.pk)
        result = REPEATED if current.state == JobState.UNDONE else REFUSED
        raise _Refused(refusal_of(current, user) or of_file(NOT_WRITTEN), result)
    refusal = refusal_of(job, user)
    if refusal:
        raise _Refused(refusal)
    loading.lock(_held(job))
    judged = _judge(job, user, force=force, progress=progress)
    plan = Plan(job, judged=judged)
    if not plan.is_possible:
        raise _Refused(of_file(NOTHING_TO_DO))
    _require_wanted(job, progress)
    now = timezone.now()
    own, _made = ImportJob.objects.update_or_create(  # it is there already where it waited for the worker
        undoes=job,
        defaults={
            "kind": JobKind.UNDO,
            "sheet": job.sheet,
            "user": user,
            "reason": reason,
            "state": JobState.WRITTEN,
            "written_at": now,
        },
    )
    own.counts = plan.counts
    own.options = {"force": force, "left": remains.as_lines(judged, KEPT)}
    said = (REASON % {"number": job.pk} + (f" {reason}" if reason else ""))[:REASON_LIMIT]
    evidence = bulk.Evidence(job=own, user=user, reason=said, at=now)
    _write(judged, evidence, _teller(progress, WRITING, judged.number_going))
    own.save(update_fields=["counts", "options"])
    return plan, own


def _require_wanted(job: ImportJob, progress: Progress | None) -> None:
    """From here on nobody cancels the undo that waited for the worker. Errors: Cancelled where somebody just has."""
    own = ImportJob.objects.select_for_update().filter(undoes=job).first()
    if progress and own and own.pk == progress.key and own.state == JobState.CANCELLED:
        raise Cancelled


def _held(job: ImportJob) -> set[Model]:
    """Whose tables nobody else may write meanwhile: what the job wrote, what points to it, what its rules ask."""
    written = steps.models_of(job)
    pointing = {each.related_model for model in written for each in relations_to(model)}
    return {*written, *pointing, *registry.of_name(job.sheet).held_undoing}


def _write(judged: Judged, evidence: bulk.Evidence, tell: Callable[[int], None]) -> None:
    """What was created goes first, children before parents; then parents get their values back before children."""
    for model in reversed(judged.models):
        for keys in judged.keys(model, REMOVE):
            _remove(judged, model, keys, evidence)
            tell(len(keys))
    for model in judged.models:
        _restore(judged, model, evidence, tell)
        for several in judged.going(model, RETURN):
            bulk.create(model, [step.then for step in several], evidence)
            tell(len(several))
    for model in judged.models:
        for keys in judged.keys(model, RESTORE, RETURN):
            if set(keys) - judged.resource.in_scope(model, keys):
                raise _Refused(of_file(BEYOND_SCOPE))


def _remove(judged: Judged, model: Model, keys: list[int], evidence: bulk.Evidence) -> None:
    if not keys:
        return
    for fallen, theirs in judged.falling(model, keys):
        if hasattr(fallen, "history"):
            bulk.remove_rows(fallen, theirs, evidence)
        else:
            fallen._base_manager.filter(pk__in=theirs).delete()
    bulk.remove_rows(model, keys, evidence)


def _restore(judged: Judged, model: Model, evidence: bulk.Evidence, tell: Callable[[int], None]) -> None:
    """Those that wait for what another record has come after that one; in a circle one has to step aside."""
    waits = judged.waits[model]
    for several in judged.going(model, RESTORE):
        _change(model, [step for step in several if step.key not in waits], evidence)
        tell(len(several))
    waiting = {key for keys in judged.keys(model, RESTORE) for key in keys if key in waits} if waits else set()
    while waiting:
        ready = [key for key in sorted(waiting) if not waits[key] & waiting]
        if not ready:
            ready = sorted(waiting)
            _make_room(model, steps.steps_of(judged.job, model, ready))
        _change(model, steps.steps_of(judged.job, model, ready), evidence)
        waiting -= set(ready)


def _make_room(model: Model, several: list[Step]) -> None:
    """Errors: _Refused where a record cannot step aside, because only days or other records tell it apart."""
    rules = [(rule, exchanges.movable(rule.fields)) for rule in rules_of(model)]
    aside: dict[str, list[int]] = {}
    for step in several:
        names = {name for _rule, movable in rules for name in movable if name in step.fields}
        if not names:
            raise _Refused(of_file(NOT_TAKEN))
        for name in names:
            aside.setdefault(name, []).append(step.key)
    for name, keys in aside.items():
        exchanges.step_aside(model, name, keys)


def _change(model: Model, several: list[Step], evidence: bulk.Evidence) -> None:
    names = {name for step in several for name in step.fields}
    if several:
        bulk.change(model, [step.then for step in several], names, evidence)
