"""How fast the public pages are beside an empty view, and the office's list: `.venv/bin/python -m bench.web`.

Every figure is a ratio within one run, since machines differ: two sync workers of gunicorn, no page cache, loaded by
wrk on the same machine. The processor time of a request tells most when the machine is busy with other things too.
SQLite in a temporary folder, then PostgreSQL in a cluster of its own where its binaries are.
"""

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time

from bench.serving import cpu_seconds, environment, get, load, manage, served, settle
from tests.postgres_cluster import binaries, cluster

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
