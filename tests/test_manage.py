"""The commands on a terminal of any kind."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_terminal_without_chinese_gets_signs_and_no_error():
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", "print('密码 Password: abc')"]
    environment = os.environ | {"DATABASE_URL": "sqlite://:memory:", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "\\u5bc6\\u7801 Password: abc\n")
