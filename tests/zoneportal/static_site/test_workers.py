"""The real thing: processes that read a database in which others write, and a run that is killed at any moment."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from zoneportal.static_site.manifest import load
from zoneportal.static_site.tree import Folder, differences

ROOT = Path(__file__).resolve().parents[3]
MOMENTS = (0.1, 0.8)  # seconds after a release has been begun

pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = (settings["HOST"] or "localhost").replace("/", "%2F")
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"


def start(folder: Path, *words: str) -> subprocess.Popen:
    address = "--address=https://www.example.gov.cn"
    command = [sys.executable, "manage.py", "publish_site", str(folder), address, "--processes=2", "--json", *words]
    environment = os.environ | {"DATABASE_URL": database_url(), "DEBUG": "yes"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finished(process: subprocess.Popen) -> tuple[int, str]:
    said, complained = process.communicate(timeout=300)
    return process.returncode, said + complained


def wait_until_begun(folder: Path) -> None:
    for _attempt in range(3_000):
        if list((folder / "releases").glob("*.unfinished")):
            return
        time.sleep(0.01)
    raise AssertionError("The run did not begin.")


def test_several_processes_write_what_one_writes(world, tmp_path, publish_site, site):
    publish_site()
    code, said = finished(start(tmp_path / "several"))

    assert code == 0, said
    assert json.loads(said)["broken"] == {}
    one, several = (load(path / "current/manifest.json") for path in (tmp_path / "public", tmp_path / "several"))
    same = {name: file.sha256 for name, file in one.files().items() if name.endswith(".html")}
    assert {name: file.sha256 for name, file in several.files().items() if name.endswith(".html")} == same


def test_a_run_that_is_killed_leaves_the_old_site_whole(world, tmp_path):
    folder = tmp_path / "public"
    assert finished(start(folder))[0] == 0
    before = (folder / "current").resolve()
    for moment in MOMENTS:
        run = start(folder, "--whole")
        wait_until_begun(folder)
        time.sleep(moment)
        run.send_signal(signal.SIGKILL)
        finished(run)
        current = (folder / "current").resolve()
        assert differences(current, load(current / "manifest.json"), by_hash=True) == []
        assert current == before or not list((folder / "releases").glob("*.unfinished"))

    assert finished(start(folder))[0] == 0
    assert list((folder / "releases").glob("*.unfinished")) == []


def test_of_two_runs_at_once_the_second_is_refused(world, tmp_path):
    folder = tmp_path / "public"
    with Folder(folder).locked():
        code, said = finished(start(folder))

    assert code == 1
    assert str(folder) in said
    assert not (folder / "current").exists()
