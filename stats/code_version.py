"""Which program made a compilation: its version, and the commit where it runs from a checkout."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

UNKNOWN = "unknown"
SHOWN = 40


@cache
def code_version() -> str:
    """ "0.1.0+3f2a…", "0.1.0" without a checkout, "unknown" where nothing says it. Read once in a process."""
    return version_in(Path(settings.BASE_DIR))


def version_in(folder: Path) -> str:
    project = folder / "pyproject.toml"
    version = tomllib.loads(project.read_text("utf-8"))["project"]["version"] if project.is_file() else UNKNOWN
    commit = _commit(folder / ".git")
    return f"{version}+{commit[:SHOWN]}" if commit else version


def _commit(git: Path) -> str:
    """Of the branch that is checked out; empty where `git` is no folder of a checkout."""
    head = git / "HEAD"
    if not head.is_file():
        return ""
    text = head.read_text("utf-8").strip()
    name = text.removeprefix("ref: ")
    if name == text:
        return text
    branch, packed = git / name, git / "packed-refs"
    if branch.is_file():
        return branch.read_text("utf-8").strip()
    lines = packed.read_text("utf-8").splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {name}")), "")
