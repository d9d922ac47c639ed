import re

import pytest

from tests.repository.files import all_files, name_of

TEMPLATES = [path for path in all_files() if path.suffix == ".html" and "templates" in path.parts]
INLINE = {
    "a script in the page": r"<script(?![^>]*\b(src|nonce)=)(?![^>]*application/(ld\+)?json)",
    "a style sheet in the page": r"<style(?![^>]*\bnonce=)",
    "a style attribute": r"<[a-z][^>]*\sstyle=",
    "an event attribute": r"<[a-z][^>]*\son[a-z]+=",
    "a script as address": r"javascript:",
    "another host's file": r"<(script|link|img|iframe)\b[^>]*\b(src|href)=[\"']?(https?:)?//",
}


@pytest.mark.parametrize("pattern", INLINE.values(), ids=INLINE.keys())
def test_no_template_holds(pattern):
    """The Content-Security-Policy would block it, and nobody would notice on a machine without it."""
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in TEMPLATES
        for match in re.finditer(pattern, path.read_text("utf-8"), re.IGNORECASE)
    ]
    assert found == []
