"""The style sheet of the public site: small, and in step with the templates."""

import re

from tests.repository.files import CODE as CODE_FOLDERS
from tests.repository.files import ROOT, all_files, name_of

SHEET = (ROOT / "static" / "site" / "site.css").read_text("utf-8")
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
MOST_BYTES = 40_000
OFFICE = ("admin", "account", "allauth", "spreadsheets", "simple_history")  # they wear the office's own sheets
PUBLIC = [
    path
    for path in all_files()
    if path.suffix == ".html"
    and path.is_relative_to(ROOT / "templates")
    and path.relative_to(ROOT / "templates").parts[0] not in OFFICE
]
# What gives a class to an element beside the templates.
CODE = [
    path
    for path in all_files()
    if path.suffix in {".py", ".js"} and path.relative_to(ROOT).parts[0] in (*CODE_FOLDERS, "static")
]
WORD = re.compile(r"[a-z][a-z0-9_-]*")


def classes_of(template: str) -> set[str]:
    """Whole class names written in class attributes; one that a value completes (`goal-{{ state }}`) counts not."""
    found: set[str] = set()
    for attribute in re.findall(r'\bclass="((?:[^"{]|{{.*?}}|{%.*?%})*)"', template):
        parted = re.sub(r"{%.*?%}|[^\s{]*{{.*?}}[^\s{]*", " ", attribute)
        found.update(word for word in parted.split() if WORD.fullmatch(word))
    return found


def test_style_sheet_is_small():
    assert len(SHEET.encode()) < MOST_BYTES


def test_every_class_of_a_template_has_its_rule():
    ruled = set(re.findall(r"\.([a-z][a-z0-9_-]*)", RULES))
    hooks = {"rows"}  # named for readers of the page's source
    missing = {
        f"{name_of(path)}: {word}" for path in PUBLIC for word in classes_of(path.read_text("utf-8")) - ruled - hooks
    }
    assert missing == set()


def test_every_rule_has_a_class_that_wears_it():
    """A class counts as worn where a template or code names it, or the part before what a value completes."""
    worn = " ".join(path.read_text("utf-8") for path in [*PUBLIC, *CODE])
    words = set(re.findall(r"[a-z][a-z0-9_-]*", worn))
    unworn = {
        name
        for name in set(re.findall(r"\.([a-z][a-z0-9_-]*)", RULES))
        if name not in words and not any(name.startswith(stem) for stem in completed_by_a_value(worn))
    }
    assert unworn == set()


def completed_by_a_value(text: str) -> set[str]:
    return set(re.findall(r"\b([a-z][a-z0-9_-]*-){{", text))


def test_colours_are_named_once_and_used_by_their_names():
    """A colour written into a rule would stay as it is by night and in another zone."""
    screen = RULES.split("@media print")[0]
    written = r"(?<![-\w])(?:color|background|border[a-z-]*|fill|stroke|outline):[^;]*#[0-9a-f]{3,6}\b"
    assert re.findall(written, screen) == []
