import subprocess
import sys
from pathlib import Path

from deploy.write_settings import write_settings

ROOT = Path(__file__).resolve().parents[2]


def test_settings_are_written_for_this_machine_and_only_their_owner_reads_them(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")

    write_settings(tmp_path / "var")

    file = tmp_path / "var" / "portal.env"
    assert "ALLOWED_HOSTS=127.0.0.1,localhost,[::1]\nHTTPS=off\n" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600


def test_settings_that_are_there_stay_as_they_are(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    (tmp_path / "portal.env").write_text("SECRET_KEY=mine\n", "utf-8")

    write_settings(tmp_path)

    assert (tmp_path / "portal.env").read_text("utf-8") == "SECRET_KEY=mine\n"


def test_nothing_is_written_where_the_environment_brings_its_own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the office")

    write_settings(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_told_in_both_languages(tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    command = [sys.executable, str(ROOT / "deploy" / "write_settings.py"), str(tmp_path / "file" / "var")]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith(f"无法写入数据目录 {tmp_path / 'file' / 'var'}（")
    assert "cannot be written" in done.stderr
