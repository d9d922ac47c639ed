"""The statistics office at full size: `.venv/bin/python -m bench.stats [--only compile,pages,protect]`.

4,000 enterprises, 20 indicators, ten years of accepted returns, on SQLite in a temporary folder and on a PostgreSQL
cluster of its own. Compiling one year stands beside a bare cursor that reads and adds up the same values
(bench/statistics/compile.py says exactly what is in it); public statistics pages stand beside the same pages of a
portal without these returns, both made anew for every request. Disclosure control needs no database and is
measured by bench/statistics/protect.py. Ends with 1 when a promise of issue 5 is missed.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.serving import ROOT, get, manage, served, settle
from bench.sheets.measuring import measured
from bench.sheets.places import Places, places
from tests.postgres_cluster import binaries

PARTS = ("compile", "pages", "protect")
COMPILE, SLOWER = 5.0, 1.15
ROUNDS, REQUESTS = 3, 40
PAGES = ("/statistics/", "/statistics/operating_revenue/", "/statistics/releases/", "/")
YEAR = 2023


@dataclass
class Bench:
    arguments: argparse.Namespace
    verdicts: list[tuple[str, float, float, str]] = field(default_factory=list)

    def promise(self, what: str, value: float, at_most: float, unit: str) -> None:
        self.verdicts.append((what, value, at_most, unit))


def on(bench: Bench, at: Places, parts: list[str]) -> None:
    """Two portals with the same sample data; one of them gets the returns, and what is compiled from them."""
    told = bench.arguments
    with at.fresh("plain") as plain, at.fresh("decade") as env:
        for each in (plain, env):
            manage(each, "load_sample", "--enterprises", "400")
        words = [str(each) for each in (told.years, told.enterprises, told.indicators)]
        subprocess.run([sys.executable, "-m", "bench.statistics.survey", *words], cwd=ROOT, env=env, check=True)
        settle(env, env.get("DATABASE_URL"))
        if "compile" in parts:
            compiling(bench, at.name, env)
        if "pages" in parts:
            pages(bench, at.name, plain, env)


def pages(bench: Bench, name: str, plain: dict[str, str], full: dict[str, str]) -> None:
    """Both portals are asked in turn, so that what else the machine does meets both; a quarter of the times is less."""
    nothing_kept = {"BENCH_KEEPS": "nothing"}
    print(f"\n#### {name}: pages, milliseconds\n\n| page | without returns | with returns |\n|---|---|---|")
    with served(plain | nothing_kept) as (before, _), served(full | nothing_kept) as (after, _):
        for page in PAGES:
            taken: dict[int, list[float]] = {before: [], after: []}
            for _turn in range(REQUESTS):
                for port, times in taken.items():
                    times.append(seconds_of(port, page))
            without, with_returns = (sorted(times)[REQUESTS // 4] for times in taken.values())
            print(f"| {page} | {without * 1000:.1f} | {with_returns * 1000:.1f} |", flush=True)
            bench.promise(f"{name}: {page} beside itself without returns", with_returns / without, SLOWER, "×")


def seconds_of(port: int, page: str) -> float:
    start = time.perf_counter()
    status, _size = get(port, page)
    if status != 200:
        sys.exit(f"{page} answered {status}.")
    return time.perf_counter() - start


def compiling(bench: Bench, name: str, env: dict[str, str]) -> None:
    values = bench.arguments.enterprises * bench.arguments.indicators
    print(
        f"\n#### {name}: one year of {values:,} values\n\n| step | seconds | processor s | figures |\n|---|---|---|---|"
    )
    took: dict[str, list[float]] = {"bare": [], "ours": [], "again": []}
    for year in range(YEAR - ROUNDS + 1, YEAR + 1):
        for step in took:
            told = measured(env, "bench.statistics.compile", year, step)
            took[step].append(told["seconds"])
            print(f"| {step} {year} | {told['seconds']:.2f} | {told['cpu']:.2f} | {told['figures']} |", flush=True)
    # The fastest of them: what else the machine does is no part of the measure.
    ours, bare = min(took["ours"]), min(took["bare"])
    print(f"\nCompiling takes {ours / bare:.1f}× what a bare cursor takes to read and add up the same values.")
    bench.promise(f"{name}: compile one year with all breakdowns", ours, COMPILE, " s")


def protecting(bench: Bench) -> None:
    """Its own promises, its own verdict."""
    code = subprocess.run([sys.executable, "-m", "bench.statistics.protect"], cwd=ROOT).returncode
    bench.promise("disclosure control: promises missed", float(code), 0.0, "")


def judge(verdicts: list[tuple[str, float, float, str]]) -> int:
    print("\n| promise | measured | at most | |\n|---|---|---|---|")
    for what, value, at_most, unit in verdicts:
        word = "kept" if value <= at_most else "MISSED"
        print(f"| {what} | {value:.3g}{unit} | {at_most:.3g}{unit} | {word} |")
    return int(any(value > at_most for _what, value, at_most, _unit in verdicts))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=4_000)
    parser.add_argument("--indicators", type=int, default=20)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, of: " + ",".join(PARTS))
    bench = Bench(parser.parse_args())
    parts = bench.arguments.only.split(",")
    databases = ["sqlite", "postgresql"] if bench.arguments.database == "both" else [bench.arguments.database]
    if "postgresql" in databases and binaries() is None:
        sys.exit("PostgreSQL was not found: no initdb in /usr/lib/postgresql/*/bin or PATH.")
    if {"compile", "pages"} & set(parts):
        with tempfile.TemporaryDirectory(prefix="portal-stats-") as folder:
            for database in databases:
                with places(Path(folder) / database, database) as at:
                    on(bench, at, parts)
    if "protect" in parts:
        protecting(bench)
    return judge(bench.verdicts)


if __name__ == "__main__":
    sys.exit(main())
