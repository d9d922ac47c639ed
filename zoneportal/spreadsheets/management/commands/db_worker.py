import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks_db.management.commands import db_worker

from zoneportal.bilingual import in_both
from zoneportal.messages import N_
from zoneportal.spreadsheets.jobs import recovery, retention
from zoneportal.spreadsheets.running import progress

logger = logging.getLogger(__name__)

ONE_IS_ENOUGH = N_("A worker runs already, and on SQLite one is enough (%(file)s).")
NO_RELOAD = N_("The worker of sheets does not reload itself: start it again.")
HOUSEKEEPING_EVERY = 20  # seconds
PATIENCE = 5  # seconds until a database that failed is asked again


class Worker(db_worker.Worker):
    """Works off the queue like the worker of the package; between tasks it begins again what died and cleans up."""

    def __init__(self, **options: Any) -> None:
        self.ends_when_empty = options.pop("batch")
        super().__init__(**options, batch=True, startup_delay=False)  # `run` comes back whenever the queue is empty
        self.housekeeping_at = 0.0
        self.cleaned_on: date | None = None

    def work(self) -> None:
        with the_only_one() as is_only_worker, progress.Heart(progress.WORKER):
            while self.running:
                try:
                    self.keep_house(is_only_worker)
                    self.run()
                except (DatabaseError, InterfaceError):
                    logger.warning("The database does not answer; the worker tries again.")
                    time.sleep(PATIENCE)
                    close_old_connections()
                else:
                    if self.ends_when_empty or (self.max_tasks and self._run_tasks >= self.max_tasks):
                        return
                    time.sleep(self.interval if self.running else 0)

    def keep_house(self, is_only_worker: bool) -> None:
        if time.monotonic() < self.housekeeping_at:
            return
        self.housekeeping_at = time.monotonic() + HOUSEKEEPING_EVERY
        recovery.restart_interrupted(is_only_worker=is_only_worker)
        if self.cleaned_on != (today := timezone.localdate()):
            self.cleaned_on = today
            try:
                retention.clean_up(at=timezone.now())
            except OSError:  # a folder that may not be written is no reason to leave sheets waiting
                logger.exception("Old files of sheets could not be removed.")


@contextmanager
def the_only_one() -> Iterator[bool]:
    """Whether no other worker can be there: on SQLite one is enough, and a second one is refused."""
    if connection.vendor != "sqlite":
        yield False
        return
    with Path(f"{connection.settings_dict['NAME']}.worker").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            words = {"file": lock.name}
            raise CommandError(in_both(lambda: gettext(ONE_IS_ENOUGH) % words)) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield True


class Command(db_worker.Command):
    help = "Works on long sheets in the background, begins interrupted ones again, and cleans up once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(reload=False)  # it would stop a task in the middle

    def configure_logging(self, verbosity: int) -> None:
        super().configure_logging(verbosity)
        if verbosity == 1:
            db_worker.logger.setLevel(logging.WARNING)  # else it says once a second that there is nothing to do

    def handle(self, *, verbosity: int, queue_name: str, exclude_queues: str, **options: Any) -> None:
        self.configure_logging(verbosity)
        if options["reload"]:
            raise CommandError(in_both(lambda: gettext(NO_RELOAD)))
        ours = ("interval", "batch", "backend_name", "max_tasks", "worker_id")
        worker = Worker(
            queue_names=queue_name.split(","),
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
            **{name: options[name] for name in ours},
        )
        worker.configure_signals()
        worker.work()
