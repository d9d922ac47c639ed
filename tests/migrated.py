"""A SQLite database in which every migration has run, kept between runs: `python -m tests.migrated FILE` makes it.

Running them takes longer than most folders of tests do. The file is named by a digest of all that they are made of:
their own text and that of the modules they import, the packages, SQLite, the installed apps. What follows migrations
(rights, groups, triggers) is not in it; every run does that by itself.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import distributions
from pathlib import Path

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.repository.files import ROOT

PLACES = ("zoneportal", "parks", "enterprises", "stats")
KEPT = ROOT / "var" / "tests"


def copied_to(target: Path, apps: Iterable[str], folder: Path = KEPT) -> None:
    """The database as a file of one's own; made first where none of this digest is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"migrated-{digest(apps)}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(kept)
    shutil.copyfile(kept, target)


def _make(kept: Path) -> None:
    for old in kept.parent.glob("migrated-*"):
        old.unlink()
    fresh = kept.with_suffix(".fresh")
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{fresh}"}
    subprocess.run([sys.executable, "-m", "tests.migrated", str(fresh)], cwd=ROOT, env=environment, check=True)
    fresh.rename(kept)


def digest(apps: Iterable[str], root: Path = ROOT) -> str:
    found = hashlib.sha256(repr((list(apps), sys.version, sqlite3.sqlite_version)).encode())
    found.update(repr(sorted({(each.name, each.version) for each in distributions()})).encode())
    for file in sorted(_sources(root)):
        found.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _sources(root: Path) -> set[Path]:
    """The migrations, and the modules of the project that they import, and those that these import."""
    found: set[Path] = set()
    open_files = [file for place in PLACES for file in (root / place).rglob("migrations/*.py")]
    while open_files:
        file = open_files.pop()
        if file not in found:
            found.add(file)
            open_files += _imported(file, root)
    return found


def _imported(file: Path, root: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.partition(".")[0] in PLACES:
                path = root / name.replace(".", "/")
                yield from (each for each in (path.with_suffix(".py"), path / "__init__.py") if each.exists())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoneportal.settings")
    django.setup()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    connection.close()


if __name__ == "__main__":
    main()
