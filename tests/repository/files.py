"""The files of the repository, as the repository tests read them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("parks", "enterprises", "stats")  # each may know the ones before it
CODE = ("zoneportal", *APPS)
NOT_OURS = {".git", ".hypothesis", ".venv", "node_modules", "var", "__pycache__"}


@cache
def all_files() -> list[Path]:
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for path in folders.pop().iterdir():
            if path.is_dir():
                if path.name not in NOT_OURS and not (path.name.startswith(".") and path.name.endswith("_cache")):
                    folders.append(path)
            else:
                found.append(path)
    return sorted(found)


def python_files(*tops: str) -> list[Path]:
    """Python files under the given folders, without migrations."""
    return [
        path
        for path in all_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in tops and "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))
