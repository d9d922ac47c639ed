"""Web server and worker as one thing: they end together, and the terminal says why. Here by stand-ins."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
from deploy import run_portal
run_portal.PROCESSES = {"web server": sys.argv[1], "worker": sys.argv[2]}
sys.exit(run_portal.main("8000"))
"""


def started(folder: Path, web_server: str, worker: str) -> subprocess.Popen:
    """Both begin by writing their process numbers into the folder."""
    commands = [
        f"echo $$ > '{folder}/{name}'; {command}" for name, command in (("web", web_server), ("worker", worker))
    ]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *commands], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def is_running(folder: Path, name: str) -> bool:
    status = Path("/proc") / (folder / name).read_text().strip() / "status"
    return status.exists() and "State:\tZ" not in status.read_text()


@pytest.mark.parametrize(
    ("web_server", "worker", "name", "chinese", "code"),
    [
        ("exec sleep 60", "sleep 1; exit 3", "worker", "后台任务", 3),
        ("sleep 1; exit 4", "exec sleep 60", "web server", "网站服务", 4),
    ],
)
def test_where_one_dies_the_other_ends_too_with_a_word(tmp_path, web_server, worker, name, chinese, code):
    portal = started(tmp_path, web_server, worker)
    said, _nothing = portal.communicate(timeout=30)
    assert (portal.returncode, len(said.splitlines())) == (code, 1)
    assert said.startswith(f"{chinese}已停止（代码 {code}），门户随之停止。")
    assert f"The {name} has stopped (code {code}), so the portal stops." in said
    assert not is_running(tmp_path, "web")
    assert not is_running(tmp_path, "worker")


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_end_from_outside_ends_both_without_a_word(tmp_path, end):
    portal = started(tmp_path, "echo up; exec sleep 60", "exec sleep 60")
    assert portal.stdout.readline() == "up\n"
    while not (tmp_path / "worker").exists():
        time.sleep(0.05)
    time.sleep(0.3)
    portal.send_signal(end)
    said, _nothing = portal.communicate(timeout=30)
    assert (portal.returncode, said) == (0, "")
    assert not is_running(tmp_path, "web")
    assert not is_running(tmp_path, "worker")


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux ends a process with its parent.")
def test_where_the_program_is_killed_nothing_goes_on(tmp_path):
    portal = started(tmp_path, "echo up; exec sleep 60", "exec sleep 60")
    assert portal.stdout.readline() == "up\n"
    while not (tmp_path / "worker").exists():
        time.sleep(0.05)
    portal.kill()
    portal.communicate(timeout=30)  # honcho's own processes, which held the pipe, have ended
    until = time.monotonic() + 10
    while (is_running(tmp_path, "web") or is_running(tmp_path, "worker")) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(tmp_path, "web")
    assert not is_running(tmp_path, "worker")
