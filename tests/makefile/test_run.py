"""`make run` as a person types it, on a folder of its own."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DEBUG", "DATABASE_URL", "DATA_DIR", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
PATIENCE = 300  # seconds until the first page, on a very busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status == 200
    except urllib.error.HTTPError as error:
        pytest.fail(f"{address} answers {error.code}")
    except OSError:
        return False


def ours(data_dir: Path) -> dict[str, str]:
    """The environment without what the tests set in it."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | {"DATA_DIR": str(data_dir)}


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def has_ended(data_dir: Path, port: int) -> bool:
    """Whether neither web server nor worker is left: nobody listens, nobody holds the worker's lock."""
    with socket.socket() as probe, (data_dir / "portal.sqlite3.worker").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def make_run(data_dir: Path, output: Path, port: int) -> Iterator[str]:
    """The portal's address while it runs; Ctrl-C at the end, and nothing may be left running."""
    command = ["make", "run", f"PORT={port}", f"DATA_DIR={data_dir}"]
    with output.open("w") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=ours(data_dir), stdout=file, stderr=file, start_new_session=True
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not answers(f"http://127.0.0.1:{port}/"):
                assert process.poll() is None, output.read_text("utf-8")
                assert time.monotonic() < deadline, output.read_text("utf-8")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            time.sleep(1)  # a process that is interrupted in the middle of a request says so
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)
    assert has_ended(data_dir, port)


LONG_SHEET = """
import time
import django
django.setup()
from django.conf import settings
from parks.models import Park
from zoneportal.accounts.models import User
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.sheets.resources import Options

def wait_until_it_leaves(state):
    deadline = time.monotonic() + 60
    while job.state == state and time.monotonic() < deadline:
        time.sleep(0.1)
        job.refresh_from_db()

settings.SHEET_BYTES_AT_ONCE = settings.SHEET_ROWS_AT_ONCE = 0
boss = User.objects.get(is_superuser=True)
content = "园区编码,网址词,园区名称\\nzz,zz,样例园\\n".encode()
job = actions.receive(sheet="parks", content=content, filename="parks.csv", by=boss, options=Options())
starting.check(job=job)
wait_until_it_leaves("queued")
wait_until_it_leaves("checking")
starting.confirm(job=job, by=boss, good_rows_only=False, check_number=1)
wait_until_it_leaves("confirmed")
print(job.state, job.failure, Park.objects.filter(code="zz").count())
"""


@pytest.mark.only_on("sqlite")
def test_portal_starts_twice_prints_the_password_once_works_on_long_sheets_and_ends_as_a_whole(tmp_path):
    data_dir, output = tmp_path / "data of the zone", tmp_path / "output"
    port = free_port()

    with make_run(data_dir, output, port) as address:
        assert answers(address + "en/")
        first = output.read_text("utf-8")
    with make_run(data_dir, output, port):
        environment = ours(data_dir) | {"DJANGO_SETTINGS_MODULE": "zoneportal.settings"}
        command = [sys.executable, "-c", LONG_SHEET]
        sheet = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
        second = output.read_text("utf-8")
        os.kill(int((data_dir / "portal.sqlite3.worker").read_text()), signal.SIGKILL)
        wait_for(lambda: has_ended(data_dir, port))

    assert re.search("密码 Password: ", first)
    assert "门户 The portal: " in first
    assert address in first
    assert len(first.splitlines()) < 12
    assert address in second
    assert len(second.splitlines()) < len(first.splitlines())
    assert "Traceback" not in first + second + output.read_text("utf-8")
    assert "The worker has stopped" in output.read_text("utf-8").removeprefix(second)
    assert (sheet.stdout, sheet.stderr) == ("written {} 1\n", "")
