"""How fast the public pages are beside an empty view, and the office's list: `.venv/bin/python -m bench.web`.

Every figure is a ratio within one run, since machines differ: two sync workers of gunicorn, loaded by wrk on the same
machine; pages made anew for every request, kept pages, and kept pages that the reader has already. The processor time
of a request tells most when the machine is busy with other things too.
SQLite in a temporary folder, then PostgreSQL in a cluster of its own where its binaries are.
"""

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass

from bench.serving import cpu_seconds, environment, get, load, manage, served, settle
from tests.postgres_cluster import binaries, cluster

EMPTY = "/bench/empty/"
LONG_RUN = "/enterprises/"
CONNECTIONS = 16  # of readers of kept pages
HEADING = "| page | KB | requests/s | of the empty view | p99 ms | processor ms |\n|---|---|---|---|---|---|"
PAGES = {
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


@dataclass(frozen=True)
class Figures:
    rate: float
    slow: float  # milliseconds that 99 of 100 requests stay below
    cpu: float  # milliseconds of the processor for a request


def measured(port: int, server: int, path: str, seconds: int, **how) -> Figures:
    load(port, path, 1, **how)
    before = cpu_seconds(server)
    rate, slow, requests = load(port, path, seconds, **how)
    return Figures(rate, slow, (cpu_seconds(server) - before) / requests * 1000)


def row(name: str, size: int, found: Figures, empty: Figures) -> None:
    share = found.rate / empty.rate
    print(
        f"| {name} | {size / 1000:.0f} | {found.rate:.0f} | {share:.1%} | {found.slow:.0f} | {found.cpu:.1f} |",
        flush=True,
    )


def made_anew(env: dict[str, str], seconds: int) -> None:
    """What a page costs that nobody has asked for since something of it changed."""
    print(f"Made anew:\n\n{HEADING}")
    with served(env | {"BENCH_KEEPS": "nothing"}) as (port, server):
        empty = measured(port, server, EMPTY, seconds)
        row("an empty view", 0, empty, empty)
        for name, path in PAGES.items():
            row(name, size_of(port, path), measured(port, server, path, seconds), empty)


def kept(env: dict[str, str], seconds: int, minutes: int) -> None:
    """What a page costs that is unchanged: for a new reader, and for one who has it already."""
    print(f"\nKept, {CONNECTIONS} connections:\n\n{HEADING}")
    with served(env) as (port, server):
        empty = measured(port, server, EMPTY, seconds, connections=CONNECTIONS)
        row("an empty view", 0, empty, empty)
        for name, path in PAGES.items():
            if "?q=" in path:
                continue  # free text is never kept
            size = size_of(port, path)
            row(name, size, measured(port, server, path, seconds, connections=CONNECTIONS), empty)
            had = {"connections": CONNECTIONS, "headers": (f"If-None-Match: {tag_of(port, path)}",)}
            row(f"{name}, 304", 0, measured(port, server, path, seconds, **had), empty)
        if minutes:
            long = measured(port, server, LONG_RUN, minutes * 60, connections=CONNECTIONS)
            row(f"enterprise list for {minutes} minutes", size_of(port, LONG_RUN), long, empty)


def size_of(port: int, path: str) -> int:
    status, size = get(port, path)
    if status != 200:
        sys.exit(f"{path} answered {status}")
    return size


def tag_of(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
        return response.headers["ETag"]


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


def measure(database: str | None, arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        env = environment(folder, database)
        manage(env, "migrate", "--verbosity", "0")
        manage(env, "collectstatic", "--no-input", "--verbosity", "0")
        manage(env, "load_content")
        manage(env, "load_sample", "--enterprises", str(arguments.enterprises))
        settle(env, database)
        print(f"\n### {'PostgreSQL' if database else 'SQLite'}, {arguments.enterprises:,} enterprises\n", flush=True)
        made_anew(env, arguments.seconds)
        kept(env, arguments.seconds, arguments.minutes)
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
    parser.add_argument("--minutes", type=int, default=0, help="of load for one kept page; the promise is about 10")
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
