"""Before the first start: settings for this machine, and a word when the port is taken. Uses no package."""

import os
import secrets
import socket
import sys
from pathlib import Path

FIRST_SETTINGS = """\
# Written once by `make run` for a portal on this machine; README.md lists what else may stand here.
SECRET_KEY={secret_key}
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
HTTPS=off
"""


def write_first_settings(data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        target = os.open(data_dir / "portal.env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(target, "w", encoding="utf-8") as file:
        file.write(FIRST_SETTINGS.format(secret_key=secrets.token_urlsafe(50)))


def check_port(text: str) -> None:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT={text} is not a port: give a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            sys.exit(f"Port {text} cannot be used ({error.strerror}): try make run PORT=8080.")


if __name__ == "__main__":
    check_port(sys.argv[2])
    write_first_settings(Path(sys.argv[1]))
