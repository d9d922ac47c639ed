"""A portal of its own for a measurement, served by gunicorn from a temporary folder and loaded by wrk.

Two sync workers, as README.md proposes; the load comes from the same machine.
"""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres_cluster import free_port

ROOT = Path(__file__).resolve().parents[1]
FOREIGN = {"CACHE_URL", "DATABASE_URL", "BEHIND_PROXY"}  # settings of the shell that would be measured too
GUNICORN = ("--workers", "2", "--no-control-socket", "--forwarded-allow-ips=", "--log-level", "error")


def environment(folder: str, database: str | None = None, settings: str = "bench.settings") -> dict[str, str]:
    Path(folder).mkdir(parents=True, exist_ok=True)
    names = {
        "DATA_DIR": folder,
        "SECRET_KEY": "only-for-benchmarks-" + "0123456789" * 4,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "DEBUG": "off",
        "API_REQUESTS_A_MINUTE": "1000000000",  # all load comes from one address
        "LARGE_FILES_A_MINUTE": "1000000000",
        "DJANGO_SETTINGS_MODULE": settings,
    }
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return kept | names | ({"DATABASE_URL": database} if database else {})


def manage(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


def fill(env: dict[str, str], enterprises: int) -> None:
    """The zone's own content, and as many invented enterprises with ten years of figures; none brings no figures."""
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "collectstatic", "--no-input", "--verbosity", "0")
    manage(env, "load_content")
    if enterprises:
        manage(env, "load_sample", "--enterprises", str(enterprises))


@contextmanager
def served(
    env: dict[str, str],
    *,
    first: str = "/bench/empty/",
    python: str = sys.executable,
    application: str = "zoneportal.wsgi:application",
    folder: Path = ROOT,
) -> Iterator[tuple[int, int]]:
    """Port and process of a server that answers at the address `first`."""
    port = free_port()
    command = [python, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *GUNICORN]
    server = subprocess.Popen(command, cwd=folder, env=env)
    try:
        for _attempt in range(100):
            time.sleep(0.2)
            try:
                get(port, first)
                break
            except OSError:
                continue
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def get(port: int, path: str, session: str = "") -> tuple[int, int]:
    """Status and size of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}"} if session else {})
    response = connection.getresponse()
    return response.status, len(response.read())


def cpu_seconds(server: int) -> float:
    """What the workers of the server have used of the processor so far."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    fields = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in workers]
    return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


def load(
    port: int, path: str, seconds: int, *, connections: int = 4, headers: tuple[str, ...] = ()
) -> tuple[float, float, int]:
    """Requests a second, the milliseconds that 99 of 100 requests stay below, and the number of requests."""
    said = [word for header in headers for word in ("-H", header)]
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s", *said]
    command = ["wrk", *options, f"http://127.0.0.1:{port}{path}"]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in report or "Socket errors" in report:
        sys.exit(f"{path} did not answer every request:\n{report}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", report).groups()
    requests = int(re.search(r"(\d+) requests in", report)[1])
    return rate, float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit], requests


def settle(env: dict[str, str], database: str | None) -> None:
    """What autovacuum does within minutes of a load; without it the planner knows nothing of the new rows."""
    if database:
        manage(env, "shell", "-c", "from django.db import connection; connection.cursor().execute('VACUUM ANALYZE')")
