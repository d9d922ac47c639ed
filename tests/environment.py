"""Settings of a test run, in place before Django reads them (loaded by pyproject.toml).

Nothing that the shell or a portal.env says reaches the tests, but DATABASE_URL: it chooses the database.
"""

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis

WORKER = os.environ.get("PYTEST_XDIST_WORKER")  # None in the process that starts the workers
RUN_DIR = Path(os.environ.setdefault("PORTAL_TEST_RUN", "") or tempfile.mkdtemp(prefix="portal-tests-"))

os.environ.update(
    PORTAL_TEST_RUN=str(RUN_DIR),
    DATA_DIR=str(RUN_DIR / (WORKER or "main")),
    SECRET_KEY="only-for-tests-" + "0123456789" * 5,
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    DEBUG="no",
    HTTPS="no",
)
(RUN_DIR / (WORKER or "main") / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it
for name in ("CACHE_URL", "BEHIND_PROXY", "TIME_ZONE"):
    os.environ.pop(name, None)

hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_unconfigure() -> None:
    if not WORKER:
        shutil.rmtree(RUN_DIR, ignore_errors=True)
