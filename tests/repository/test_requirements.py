import re
from itertools import pairwise

import pytest

from tests.repository.files import ROOT, all_files, name_of

TEXT = {".py", ".html", ".css", ".js", ".json", ".toml", ".md", ".txt", ".lock", ".po", ".sh", ".csv", ".svg", ""}
REGISTRY = re.compile(r"https?://[^/\s]*(pypi|pythonhosted|npmjs|npmmirror|debian\.org|tuna\.tsinghua|aliyun)")
MACHINE_PATH = re.compile(r"(?<![\w.}>/])/(work|root|home|Users)/\w|[A-Z]:\\Users")
PIN = re.compile(r"^([A-Za-z0-9-]+)(\[[a-z,]+\])?==([^ ;]+)")


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return {found[1].lower(): found[3] for line in lines if (found := PIN.match(line))}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_says_what_it_is_for(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert [line for before, line in pairwise(lines) if PIN.match(line) and not before.startswith("# ")] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_to_one_version(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in asked if not PIN.match(line)] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_holds_what_is_asked_for(name):
    """When this fails: `make lock`."""
    asked, locked = pins(f"{name}.txt"), pins(f"{name}.lock")
    assert {package: locked.get(package) for package in asked} == asked


def test_both_locks_agree():
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {package: development.get(package) for package in runtime} == runtime


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry", "path"])
def test_no_file_names_a_registry_host_or_a_path_of_one_machine(pattern):
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in all_files()
        if path.suffix in TEXT
        for match in pattern.finditer(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []
