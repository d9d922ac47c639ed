"""How fast the public pages are beside an empty view, and the office's list: `.venv/bin/python -m bench.web`.

Every figure is a ratio within one run, since machines differ: two sync workers of gunicorn, no page cache, loaded by
wrk on the same machine. The processor time of a request tells most when the machine is busy with other things too.
SQLite in a temporary folder, then PostgreSQL in a cluster of its own where its binaries are.
"""

import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres_cluster import binaries, cluster, free_port

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "an empty view": "/bench/empty/",
    "home": "/",
    "enterprise list": "/enterprises/",
    "enterprise list, by name": "/enterprises/?q=%E7%A7%91%E6%8A%80",
    "enterprise list, last page": "/enterprises/?page=400",
    "one indicator": "/statistics/operating_revenue/",
}
OFFICE = {
    "list": "/admin/enterprises/enterprise/",
    "search by name": "/admin/enterprises/enterprise/?q=%E7%A7%91%E6%8A%80",
    "search by code": "/admin/enterprises/enterprise/?q=91140",
    "page 20": "/admin/enterprises/enterprise/?p=20",
}
SESSION = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
user = get_user_model().objects.create_superuser("bench", password="a-password-for-one-run")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session.update({
    SESSION_KEY: str(user.pk),
    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
    HASH_SESSION_KEY: user.get_session_auth_hash(),
})
session.create()
print("session", session.session_key)
"""


def environment(folder: str, database: str | None) -> dict[str, str]:
    names = {
        "DATA_DIR": folder,
        "SECRET_KEY": "only-for-benchmarks-" + "0123456789" * 4,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "DEBUG": "off",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    kept = {name: value for name, value in os.environ.items() if name not in {"CACHE_URL", "DATABASE_URL"}}
    return kept | names | ({"DATABASE_URL": database} if database else {})


def manage(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


@contextmanager
def served(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Port and process of a portal that answers."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "zoneportal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "2", "--no-control-socket", "--log-level", "error"]
    server = subprocess.Popen([*command, *options], cwd=ROOT, env=env)
    try:
        for _attempt in range(100):
            time.sleep(0.2)
            try:
                get(port, "/bench/empty/")
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


def load(port: int, path: str, seconds: int) -> tuple[float, float, int]:
    """Requests a second, the milliseconds that 99 of 100 requests stay below, and the number of requests."""
    command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}{path}"]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in report:
        sys.exit(f"{path} did not answer with 200:\n{report}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", report).groups()
    requests = int(re.search(r"(\d+) requests in", report)[1])
    return rate, float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit], requests


def public_pages(env: dict[str, str], seconds: int) -> None:
    print("| page | KB | requests/s | of the empty view | p99 ms | processor ms |\n|---|---|---|---|---|---|")
    with served(env) as (port, server):
        empty = 0.0
        for name, path in PAGES.items():
            status, size = get(port, path)
            if status != 200:
                sys.exit(f"{path} answered {status}")
            load(port, path, 1)
            before = cpu_seconds(server)
            rate, slow, requests = load(port, path, seconds)
            cpu = (cpu_seconds(server) - before) / requests * 1000
            empty = empty or rate
            line = f"| {name} | {size / 1000:.0f} | {rate:.0f} | {rate / empty:.1%} | {slow:.0f} | {cpu:.1f} |"
            print(line, flush=True)


def office_list(env: dict[str, str], session: str) -> None:
    print("\n| the office's list of enterprises | median ms | slowest of 20 ms |\n|---|---|---|")
    with served(env) as (port, _server):
        for name, path in OFFICE.items():
            took = []
            for _turn in range(21):
                start = time.perf_counter()
                status, _size = get(port, path, session)
                took.append((time.perf_counter() - start) * 1000)
                if status != 200:
                    sys.exit(f"{path} answered {status}")
            warm = took[1:]
            print(f"| {name} | {statistics.median(warm):.0f} | {max(warm):.0f} |", flush=True)


def settle(env: dict[str, str], database: str | None) -> None:
    """What autovacuum does within minutes of a load; without it the planner knows nothing of the new rows."""
    if database:
        manage(env, "shell", "-c", "from django.db import connection; connection.cursor().execute('VACUUM ANALYZE')")


def measure(database: str | None, arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        env = environment(folder, database)
        manage(env, "migrate", "--verbosity", "0")
        manage(env, "collectstatic", "--no-input", "--verbosity", "0")
        manage(env, "load_content")
        manage(env, "load_sample", "--enterprises", str(arguments.enterprises))
        settle(env, database)
        print(f"\n### {'PostgreSQL' if database else 'SQLite'}, {arguments.enterprises:,} enterprises\n", flush=True)
        public_pages(env, arguments.seconds)
        if arguments.office:
            manage(env, "load_sample", "--remove")
            manage(env, "load_sample", "--enterprises", str(arguments.office))
            settle(env, database)
            session = re.search(r"session (\w+)", manage(env, "shell", "-c", SESSION))[1]
            print(f"\nWith {arguments.office:,} enterprises:", flush=True)
            office_list(env, session)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=20_000)
    parser.add_argument(
        "--office", type=int, default=100_000, help="enterprises for the office's list; 0 leaves it out"
    )
    parser.add_argument("--seconds", type=int, default=8, help="of load for every page")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk was not found: apt install wrk")
    if arguments.database != "postgresql":
        measure(None, arguments)
    if arguments.database != "sqlite":
        if binaries() is None:
            sys.exit("PostgreSQL was not found: no initdb in /usr/lib/postgresql/*/bin or PATH.")
        with cluster() as url:
            measure(url, arguments)


if __name__ == "__main__":
    main()
