"""What import-linter cannot see: directions between apps that a string or an attribute hides."""

import ast
import tomllib

import pytest
from django.apps import apps

from tests.repository.files import APPS, CODE, ROOT, module_of, name_of, python_files, tree_of

FLOOR = {app: height for height, app in enumerate(("zoneportal", *APPS))}
LOCAL_APPS = {"accounts": "zoneportal", "publishing": "zoneportal", "spreadsheets": "zoneportal"}
# The top floor joins apps, so it may name any of them.
TOP_FLOOR = (
    "zoneportal.pages",
    "zoneportal.open_data",
    "zoneportal.api",
    "zoneportal.admin",
    "zoneportal.content",
    "zoneportal.sample",
    "zoneportal.management",
    "zoneportal.urls",
)


def app_of(label: str) -> str:
    return LOCAL_APPS.get(label, label)


def on_a_floor():
    return [path for path in python_files(*CODE) if not module_of(path).startswith(TOP_FLOOR)]


def imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_no_function_imports_from_another_app():
    """An import inside a function is how a cycle hides."""
    found = [
        f"{name_of(path)}:{node.lineno} imports {module}"
        for path in python_files(*CODE)
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        for module in imported_by(node)
        if module.partition(".")[0] in CODE and module.partition(".")[0] != module_of(path).partition(".")[0]
    ]
    assert found == []


def label_asked_for(node: ast.AST) -> str:
    """`parks` in `apps.get_model("parks.Park")` and in `apps.get_model("parks", "Park")`, else nothing."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get_model"), args=[ast.Constant(value=str(label)), *_]):
            return label.partition(".")[0]
    return ""


def test_no_app_fetches_a_model_of_a_higher_app_by_its_name():
    found = [
        f"{name_of(path)}:{node.lineno} {label}"
        for path in on_a_floor()
        for node in ast.walk(tree_of(path))
        if (label := label_asked_for(node)) and FLOOR.get(app_of(label), 0) > FLOOR[module_of(path).partition(".")[0]]
    ]
    assert found == []


def reverse_names() -> dict[str, int]:
    """The name of each relation that looks back from a lower app to a higher one, with the higher app's floor.

    A name that also exists inside one app says nothing and is left out.
    """
    names: dict[str, int] = {}
    harmless: set[str] = set()
    for model in apps.get_models():
        source = app_of(model._meta.app_label)
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                harmless.add(field.name)
                continue
            harmless.add(field.name)
            accessor = field.remote_field.get_accessor_name()
            target = app_of(field.related_model._meta.app_label)
            if accessor is None or source not in FLOOR:
                continue
            if FLOOR[source] > FLOOR.get(target, 0):
                names[accessor] = FLOOR[source]
            else:
                harmless.add(accessor)
    return {name: floor for name, floor in names.items() if name not in harmless}


def names_used_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.keyword) and node.arg:
        return [node.arg.partition("__")[0]]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        return [text.partition("__")[0].lstrip("-") for text in texts]
    return []


def test_no_app_looks_back_to_a_higher_app_by_a_reverse_name():
    backwards = reverse_names()
    found = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in on_a_floor()
        for node in ast.walk(tree_of(path))
        for name in names_used_in(node)
        if backwards.get(name, -1) > FLOOR[module_of(path).partition(".")[0]]
    ]
    assert found == []


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract for contract in configuration["contracts"]}


def modules_in(layers: list[str]) -> set[str]:
    return {name.strip(" ()") for layer in layers for name in layer.replace("|", ":").split(":")}


def test_both_contracts_of_the_project_list_the_same_modules(contracts):
    """import-linter sees only in one of them that a module is missing (`exhaustive`)."""
    floors = {name for name in modules_in(contracts["floors"]["layers"]) if name.startswith("zoneportal.")}
    assert floors == {f"zoneportal.{name}" for name in modules_in(contracts["project"]["layers"])}


def test_plain_modules_are_those_whose_types_are_said_in_full(contracts):
    overrides = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["overrides"]
    typed = {module for override in overrides if override.get("disallow_untyped_defs") for module in override["module"]}
    assert set(contracts["plain"]["source_modules"]) == typed
