"""A PostgreSQL of its own for one command: `python tests/postgres_cluster.py COMMAND ...`.

Starts a cluster on a free loopback port in a temporary folder, runs the command with DATABASE_URL pointing
to it, stops and removes it whatever happens, and ends with the command's exit code. Durability is off: it
lives for minutes.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
SERVER_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50 "
    "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -p {port}"
)


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: the newest of Debian's, else the one in PATH, else None."""
    versions = [folder for folder in DEBIAN.glob("*/bin") if (folder / "initdb").exists()]
    if versions:
        return max(versions, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root. None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def cluster(more_options: str = "") -> Iterator[str]:
    """A running cluster, as the DATABASE_URL of its superuser."""
    bin_dir = binaries()
    if bin_dir is None:
        sys.exit("PostgreSQL was not found: no initdb in /usr/lib/postgresql/*/bin or PATH.")
    user = unprivileged()
    home = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    data, port = home / "data", free_port()
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}

    def call(*command: str) -> None:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, **as_user)
        if done.returncode:
            sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")

    try:
        if user:
            os.chown(home, user.pw_uid, user.pw_gid)
        layout = ("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        call(f"{bin_dir}/initdb", "-D", f"{data}", "-U", "portal", "-A", "trust", *layout)
        # The server must not hold our pipes, so it writes into a file of its own.
        options = f"{SERVER_OPTIONS.format(port=port)} {more_options}"
        call(f"{bin_dir}/pg_ctl", "-D", f"{data}", "-l", f"{home / 'log'}", "-w", "-o", options, "start")
        try:
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
        finally:
            call(f"{bin_dir}/pg_ctl", "-D", f"{data}", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(command: list[str]) -> int:
    # A polite end takes the same road as Ctrl-C, so that the cluster is stopped and removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with cluster() as url:
        try:
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
