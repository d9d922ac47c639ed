"""A process of the portal of its own, which does one thing and can be killed, or stopped, at a moment that was named.

The server process of `multiprocessing` loads this module once and forks: each process opens its own connection.
"""

import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.faults import tasks

WRITES = ("INSERT", "UPDATE", "DELETE", "COPY", "MERGE")
FILES = ("open", "os.remove", "os.rename")  # what Python tells its audit hooks


@dataclass
class Moments:
    """Every statement and commit of this process, and every upload or report that it writes or removes, in order.

    At one of them something can happen.
    """

    at: int | None = None
    what: Callable[[], None] = lambda: None
    seen: list[str] = field(default_factory=list)

    def pass_(self, word: str) -> None:
        if len(self.seen) == self.at:
            self.what()
        self.seen.append(word)

    def statement(self, execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
        words = str(sql).split(maxsplit=1)
        self.pass_("write" if words and words[0].upper() in WRITES else "read")
        return execute(sql, params, many, context)

    def file(self, event: str, words: tuple) -> None:
        if event in FILES and str(words[0]).startswith(str(settings.UPLOAD_ROOT)):
            is_read = event == "open" and not words[2] & (os.O_WRONLY | os.O_RDWR)
            self.pass_("look" if is_read else "file")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stand_still() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


HAPPENINGS = {"die": die, "stand still": stand_still}


def act(pipe: Any, name: str, words: dict[str, Any], at: int | None, what: str, temporary: str) -> None:
    """The body of a process: sends (answer, moments); an error is an answer too."""
    os.setsid()  # what it starts can be found by its session
    os.environ["TMPDIR"] = tempfile.tempdir = temporary
    logging.disable(logging.CRITICAL)  # what goes wrong here is meant to
    moments = Moments(at, HAPPENINGS[what])
    connection.execute_wrappers.append(moments.statement)
    sys.addaudithook(moments.file)
    commit = connection._commit

    def told_commit() -> None:
        moments.pass_("commit")
        commit()
        moments.pass_("committed")

    connection._commit = told_commit
    try:
        answer = tasks.TASKS[name](**words)
    except PermissionDenied:
        answer = "denied"
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    connection.close()
    pipe.send((answer, moments.seen))
