"""Prepared once, copied for every measurement: a portal with its content and one superuser, on either database."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.serving import environment, manage
from tests.postgres_cluster import cluster

USER = """
from zoneportal.accounts.models import User
User.objects.create_superuser("bench", password="a-password-for-one-run")
"""


class Places:
    """`fresh()` and `copy()` give environments of processes; each has a database and a DATA_DIR of its own."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self.folder, self.server = folder, server
        self.base = self._environment("base")
        self.statement("CREATE DATABASE base")
        manage(self.base, "migrate", "--verbosity", "0")
        manage(self.base, "collectstatic", "--no-input", "--verbosity", "0")
        manage(self.base, "load_content")
        manage(self.base, "shell", "-c", USER)

    @property
    def name(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"

    def _environment(self, name: str) -> dict[str, str]:
        (self.folder / name).mkdir()
        address = re.sub(r"/\w+$", f"/{name}", self.server) if self.server else None
        return environment(str(self.folder / name), address)

    def statement(self, statement: str) -> None:
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(statement)

    @contextmanager
    def fresh(self, name: str) -> Iterator[dict[str, str]]:
        """A copy of the prepared portal, gone afterwards."""
        env = self._environment(name)
        folder = Path(env["DATA_DIR"])
        (folder / "static").symlink_to(self.folder / "base/static")
        self.statement(f"CREATE DATABASE {name} TEMPLATE base")
        if not self.server:
            for file in (self.folder / "base").glob("portal.sqlite3*"):
                shutil.copy(file, folder / file.name)
        try:
            yield env
        finally:
            self.statement(f"DROP DATABASE {name} WITH (FORCE)")
            shutil.rmtree(folder)


@contextmanager
def places(folder: Path, database: str) -> Iterator[Places]:
    folder.mkdir()
    if database == "sqlite":
        yield Places(folder, None)
        return
    with cluster() as url:
        yield Places(folder, url)
