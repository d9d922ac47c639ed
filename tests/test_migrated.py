"""The kept database of the tests is never one of other migrations."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import migrated

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def project(tmp_path) -> Path:
    files = {
        "parks/migrations/0001_initial.py": "import parks.words",
        "parks/words.py": "from zoneportal import signs",
        "zoneportal/signs.py": "SIGN = 1",
        "zoneportal/elsewhere.py": "OTHER = 1",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("name", ["parks/migrations/0001_initial.py", "parks/words.py", "zoneportal/signs.py"])
def test_a_migration_and_all_that_it_imports_make_another_one(project, name):
    before = migrated.digest(["parks"], project)
    with (project / name).open("a") as file:
        file.write("\n# otherwise")
    assert migrated.digest(["parks"], project) != before


def test_a_new_migration_and_another_app_make_another_one(project):
    before = migrated.digest(["parks"], project)
    assert migrated.digest(["parks", "stats"], project) != before
    (project / "parks/migrations/0002_more.py").write_text("")
    assert migrated.digest(["parks"], project) != before


def test_what_no_migration_imports_makes_no_other_one(project):
    before = migrated.digest(["parks"], project)
    (project / "zoneportal/elsewhere.py").write_text("OTHER = 2")
    assert migrated.digest(["parks"], project) == before


def test_what_is_kept_is_copied_and_the_old_one_goes(tmp_path, monkeypatch):
    kept, made = tmp_path / "kept", []

    def make(command, **options) -> None:
        made.append(command)
        with sqlite3.connect(command[-1]) as database:
            database.execute("CREATE TABLE made (here)")
        database.close()

    monkeypatch.setattr(migrated.subprocess, "run", make)
    for apps in (["a"], ["a"], ["b"]):
        migrated.copied_to(tmp_path / "copy", apps, kept)
    assert len(made) == 2
    assert [file.name for file in kept.glob("migrated-*")] == [f"migrated-{migrated.digest(['b'])}.sqlite3"]
    assert b"CREATE TABLE made" in (tmp_path / "copy").read_bytes()


@pytest.mark.django_db
@pytest.mark.only_on("sqlite", "postgresql")
def test_every_migration_has_run_in_the_database_of_the_tests():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
