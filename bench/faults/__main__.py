"""Whatever happens to the processes, the database or the disk while sheets are written: all or nothing, exactly once.

`.venv/bin/python -m bench.faults`: real processes on a fresh portal, killed with SIGKILL at random moments of a long
sheet, set against each other, stopped while somebody else edits; PostgreSQL stopped, a disk that is full. After every
round: nothing or everything is written, the answer is what the database says, history entries are as many as changed
records, the next try works, the database is whole and holds no lock, no child and no file is left behind.
Ends with 1 when a promise was broken; `--seed` repeats the moments.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.serving import ROOT
from bench.sheets.places import Places, places
from tests.postgres_cluster import binaries

HEADING = "| what happens | rounds | how it ended | faults | seconds |\n|---|---|---|---|---|"
ALWAYS = ("confirmations", "workers", "web", "undos", "one", "same", "other", "edits", "parks")
MEGABYTES = 1_500  # of the small disk


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A file system of its own; None where that is not allowed, since it takes root."""
    folder.mkdir()
    size = f"size={MEGABYTES}m,mode=777"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], stderr=subprocess.DEVNULL)
    is_there = done.returncode == 0
    try:
        yield folder if is_there else None
    finally:
        if is_there:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def played(at: Places, names: list[str], arguments: argparse.Namespace) -> int:
    words = [",".join(names), str(arguments.rows), str(arguments.rounds), str(arguments.seed)]
    with at.fresh("torture") as env:
        command = [sys.executable, "-m", "bench.faults.scenarios", *words]
        return subprocess.run(command, cwd=ROOT, env=env).returncode


def on(database: str, folder: Path, arguments: argparse.Namespace) -> int:
    wanted = arguments.only.split(",") if arguments.only else [*ALWAYS, "stops", "disk"]
    names = [name for name in wanted if name != "disk" and (name != "stops" or database == "postgresql")]
    codes = []
    if names:
        with places(folder / database, database) as at:
            print(f"\n### {at.name}, {arguments.rows:,} rows\n\n{HEADING}", flush=True)
            codes.append(played(at, names, arguments))
    if "disk" in wanted:
        with small_disk(folder / f"{database}-disk") as disk:
            if disk is None:
                print("\nThe full disk was left out: a file system of its own takes root.", flush=True)
                return max(codes, default=0)
            tempfile.tempdir = str(disk)  # PostgreSQL too lives there
            with places(disk / "portal", database) as at:
                print(f"\n### {at.name} on a disk of {MEGABYTES:,} MB\n\n{HEADING}", flush=True)
                codes.append(played(at, ["disk"], arguments))
            tempfile.tempdir = None
    return max(codes, default=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000, help="of a sheet: half new enterprises, half changed ones")
    parser.add_argument("--rounds", type=int, default=50, help="kills of a confirmation; the other parts have less")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--only", help="of: " + ",".join([*ALWAYS, "stops", "disk"]))
    arguments = parser.parse_args()
    databases = ["sqlite", "postgresql"] if arguments.database == "both" else [arguments.database]
    if "postgresql" in databases and binaries() is None:
        sys.exit("PostgreSQL was not found: no initdb in /usr/lib/postgresql/*/bin or PATH.")
    print(f"--seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="portal-torture-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as somebody else
        return max([on(database, Path(folder), arguments) for database in databases])


if __name__ == "__main__":
    sys.exit(main())
