"""All tests on everything that is here (`make test`): SQLite, PostgreSQL, Chromium, html-validate.

What is missing is skipped and said in one line; with NOTHING_SKIPPED=1 it is an error.
"""

import os
import subprocess
import sys

from tests import postgres_cluster
from tests.browser import chromium
from tests.html.validator import SCRIPT as HTML_VALIDATE

STRICT = os.environ.get("NOTHING_SKIPPED") == "1"
# Of the shell: the first chooses what the second run is on; the second would have each process compile every module.
FOREIGN = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
# A half each, so that few modules are begun twice; then what the other still has.
WORKERS = ("-n", "2", "--dist", "worksteal")


def pytest(title: str, *options: str, through: tuple[str, ...] = (), **variables: str) -> int:
    print(f"\n== {title}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN} | variables
    command = [*through, sys.executable, "-m", "pytest", "-q", *WORKERS, *options, *sys.argv[1:]]
    return subprocess.run(command, env=environment).returncode


def on_postgresql() -> int:
    """The same tests on PostgreSQL, without those that no database makes different."""
    options = ("-m", "not e2e and not html", "--with-database")
    if url := os.environ.get("DATABASE_URL"):
        return pytest("Tests on the PostgreSQL of DATABASE_URL", *options, DATABASE_URL=url)
    cluster = (sys.executable, postgres_cluster.__file__)
    return pytest("Tests on PostgreSQL (a cluster of their own)", *options, through=cluster)


def main() -> int:
    here = {
        "browser tests (no Chromium: install the package chromium)": chromium() is not None,
        "html validation (html-validate is not installed: npm could not be reached)": HTML_VALIDATE.exists(),
        "PostgreSQL (no initdb, no DATABASE_URL: install the package postgresql)": bool(
            os.environ.get("DATABASE_URL") or postgres_cluster.binaries()
        ),
    }
    browser, html, postgresql = here.values()
    skipped = [what for what, is_here in here.items() if not is_here]
    if skipped and STRICT:
        print(*(f"Missing: {what}" for what in skipped), sep="\n")
        return 1
    wanted = [mark for mark, is_here in (("e2e", browser), ("html", html)) if not is_here]
    options = ("-m", " and ".join(f"not {mark}" for mark in wanted)) if wanted else ()
    codes = [pytest("Tests on SQLite", *options)]
    if postgresql:
        codes.append(on_postgresql())
    print(*(f"Skipped: {what}" for what in skipped), sep="\n")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
