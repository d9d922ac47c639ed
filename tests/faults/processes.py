"""Starts processes of the portal on the database of a test, and sees to it that nothing of them is left behind."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.faults import acting

PATIENCE = 120  # seconds that no answer takes
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([acting.__name__])


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = (settings["HOST"] or "localhost").replace("/", "%2F")
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"


@contextmanager
def _of_this_database() -> Iterator[None]:
    """The server process is started by the first of its processes and keeps this environment."""
    kept = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = database_url()
    try:
        yield
    finally:
        if kept is None:
            del os.environ["DATABASE_URL"]
        else:
            os.environ["DATABASE_URL"] = kept


def temporary_folder() -> Path:
    """Where the processes put their temporary files."""
    folder = Path(settings.DATA_DIR) / "temporary"
    folder.mkdir(exist_ok=True)
    return folder


class Acting:
    """One process at work. `answer()` waits for it; None when it died before it could answer."""

    def __init__(self, name: str, at: int | None = None, what: str = "die", **words: Any) -> None:
        self._mine, theirs = multiprocessing.Pipe()
        self.moments: list[str] = []
        with _of_this_database():
            words_of_it = (theirs, name, words, at, what, str(temporary_folder()))
            self.process = _context.Process(target=acting.act, args=words_of_it, daemon=True)
            self.process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        return self.process.pid or 0

    def answer(self) -> Any:
        answer = _received(self._mine)
        self.process.join(PATIENCE)
        if answer is None:
            return None
        said, self.moments = answer
        return said

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.join(PATIENCE)

    def stands_still(self) -> bool:
        """Waits until it has stopped itself at its moment; False when it came to its end before."""
        while self.process.is_alive():
            with suppress(FileNotFoundError):  # it ended just now
                if Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T":
                    return True
            time.sleep(0.005)
        return False


def _received(pipe: Connection) -> Any:
    try:
        return pipe.recv() if pipe.poll(PATIENCE) else None
    except EOFError:
        return None


def answered(name: str, **words: Any) -> Any:
    return Acting(name, **words).answer()


def all_at_once(several: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    started = [Acting(name, **words) for name, words in several]
    return [acting.answer() for acting in started]


def nothing_left_of(session: int) -> bool:
    """Whether all processes end that one which began this session has started."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if not _children_of(session):
            return True
        time.sleep(0.05)
    return False


def _children_of(session: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != session:
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(folder.name))
    return found
