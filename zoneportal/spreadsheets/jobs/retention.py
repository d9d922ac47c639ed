"""What goes after a while: the files of finished imports and their reports. Who, when, hash and counts stay."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import Storage
from django_tasks_db.models import DBTaskResult

from zoneportal.spreadsheets.models import ImportJob, JobState

FOLDER = "sheets"  # of models.upload_name
FINISHED = (JobState.UNREADABLE, JobState.WRITTEN, JobState.UNDONE, JobState.CANCELLED)
A_DAY = timedelta(days=1)  # after which a file without an import is no upload that is just coming in


@dataclass(frozen=True)
class Cleaned:
    """What was removed, or would be."""

    closed: int  # imports that nobody decided about
    imports: int  # whose files went
    files: int  # of these imports
    strays: int  # files that belong to no import
    task_results: int


def clean_up(*, at: datetime, dry: bool = False) -> Cleaned:
    """Removes what has had its time at that moment. It may be repeated, and stopped anywhere."""
    since = at - timedelta(days=settings.SHEET_FILES_DAYS)
    undecided = ImportJob.objects.filter(state=JobState.CHECKED, created_at__lt=since)
    closed = undecided.count() if dry else undecided.update(state=JobState.CANCELLED)
    storage = ImportJob._meta.get_field("file").storage
    files = _files_by_upload(storage)
    states = (*FINISHED, JobState.CHECKED) if dry else FINISHED
    old = ImportJob.objects.filter(state__in=states, created_at__lt=since, file_removed_at=None).exclude(file="")
    imports = removed = 0
    for job in old.only("file").order_by("pk").iterator():
        imports += 1
        removed += _remove(storage, files.pop(job.file.name or "", []), dry)
        if not dry:
            ImportJob.objects.filter(pk=job.pk).update(file_removed_at=at)
    strays = _remove(storage, _strays(storage, files, at), dry)
    results = DBTaskResult.objects.finished().filter(finished_at__lt=at - timedelta(days=settings.TASK_RESULTS_DAYS))
    return Cleaned(closed, imports, removed, strays, results.count() if dry else results.delete()[0])


def is_kept(job: ImportJob) -> bool:
    """Whether the file that was sent is still there."""
    name = job.file.name
    return bool(name) and job.file_removed_at is None and job.file.storage.exists(name or "")


def _files_by_upload(storage: Storage) -> dict[str, list[str]]:
    """{name of an upload: it and all that was stored beside it}."""
    try:
        names = storage.listdir(FOLDER)[1]
    except FileNotFoundError:  # nothing was ever sent
        return {}
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(f"{FOLDER}/{name.partition('.')[0]}", []).append(f"{FOLDER}/{name}")
    return found


def _strays(storage: Storage, files: dict[str, list[str]], at: datetime) -> Iterator[str]:
    """Files of no import: what a process left that died while a file came in, or a report that outlived its file."""
    kept = ImportJob.objects.filter(file_removed_at=None).exclude(file="").values_list("file", flat=True)
    for upload in files.keys() - set(kept):
        yield from (name for name in files[upload] if storage.get_modified_time(name) < at - A_DAY)


def _remove(storage: Storage, names: Iterable[str], dry: bool) -> int:
    number = 0
    for name in names:
        number += 1
        if not dry:
            storage.delete(name)
    return number
