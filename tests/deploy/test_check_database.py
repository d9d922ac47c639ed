import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def check(**variables: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / "deploy" / "check_database.py")]
    return subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True)


def test_database_that_answers_is_no_matter():
    done = check(DATABASE_URL="sqlite://:memory:")

    assert (done.returncode, done.stderr) == (0, "")


def test_database_that_is_down_is_told_in_both_languages_without_its_password():
    done = check(DATABASE_URL="postgres://portal:hidden-word@127.0.0.1:1/portal")

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.count("DATABASE_URL") == 2
    assert "无法连接数据库" in done.stderr
    assert "hidden-word" not in done.stderr


def test_setting_that_is_wrong_is_named_in_one_line_without_its_value():
    done = check(DATABASE_URL="mysql://portal:hidden-word@x/y")

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "门户的设置有误" in done.stderr
    assert "DATABASE_URL is not valid" in done.stderr
    assert "hidden-word" not in done.stderr
