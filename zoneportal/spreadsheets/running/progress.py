"""How far a sheet is: told by the process that works on it, seen by the clerk who waits for it.

It stands in a cache that all processes share, not in the database: while a sheet is written its transaction is held.
"""

import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.utils import timezone

from zoneportal.spreadsheets.models import ImportJob, JobState

READING, CHECKING, WRITING = "reading", "checking", "writing"

SILENCE = 60  # seconds without a word after which a process counts as dead
BEAT = 10  # seconds between two signs of life
TOLD_EVERY = 0.3  # seconds between two words to the cache
ASKED_EVERY = 1.0  # seconds between two looks at whether the clerk wants to stop
KEPT = 24 * 60 * 60
WORKER = "worker"

logger = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818
    """The clerk asked to stop, and nothing has been written."""


class TooLong(Exception):  # noqa: N818
    """More rows than are checked while a clerk waits for the page; nothing has been written."""


@dataclass(frozen=True)
class Seen:
    """What was told last. `total` is None where nobody knows yet how many rows there are."""

    phase: str
    done: int
    total: int | None
    at: datetime

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None


@contextmanager
def _never_mind() -> Iterator[None]:
    """A cache that fails costs the clerk the progress bar, never the sheet."""
    try:
        yield
    except Exception:  # whatever the backend raises
        logger.warning("The progress of a sheet cannot be kept or read.", exc_info=True)


def seen(job: ImportJob) -> Seen | None:
    """How far the job is; None where nobody has told anything yet or the work is over."""
    told = _kept(_told(job.pk))
    return Seen(*told) if told else None


def is_alive(job: ImportJob) -> bool:
    """Whether some process has worked on the job within the last minute."""
    return _kept(_alive(job.pk)) is not None


def is_worker_there() -> bool:
    return _kept(WORKER) is not None


def _kept(key: str) -> Any:
    with _never_mind():
        return caches["progress"].get(key)
    return None


def stop(job: ImportJob) -> None:
    """Tells whoever works on the job that it is cancelled."""
    with _never_mind():
        caches["progress"].set(_stopped(job.pk), True, timeout=KEPT)


class Heart:
    """While it is open others see by the key that this process lives, also while one statement takes long."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def __enter__(self) -> "Heart":
        self._beat()
        self._thread.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._over.set()
        self._thread.join()
        _forget(self._key)

    def _live(self) -> None:
        while not self._over.wait(BEAT):
            self._beat()

    def _beat(self) -> None:
        with _never_mind():
            caches["progress"].set(self._key, True, timeout=SILENCE)


class Progress(Heart):
    """While it is open its process shows that it lives; `with Progress.of(job) as progress: progress.tell(…)`.

    `most_rows`: how many rows there may be, where a clerk waits for the page.
    """

    def __init__(self, job: ImportJob, most_rows: int | None = None) -> None:
        super().__init__(_alive(job.pk))
        self.key = job.pk
        self.most_rows = most_rows
        self._phase = ""
        self._told_at = self._asked_at = -math.inf

    @classmethod
    def of(cls, job: ImportJob, most_rows: int | None = None) -> "Progress":
        return cls(job, most_rows)

    def __enter__(self) -> "Progress":
        _forget(_stopped(self.key))  # of an undo that was cancelled and asked for again
        super().__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        _forget(_told(self.key))

    def tell(self, phase: str, done: int, total: int | None = None) -> None:
        """Cheap: may be called for every row. Once writing has begun nothing stops it, and no query is made.

        Errors: Cancelled, TooLong.
        """
        if phase != WRITING:
            self._may_go_on(phase, max(done, total or 0))
        now = time.monotonic()
        if phase != self._phase or now - self._told_at >= TOLD_EVERY:
            self._phase, self._told_at = phase, now
            self._keep(phase, done, total)

    def _may_go_on(self, phase: str, rows: int) -> None:
        if self.most_rows is not None and rows > self.most_rows:
            raise TooLong
        now = time.monotonic()
        if now - self._asked_at >= ASKED_EVERY:
            self._asked_at = now
            # A check reads one state of the database, so what happens meanwhile it hears by the cache alone.
            if _kept(_stopped(self.key)) or ImportJob.objects.filter(pk=self.key, state=JobState.CANCELLED).exists():
                raise Cancelled

    def _keep(self, phase: str, done: int, total: int | None) -> None:
        with _never_mind():
            caches["progress"].set(_told(self.key), (phase, done, total, timezone.now()), timeout=KEPT)


def _forget(key: str) -> None:
    with _never_mind():
        caches["progress"].delete(key)


def _told(key: int) -> str:
    return f"told:{key}"


def _alive(key: int) -> str:
    return f"alive:{key}"


def _stopped(key: int) -> str:
    return f"stopped:{key}"
