"""An environment of Python for Wagtail, outside this folder and kept for the next run."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
SITE = HERE / "site"


def python() -> str:
    """The interpreter that has the pinned Wagtail. Makes it the first time, in about half a minute."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = caches / "zone-portal-bench" / f"wagtail-{digest}"
    done, interpreter = folder / "done", folder / "bin" / "python"
    if not done.exists():
        print(f"Installing Wagtail into {folder} ...", file=sys.stderr, flush=True)
        venv.create(folder, clear=True, with_pip=True)
        install = [str(interpreter), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", str(REQUIREMENTS)], check=True)
        done.touch()
    return str(interpreter)
