import ast

import pytest

from tests.repository.files import CODE, ROOT, all_files, name_of, python_files, tree_of

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}
PYTHON_LINES, FUNCTION_LINES, TEMPLATE_LINES = 300, 40, 120
# What these folders test is no module of its own: doors, pages, requests, processes that die, the repository, commands.
WITHOUT_MIRROR = {"doors", "e2e", "faults", "hostile", "hostile_sheets", "html", "makefile", "repository"}
EVERYWHERE = (*CODE, "tests", "bench", "deploy", "docs")


def test_no_module_is_a_drawer_for_odds_and_ends():
    assert [name_of(path) for path in python_files(*EVERYWHERE) if {path.stem, *path.parent.parts} & DRAWERS] == []


def test_no_python_file_holds_two_subjects():
    long = [name_of(path) for path in python_files(*EVERYWHERE) if path.read_text("utf-8").count("\n") > PYTHON_LINES]
    assert long == []


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in python_files(*EVERYWHERE)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_no_template_is_longer_than_a_screen_or_two():
    templates = [path for path in all_files() if path.suffix == ".html" and "templates" in path.parts]
    assert [name_of(path) for path in templates if path.read_text("utf-8").count("\n") > TEMPLATE_LINES] == []


@pytest.mark.parametrize("path", [path for path in python_files("tests") if path.name.startswith("test_")], ids=name_of)
def test_test_file_mirrors_the_module_it_tests(path):
    """tests/parks/test_actions.py and tests/parks/test_actions_merge.py both test parks/actions.py."""
    inside = path.relative_to(ROOT / "tests")
    if inside.parts[0] in WITHOUT_MIRROR:
        return
    words = path.stem.removeprefix("test_").split("_")
    rooms = [ROOT / inside.parent] if len(inside.parts) > 1 else [ROOT, ROOT / "tests"]  # manage.py, or the tests' own
    candidates = [room / "_".join(words[:end]) for room in rooms for end in range(1, len(words) + 1)]
    assert any(module.with_suffix(".py").exists() or module.is_dir() for module in candidates)
