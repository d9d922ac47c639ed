"""A child that misbehaves ends, and takes nothing along but itself."""

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from zoneportal.messages import Refused
from zoneportal.spreadsheets.files import reading
from zoneportal.spreadsheets.files.limits import MIB, Limits

CONFINED = """
import os, resource, signal, socket, sys, time
from zoneportal.spreadsheets.files.confinement import confine
from zoneportal.spreadsheets.files.limits import Limits
confine(Limits(seconds=1, memory_bytes=64 * 1024 * 1024))
"""


@pytest.fixture
def read_by(monkeypatch):
    """Reads a file by a child that does something else; returns the sentence."""

    def read(script: str) -> str:
        command = [sys.executable, "-c", CONFINED + script]
        monkeypatch.setattr(reading, "command", lambda sheet, limits: command)
        with pytest.raises(Refused) as refused:
            reading.read(b"a,b\n", limits=Limits(seconds=1))
        return refused.value.message

    return read


def told_by(script: str) -> dict:
    command = [sys.executable, "-c", CONFINED + script]
    done = subprocess.run(command, cwd=reading._PROJECT, env=reading._ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_that_does_not_listen_to_its_first_signal_is_ended_by_the_second(read_by):
    assert read_by("signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass") == reading.TOO_SLOW


def test_one_that_does_nothing_is_ended(read_by):
    start = time.monotonic()
    assert read_by("time.sleep(60)") == reading.TOO_SLOW
    assert time.monotonic() - start < 30


def test_one_that_starts_others_takes_them_along(read_by):
    mark = uuid.uuid4().hex
    read_by(f"os.fork() or time.sleep(600) # {mark}\ntime.sleep(0.5)")
    deadline = time.monotonic() + 30
    while any(mark in _read(file) for file in Path("/proc").glob("[0-9]*/cmdline")):
        assert time.monotonic() < deadline


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError:
        return ""


def test_one_that_fills_the_disk_ends(read_by):
    assert read_by("while True: sys.stdout.write('[]' * 1_000_000)") == reading.NOT_READABLE


def test_no_file_grows_beyond_the_limit():
    said = told_by(
        "import json, tempfile\nfile = tempfile.TemporaryFile()\nsize = 0\n"
        "try:\n    while True: size += file.write(bytes(2**20)); file.flush()\nexcept OSError: pass\n"
        "print(json.dumps({'size': os.fstat(file.fileno()).st_size})); os._exit(sys.stdout.flush() or 0)"
    )
    assert said["size"] <= 64 * MIB


def test_one_that_eats_memory_ends(read_by):
    assert read_by("a = []\nwhile True: a.append('x' * 10**6)") == reading.NOT_READABLE


@pytest.mark.parametrize(
    "story",
    [
        "",
        "no json",
        "{'rows': 0}",
        '{\\"rows\\": 0}\\n',
        '[\\n{\\"rows\\": 0}\\n',
        '{\\"a\\": 1}\\n[1]\\n[2]\\n{\\"rows\\": 1}\\n',
        '{\\"a\\": 1}\\n[1]\\n{\\"rows\\": 1}',
        '{\\"other\\": 1}\\n{\\"rows\\": 0}\\n',
        '{\\"refused\\": 7}\\n',
    ],
)
def test_one_that_tells_nonsense_is_not_believed(read_by, story):
    assert read_by(f'sys.stdout.write("{story}")') == reading.NOT_READABLE


def test_it_has_no_rights_to_gain_and_ends_with_its_parent():
    said = told_by(
        "import ctypes, json\nlibc, signal_number = ctypes.CDLL(None), ctypes.c_int()\n"
        "libc.prctl(2, ctypes.byref(signal_number))\n"
        "print(json.dumps({'no_new': libc.prctl(39, 0, 0, 0, 0), 'signal': signal_number.value,"
        " 'files': resource.getrlimit(resource.RLIMIT_NOFILE), 'core': resource.getrlimit(resource.RLIMIT_CORE),"
        " 'environment': sorted(os.environ)}))"
    )
    assert said == {
        "no_new": 1,
        "signal": 9,
        "files": [16, 16],
        "core": [0, 0],
        "environment": ["LANG", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8"],
    }


def test_it_reaches_no_network_where_the_kernel_lets_it_leave():
    said = told_by(
        "import json\nlinks = os.listdir('/sys/class/net') and socket.if_nameindex()\n"
        "left = os.readlink('/proc/self/ns/net')\nprint(json.dumps({'left': left, 'links': [n for _, n in links]}))"
    )
    if said["left"] != Path("/proc/self/ns/net").readlink().as_posix():
        assert said["links"] == ["lo"]
