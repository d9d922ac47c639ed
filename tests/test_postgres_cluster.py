import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import postgres_cluster

pytestmark = pytest.mark.skipif(postgres_cluster.binaries() is None, reason="PostgreSQL is not installed")
SAY = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("SHOW data_directory").fetchone()[0])
raise SystemExit(3)
"""


def test_command_finds_a_database_and_nothing_of_it_is_left():
    command = [sys.executable, postgres_cluster.__file__, sys.executable, "-c", SAY]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    done = subprocess.run(command, capture_output=True, text=True, env=environment)

    folder = Path(done.stdout.strip())
    assert folder.is_relative_to(tempfile.gettempdir())
    assert not folder.parent.exists()
    assert done.returncode == 3
