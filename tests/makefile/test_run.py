"""`make run` as a person types it, on a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DEBUG", "DATABASE_URL", "DATA_DIR", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
PATIENCE = 120  # seconds until the first page, on a busy machine


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


@contextmanager
def make_run(data_dir: Path, output: Path, port: int) -> Iterator[str]:
    """The portal's address while it runs; Ctrl-C at the end, and nothing may be left running."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    command = ["make", "run", f"PORT={port}", f"DATA_DIR={data_dir}"]
    with output.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file, start_new_session=True)
        try:
            deadline = time.monotonic() + PATIENCE
            while not answers(f"http://127.0.0.1:{port}/"):
                assert process.poll() is None, output.read_text("utf-8")
                assert time.monotonic() < deadline, output.read_text("utf-8")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            time.sleep(1)  # a worker that is interrupted in the middle of a request says so
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.only_on("sqlite")
def test_portal_starts_twice_and_prints_the_password_once(tmp_path):
    data_dir, output = tmp_path / "data of the zone", tmp_path / "output"
    port = free_port()

    with make_run(data_dir, output, port) as address:
        assert answers(address + "en/")
        first = output.read_text("utf-8")
    with make_run(data_dir, output, port):
        second = output.read_text("utf-8")

    assert re.search("password", first, re.IGNORECASE)
    assert address in first
    assert len(first.splitlines()) < 12
    assert address in second
    assert len(second.splitlines()) < len(first.splitlines())
    assert "Traceback" not in first + second + output.read_text("utf-8")
