"""Writes DATA_DIR/portal.env for a portal on this machine, once: `python deploy/write_settings.py DATA_DIR`.

Where the environment brings its own SECRET_KEY nothing is written: HTTPS=off must not slip into an office.
"""

import os
import secrets
import sys
from pathlib import Path

FIRST_SETTINGS = """\
# Written once by make, for a portal on this machine; README.md lists what else may stand here.
SECRET_KEY={secret_key}
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
HTTPS=off
"""


def write_settings(data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    if os.environ.get("SECRET_KEY"):
        return
    try:
        target = os.open(data_dir / "portal.env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(target, "w", encoding="utf-8") as file:
        file.write(FIRST_SETTINGS.format(secret_key=secrets.token_urlsafe(50)))


if __name__ == "__main__":
    write_settings(Path(sys.argv[1]))
