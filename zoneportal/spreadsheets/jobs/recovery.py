"""Sheets that wait for the worker, and those whose worker died.

The queue (django-tasks-db) lets the task of a killed worker stand as running for ever; here it is found out by the
silence of its process, and begun again.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from zoneportal.spreadsheets import tasks
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.running import progress

logger = logging.getLogger(__name__)

WAITING = (JobState.QUEUED, JobState.CHECKING, JobState.CONFIRMED)
MOST_TRIES = 2  # of the worker by itself: a sheet that kills it again waits for a person


class Standing(models.TextChoices):
    """What goes on with a sheet that is neither decided by its clerk nor done."""

    WAITING = "waiting"
    UNATTENDED = "unattended"  # it waits, and no worker is there
    WORKING = "working"
    INTERRUPTED = "interrupted"  # whoever worked on it died; nothing was written


def standing(job: ImportJob, *, is_only_worker: bool = False) -> Standing | None:
    """None for a job on which nobody has to work. `is_only_worker`: it asks between two tasks, so no task runs."""
    if job.state not in WAITING:
        return None
    found = tasks_of(job).filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)).first()
    if found and found.status == TaskResultStatus.READY:
        return Standing.WAITING if progress.is_worker_there() else Standing.UNATTENDED
    if found and is_only_worker:
        return Standing.INTERRUPTED
    if progress.is_alive(job) or (found and found.started_at > timezone.now() - timedelta(seconds=progress.SILENCE)):
        return Standing.WORKING
    return Standing.INTERRUPTED


def task_of(job: ImportJob) -> Task:
    """What the worker has to do with the job."""
    if job.state != JobState.CONFIRMED:
        return tasks.check_sheet
    return tasks.undo_import if job.kind == JobKind.UNDO else tasks.write_sheet


def tasks_of(job: ImportJob) -> models.QuerySet[DBTaskResult]:
    """The tasks of the queue for what the job's state waits for, the newest first."""
    found = DBTaskResult.objects.filter(task_path=task_of(job).module_path, args_kwargs__kwargs__job=job.pk)
    return found.order_by("-enqueued_at", "-pk")


def enqueue(job: ImportJob) -> None:
    """Once the state of the job is committed a task waits for the worker."""
    transaction.on_commit(partial(task_of(job).enqueue, job=job.pk, language=get_language()))


def restart(*, job: ImportJob) -> bool:
    """Whether the job had been interrupted; then it waits for the worker anew."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=job.pk)
        if standing(job) != Standing.INTERRUPTED:
            return False
        tasks_of(job).filter(status=TaskResultStatus.RUNNING).update(**_ended())
        tasks.move(job.pk, JobState.CHECKING, JobState.QUEUED)
        enqueue(job)
        return True


def restart_interrupted(*, is_only_worker: bool) -> list[int]:
    """Begins again what died with its worker, and what was never queued. Returns the keys of the jobs."""
    waiting = ImportJob.objects.filter(state__in=WAITING).order_by("pk").values_list("pk", flat=True)
    return [key for key in list(waiting) if _restarted(key, is_only_worker)]


def _restarted(key: int, is_only_worker: bool) -> bool:
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=key)
        if standing(job, is_only_worker=is_only_worker) != Standing.INTERRUPTED:
            return False
        newest = tasks_of(job).first()
        if newest is None or newest.status == TaskResultStatus.SUCCESSFUL:
            enqueue(job)
        elif len(newest.worker_ids) < MOST_TRIES:
            tasks_of(job).filter(pk=newest.pk).update(status=TaskResultStatus.READY, started_at=None, finished_at=None)
        else:
            tasks_of(job).filter(status=TaskResultStatus.RUNNING).update(**_ended())
            return False
        tasks.move(key, JobState.CHECKING, JobState.QUEUED)
    logger.warning("Import %s was interrupted; it begins again.", key)
    return True


def _ended() -> dict[str, Any]:
    return {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
