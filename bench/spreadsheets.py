"""How fast sheets go in and out: `.venv/bin/python -m bench.spreadsheets [--only import,stock,clerk,export]`.

Invented enterprises in workbooks of eight columns, each step in a process of its own, on SQLite in a temporary folder
and on a PostgreSQL cluster of its own. Beside every step stand, in the same run, what no program can go below
(bench/sheets/limit.py says exactly what is in it) and what django-import-export's own ModelResource takes
(bench/sheets/stock.py), measured on fewer rows. Ends with 1 when a promise of issue 4 is missed.

Memory is what the working process held at most above what it held before, looked at every hundredth of a second, and
the peak of the child that reads the file.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.serving import ROOT, settle
from bench.sheets.measuring import measured
from bench.sheets.places import Places, places
from tests.postgres_cluster import binaries

PARTS = ("import", "stock", "clerk", "export")
LIMIT = {"SQLite": 6.0, "PostgreSQL": 3.0}  # times the physical limit
STOCK, MEMORY, CHILD, WAIT, EXPORT, GROWTH, FLAT, NOISE = 50.0, 150.0, 512.0, 3.0, 1.5, 1.2, 16.0, 1.05
CLERK_ROWS = 5_000
HEADING = "| step | rows | seconds | rows/s | processor s | memory +MiB | child MiB |\n|---|---|---|---|---|---|---|"


@dataclass
class Bench:
    at: Places
    arguments: argparse.Namespace
    verdicts: list[tuple[str, float, float, str]] = field(default_factory=list)
    found: dict[str, dict[str, Any]] = field(default_factory=dict)

    def file(self, kind: str, rows: int) -> Path:
        path = self.at.folder / f"{kind}-{rows}.xlsx"
        if not path.exists():
            command = [sys.executable, "-m", "bench.sheets.invented", str(path), str(rows), kind]
            subprocess.run(command, cwd=ROOT, env=self.at.base, check=True)
        return path

    def step(self, name: str, rows: int, env: dict[str, str], module: str, *words: object) -> dict[str, Any]:
        """One measurement, printed as a line of the table."""
        told = measured(env, f"bench.sheets.{module}", *words)
        more = f"{told['cpu']:.1f} | {told['more']:.0f} | {told['child'] or 0:.0f}" if "cpu" in told else " |  | "
        print(f"| {name} | {rows:,} | {told['seconds']:.2f} | {rows / told['seconds']:,.0f} | {more} |", flush=True)
        return told

    def promise(self, what: str, value: float, at_most: float, unit: str = "×") -> None:
        self.verdicts.append((f"{self.at.name}: {what}", value, at_most, unit))


def several(bench: Bench, name: str, rows: int, module: str, *words: object) -> dict[str, Any]:
    """The run of median length of as many as were asked for, each on a fresh copy."""
    runs = []
    for turn in range(bench.arguments.rounds):
        with bench.at.fresh(f"turn{turn}") as env:
            runs.append(bench.step(name, rows, env, module, *words))
    return sorted(runs, key=lambda told: told["seconds"])[len(runs) // 2]


def imports(bench: Bench) -> None:
    rows, few = bench.arguments.rows, bench.arguments.rows // 10
    limit = several(bench, "the physical limit", rows, "limit", bench.file("new", rows))
    several(bench, "the physical limit and history", rows, "limit", bench.file("new", rows), "--history")
    short = several(bench, "new", few, "ours", bench.file("new", few), "new")
    told: dict[str, list[dict[str, Any]]] = {"new": [], "changed": [], "unchanged": []}
    for turn in range(bench.arguments.rounds):
        with bench.at.fresh(f"whole{turn}") as env:
            for state in told:
                file = bench.file("new" if state == "new" else "changed", rows)
                told[state].append(bench.step(state, rows, env, "ours", file, state))
                settle(env, env.get("DATABASE_URL"))
    took = {state: median(each["seconds"] for each in runs) for state, runs in told.items()}
    name, every = bench.at.name, [each for runs in told.values() for each in runs]
    bench.found["new"] = {"seconds": took["new"], "rows": rows}
    bench.promise(f"{rows:,} new, times the physical limit", took["new"] / limit["seconds"], LIMIT[name])
    spent = median(each["cpu"] for each in told["new"]) / limit["cpu"]
    print(f"\nBeside the physical limit in processor time, which tells more on a busy machine: {spent:.1f}×\n")
    bench.promise("changed beside new", took["changed"] / took["new"], NOISE)
    bench.promise("unchanged beside new", took["unchanged"] / took["new"], NOISE)
    growth = (took["new"] / rows) / (short["seconds"] / few)
    bench.promise(f"a row of {rows:,} beside a row of {few:,}", growth, GROWTH)
    bench.promise("peak memory of the working process", max(each["more"] for each in every), MEMORY, " MiB")
    bench.promise("peak memory of the reading child", max(each["child"] for each in every), CHILD, " MiB")


def stock(bench: Bench) -> None:
    per_row = {}
    for kind, name in (("as_it_comes", "ModelResource as it comes"), ("in_bulk", "ModelResource in bulk")):
        for rows in (bench.arguments.stock // 2, bench.arguments.stock):
            with bench.at.fresh("stock") as env:
                told = bench.step(name, rows, env, "stock", bench.file("plain", rows), kind)
            per_row[kind] = told["seconds"] / rows
    if "new" in bench.found:
        ours = bench.found["new"]["seconds"] / bench.found["new"]["rows"]
        for kind, seconds in per_row.items():
            print(f"\n{kind}: {seconds * 1e6:.0f} µs a row, ours {ours * 1e6:.0f} µs: {seconds / ours:.0f}×")
        bench.promise("ours beside ModelResource, a row", ours / per_row["as_it_comes"], 1 / STOCK)


def clerk(bench: Bench) -> None:
    told = several(bench, "a clerk waits", CLERK_ROWS, "clerk", bench.file("new", CLERK_ROWS))
    print(f"\npreview {told['preview']:.2f} s, confirm {told['confirm']:.2f} s")
    bench.promise(f"a clerk waits for {CLERK_ROWS:,} rows", told["seconds"], WAIT, " s")


def exports(bench: Bench) -> None:
    rows = bench.arguments.rows
    sizes = [rows // 10, rows, *([rows * 10] if bench.arguments.million else [])]
    more = []
    for size in sizes:
        with bench.at.fresh("outward") as env:
            measured(env, "bench.sheets.limit", "--fill", size)
            settle(env, env.get("DATABASE_URL"))
            file = bench.at.folder / "out.xlsx"
            bare = [bench.step("XlsxWriter alone", size, env, "outward", "bare", file) for _ in range(2)]
            ours = [bench.step("export", size, env, "outward", "ours", file) for _ in range(2)]
        # SQLite's own cache grows under a bare cursor, too.
        more.append(max(each["more"] for each in ours) - max(each["more"] for each in bare))
        if size == rows:
            ratio = median(each["seconds"] for each in ours) / median(each["seconds"] for each in bare)
            bench.promise(f"export of {rows:,} beside XlsxWriter alone", ratio, EXPORT)
    bench.promise(
        "memory of the largest export above the smallest, beside a bare cursor", more[-1] - more[0], FLAT, " MiB"
    )


def judge(verdicts: list[tuple[str, float, float, str]]) -> int:
    print("\n| promise | measured | at most | |\n|---|---|---|---|")
    for what, value, at_most, unit in verdicts:
        word = "kept" if value <= at_most else "MISSED"
        print(f"| {what} | {value:.3g}{unit} | {at_most:.3g}{unit} | {word} |")
    return int(any(value > at_most for _what, value, at_most, _unit in verdicts))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--stock", type=int, default=4_000, help="rows for the stock library")
    parser.add_argument("--rounds", type=int, default=1, help="the median of so many runs counts")
    parser.add_argument("--million", action="store_true", help="export ten times as many rows too")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, of: " + ",".join(PARTS))
    arguments = parser.parse_args()
    parts = dict(zip(PARTS, (imports, stock, clerk, exports), strict=True))
    databases = ["sqlite", "postgresql"] if arguments.database == "both" else [arguments.database]
    if "postgresql" in databases and binaries() is None:
        sys.exit("PostgreSQL was not found: no initdb in /usr/lib/postgresql/*/bin or PATH.")
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="portal-sheets-") as folder:
        for database in databases:
            with places(Path(folder) / database, database) as at:
                bench = Bench(at, arguments)
                print(f"\n### {at.name}\n\n{HEADING}", flush=True)
                for part in arguments.only.split(","):
                    parts[part](bench)
                verdicts += bench.verdicts
    return judge(verdicts)


if __name__ == "__main__":
    sys.exit(main())
