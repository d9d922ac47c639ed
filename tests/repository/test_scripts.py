"""The scripts of the public site: small, our own, and nothing in them that the policy or a reader's safety forbids."""

import re

import pytest

from tests.repository.files import ROOT, name_of

SCRIPTS = sorted((ROOT / "static" / "site").rglob("*.js"))
SCRIPT_LINES = 300
# Text becomes code or markup only through these.
DANGEROUS = re.compile(
    r"\b(eval|innerHTML|outerHTML|insertAdjacentHTML|document\.write|Function\s*\(|srcdoc|onclick)\b"
)
ELSEWHERE = re.compile(r"""["'`](https?:)?//""")


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_script_is_small_and_turns_no_text_into_code(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= SCRIPT_LINES
    assert DANGEROUS.findall(text) == []
    assert ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_script_says_in_its_first_line_what_it_is_for(path):
    assert path.read_text("utf-8").startswith(("// ", "/* "))


def test_imports_between_scripts_end_as_the_hashing_of_names_needs_it():
    """Django finds `import … from "./x.js";` and not without the semicolon."""
    found = [line for path in SCRIPTS for line in path.read_text("utf-8").splitlines() if line.startswith("import ")]
    assert found
    assert [line for line in found if not re.fullmatch(r'import .* from "\./[a-z]+\.js";', line)] == []
