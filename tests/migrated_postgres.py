"""The same for PostgreSQL: a database in which every migration has run, of which the databases of the tests are made.

It stays on the server. What it holds is kept beside the SQLite file too, for the next server; a fresh clone runs all
migrations.
"""

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests import postgres_cluster
from tests.migrated import KEPT, digest
from tests.repository.files import ROOT


def template_on(server: dict[str, Any], apps: Iterable[str], folder: Path = KEPT) -> str:
    """The name of the database on this server (as settings name one); made first where it has none of this digest."""
    folder.mkdir(parents=True, exist_ok=True)
    maintenance = psycopg.connect(url_of(server, "postgres"), autocommit=True)
    with (folder / "lock").open("w") as lock, maintenance as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)
        major = connection.info.server_version // 10_000
        name = f"migrated_{digest(apps)}"
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount == 0:
            fresh, ours = sql.Identifier(f"{name}_fresh"), sql.Identifier(name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(fresh))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(fresh))
            _fill(url_of(server, f"{name}_fresh"), folder / f"{name}-{major}.sql", major)
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(fresh, ours))
    return name


def url_of(server: dict[str, Any], name: str) -> str:
    host = quote(server["HOST"] or "localhost", safe="")
    user, password = (quote(server[each] or "", safe="") for each in ("USER", "PASSWORD"))
    return f"postgres://{user}{f':{password}' if password else ''}@{host}:{server['PORT'] or 5432}/{name}"


def _fill(url: str, kept: Path, major: int) -> None:
    if kept.exists() and (psql := _tool("psql", major)):
        words = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={kept}", url]
        subprocess.run([psql, *words], check=True, stdout=subprocess.DEVNULL)
        return
    environment = os.environ | {"DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "tests.migrated"], cwd=ROOT, env=environment, check=True)
    if pg_dump := _tool("pg_dump", major):
        for old in kept.parent.glob("migrated_*.sql"):
            old.unlink()
        fresh = kept.with_suffix(".fresh")
        subprocess.run([pg_dump, "--no-owner", "--no-privileges", f"--file={fresh}", url], check=True)
        fresh.rename(kept)


def _tool(name: str, major: int) -> Path | None:
    """The program of PostgreSQL; None where it is missing, or too old for this server."""
    folder = postgres_cluster.binaries()
    if folder is None or not (folder / name).exists():
        return None
    said = subprocess.run([folder / name, "--version"], check=True, capture_output=True, text=True).stdout
    return folder / name if int(re.search(r"(\d+)", said)[1]) >= major else None
