"""The portal behind gunicorn on the database of a test, with one process that answers, and can be killed."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from tests.faults.processes import database_url
from tests.postgres_cluster import free_port

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ("--workers", "1", "--no-control-socket", "--forwarded-allow-ips=", "--log-level", "critical")


class Served:
    """What a signed-in person's browser does, without one."""

    def __init__(self, server: subprocess.Popen, port: int, user: Any) -> None:
        self.server, self.port = server, port
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.token = "t" * 32
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}"

    def ask(self, method: str, path: str, **fields: str) -> int | None:
        """The status of the answer; None where the process died before it answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        form = "application/x-www-form-urlencoded"
        body = urlencode(fields | {"csrfmiddlewaretoken": self.token}) if method == "POST" else None
        try:
            connection.request(method, path, body, {"Cookie": self.cookies, "Content-Type": form})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def wait(self) -> None:
        """Until a process answers."""
        deadline = time.monotonic() + 60
        while self.ask("GET", "/admin/login/") is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def kill_worker(self) -> None:
        """The one that answers, not the one that starts it anew."""
        for worker in Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split():
            os.kill(int(worker), signal.SIGKILL)


@contextmanager
def served(user: Any) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "zoneportal.wsgi:application", "--bind", f"127.0.0.1:{port}", *OPTIONS]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": database_url(), "DEBUG": "yes"})
    try:
        web = Served(server, port, user)
        web.wait()
        yield web
    finally:
        server.terminate()
        server.wait(timeout=30)
