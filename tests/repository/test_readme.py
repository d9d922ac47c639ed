import re

import pytest

from tests.repository.files import ROOT

SETTING = re.compile(r"(?:typed|yes_or_no|required|env\.\w+)\(\s*\"([A-Z_]+)\"")
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
COMMAND = re.compile(r"make ([a-z]+)")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


@pytest.fixture(params=["README.md", "README.zh-CN.md"])
def readme(request) -> str:
    return (ROOT / request.param).read_text("utf-8")


def test_readme_lists_exactly_the_variables_that_settings_read(readme):
    settings = "".join((ROOT / "zoneportal" / name).read_text("utf-8") for name in ("environment.py", "settings.py"))
    assert set(ROW.findall(readme)) == set(SETTING.findall(settings))


def test_readme_names_only_commands_that_exist(readme):
    targets = TARGET.findall((ROOT / "Makefile").read_text("utf-8"))
    assert set(COMMAND.findall(readme)) - set(targets) == set()


def test_readme_begins_with_the_two_commands(readme):
    assert COMMAND.findall(readme)[0] == "run"
    assert readme.index("make run") < readme.index("make test") < readme.index("## ")


def test_readme_links_lead_somewhere(readme):
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert [link for link in links if not (ROOT / link).exists()] == []
