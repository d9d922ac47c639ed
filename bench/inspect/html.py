"""html-validate over pages that the crawl has met."""

import tempfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from tests.html.validator import complaints

ALIKE = 12  # pages of one kind that are validated: enterprise after enterprise has the same template


def kind(address: str) -> str:
    """Pages below the same folder are of one kind, queries of one path too."""
    path, _, query = address.partition("?")
    return path + "?" if query else path.rstrip("/").rpartition("/")[0] + "/*"


def chosen(addresses: Collection[str], always: Collection[str]) -> list[str]:
    kinds: Counter[str] = Counter()
    found = [address for address in always if address in addresses]
    for address in addresses:
        kinds[kind(address)] += 1
        if kinds[kind(address)] <= ALIKE and address not in found:
            found.append(address)
    return found


def html_faults(pages: dict[str, str], always: Collection[str]) -> tuple[int, list[str]]:
    """The number of pages that were validated, and what html-validate says of them."""
    addresses = chosen(pages, always)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for place, address in enumerate(addresses):
            (folder / f"page-{place:04}.html").write_text(pages[address], "utf-8")
        said = complaints(folder)
    for place, address in enumerate(addresses):
        said = said.replace(f"page-{place:04}.html", address)
    return len(addresses), [line for line in said.splitlines() if line.strip()]
