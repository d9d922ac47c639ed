"""The portal beside Wagtail in one run: `.venv/bin/python -m bench.wagtail`.

A minimal Wagtail site (the base of `wagtail start`, stream fields, rich text, a register of as many rows with the same
columns) whose pages are as large as the portal's; SQLite with the same pragmas, the same gunicorn, loaded by wrk one
page after the other. First nothing keeps pages; then both keep them in files: the portal by its own page cache, Wagtail
by wagtail-cache, the usual one. Ends with 1 where the portal is not faster.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.serving import cpu_seconds, environment, fill, get, load, served
from bench.wagtail.environment import SITE, python

# By name: the portal's address, Wagtail's address.
PAGES = {
    "home": ("/", "/"),
    "enterprise list, 50 lines": ("/enterprises/", "/register/"),
    "enterprise list, page 100": ("/enterprises/?page=100", "/register/?page=100"),
    "one indicator": ("/statistics/operating_revenue/", "/figures/"),
}
COLUMNS = (
    *("page", "KB", "Wagtail KB", "requests/s", "Wagtail", "times as fast"),
    *("p99 ms", "Wagtail", "processor ms", "Wagtail"),
)
NOTHING_KEPT = {"BENCH_KEEPS": "nothing"}


def measured(port: int, server: int, path: str, seconds: int) -> tuple[float, float, float]:
    """Requests a second, p99 in milliseconds, processor milliseconds of a request; after a second to get warm."""
    load(port, path, 1)
    before = cpu_seconds(server)
    rate, slow, requests = load(port, path, seconds)
    return rate, slow, (cpu_seconds(server) - before) / requests * 1000


def size_of(port: int, path: str) -> int:
    status, size = get(port, path)
    if status != 200:
        sys.exit(f"{path} answered {status}")
    return size


def compare(title: str, portal_env: dict[str, str], wagtail_env: dict[str, str], seconds: int) -> bool:
    """Prints the table of one way of keeping pages; whether the portal was faster everywhere."""
    print(f"\n### {title}\n")
    print(
        "| page | KB | Wagtail KB | requests/s | Wagtail | times as fast | p99 ms | Wagtail | processor ms | Wagtail |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    faster = True
    wagtail = {"first": "/", "python": python(), "application": "wsgi:application", "folder": SITE}
    with served(portal_env) as ours, served(wagtail_env, **wagtail) as theirs:
        for name, (path, other) in PAGES.items():
            sizes = size_of(ours[0], path), size_of(theirs[0], other)
            (rate, slow, cpu), (rate2, slow2, cpu2) = measured(*ours, path, seconds), measured(*theirs, other, seconds)
            faster &= rate > rate2
            print(
                f"| {name} | {sizes[0] / 1000:.0f} | {sizes[1] / 1000:.0f} | {rate:.0f} | {rate2:.0f} | "
                f"{rate / rate2:.1f} | {slow:.0f} | {slow2:.0f} | {cpu:.1f} | {cpu2:.1f} |",
                flush=True,
            )
    return faster


def fill_wagtail(env: dict[str, str], rows: int, sizes: list[int]) -> None:
    command = [python(), "fill.py", str(rows), *map(str, sizes)]
    subprocess.run(command, cwd=SITE, env=env, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=8, help="of load for every page")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk was not found: apt install wrk")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        env = environment(name)
        fill(env, arguments.enterprises)
        with served(env) as (port, _server):
            sizes = [size_of(port, PAGES[page][0]) for page in ("home", "enterprise list, 50 lines", "one indicator")]
        beside = env | {"DATA_DIR": str(Path(name) / "beside"), "PYTHONDONTWRITEBYTECODE": "1"}
        fill_wagtail(beside, arguments.enterprises, sizes)
        faster = [
            compare("Nothing kept", env | NOTHING_KEPT, beside | {"WAGTAIL_CACHE": "off"}, arguments.seconds),
            compare("Pages kept", env, beside | {"WAGTAIL_CACHE": "on"}, arguments.seconds),
        ]
    print(f"\nThe portal is {'' if all(faster) else 'NOT '}faster than Wagtail on every page.")
    return 0 if all(faster) else 1


if __name__ == "__main__":
    sys.exit(main())
