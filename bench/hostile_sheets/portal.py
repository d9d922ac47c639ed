"""A portal as an office runs it, with one signed-in person who sends files and with readers of public pages."""

import http.client
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.serving import ROOT, manage, served
from bench.sheets.measuring import MIB, held

UPLOAD = "/admin/enterprises/enterprise/import/"
PAGES = ("/", "/parks/", "/enterprises/", "/about/")
SETTLED = {"checked", "unreadable"}
PATIENCE = 60  # seconds until a file must have come to something
TOKEN = "t" * 32
SIGN_IN = """
from django.test import Client
from zoneportal.accounts.models import User
client = Client()
user = User.objects.filter(username="hostile").first() or User.objects.create_superuser("hostile")
client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
print("session", client.cookies["sessionid"].value)
"""


@dataclass
class Sent:
    status: int  # of the last page
    state: str  # of the import; "" where none came of it
    seconds: float
    more: float  # MiB that the process which held most for it held above what it had before


@dataclass
class Readers:
    """One after another asks for public pages as long as `going` is set."""

    portal: "Portal"
    pages: tuple[str, ...]
    going: threading.Event = field(default_factory=threading.Event)
    seconds: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def ask(self) -> None:
        number = 0
        while self.going.is_set():
            path = self.pages[number % len(self.pages)]
            number += 1
            start = time.perf_counter()
            status, _place = self.portal.ask("GET", path)
            self.seconds.append(time.perf_counter() - start)
            if status != 200:
                self.broken.append(f"{path} answered {status}")
            time.sleep(0.05)

    def slowest(self, share: float = 0.95) -> float:
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)]


@dataclass
class Portal:
    port: int
    server: int
    worker: int
    database: Path
    session: str

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        """Status and the place to which the answer leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        said = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"} | ({"Content-Type": kind} if kind else {})
        with closing(connection):
            connection.request(method, path, body, said)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")

    def send(self, filename: str, content: bytes) -> Sent:
        """Sends a file as the form does, and waits until the page of the import tells what came of it."""
        before, start, known = self._memory(), time.perf_counter(), self._imports()[0]
        status, place = self.ask("POST", UPLOAD, *_form(filename, content))
        state = ""
        while status in (200, 302) and time.perf_counter() - start < PATIENCE:
            newest, state = self._imports()
            if newest > known and state in SETTLED:
                break
            state = ""
            if status == 200:  # the form came back
                break
            time.sleep(0.05)
        seconds = time.perf_counter() - start
        status = self.ask("GET", place)[0] if status == 302 else status
        peaks = {process: held(process, "VmHWM") for process in before}
        return Sent(status, state, seconds, max(peaks[process] - before[process] for process in before) / MIB)

    @contextmanager
    def readers(self, pages: tuple[str, ...] = PAGES) -> Iterator[Readers]:
        readers = Readers(self, pages)
        readers.going.set()
        thread = threading.Thread(target=readers.ask, daemon=True)
        thread.start()
        try:
            yield readers
        finally:
            readers.going.clear()
            thread.join(timeout=PATIENCE)

    def _memory(self) -> dict[int, int]:
        """What each process holds now; its peak is counted anew from here."""
        workers = Path(f"/proc/{self.server}/task/{self.server}/children").read_text().split()
        for process in (*workers, str(self.worker)):
            Path(f"/proc/{process}/clear_refs").write_text("5")
        return {int(process): held(int(process), "VmRSS") for process in (*workers, str(self.worker))}

    def _imports(self) -> tuple[int, str]:
        """Number and state of the newest import."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            newest = "SELECT id, state FROM spreadsheets_importjob ORDER BY id DESC LIMIT 1"
            return database.execute(newest).fetchone() or (0, "")


def _form(filename: str, content: bytes) -> tuple[bytes, str]:
    edge = b"--an-edge-that-is-in-no-file"
    token = b'Content-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + TOKEN.encode()
    head = f'Content-Disposition: form-data; name="file"; filename="{filename}"\r\n'.encode()
    file = head + b"Content-Type: application/octet-stream\r\n\r\n" + content
    body = b"".join(edge + b"\r\n" + part + b"\r\n" for part in (token, file)) + edge + b"--\r\n"
    return body, f"multipart/form-data; boundary={edge[2:].decode()}"


@contextmanager
def portal(env: dict[str, str], database: Path, *, first: str = "/") -> Iterator[Portal]:
    session = manage(env, "shell", "-v", "0", "-c", SIGN_IN).rpartition("session ")[2].strip()
    worker = subprocess.Popen([sys.executable, "manage.py", "db_worker"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        with served(env, first=first) as (port, server):
            yield Portal(port, server, worker.pid, database, session)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
