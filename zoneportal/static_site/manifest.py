"""manifest.json: every file of a published site with its hash, and what the next run needs to know of it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1
NAME = "manifest.json"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class File:
    """`name` is the path below the root of the site."""

    name: str
    sha256: str
    size: int
    content_type: str
    compressed: int = 0  # bytes of the same file with .gz; 0 where there is none


@dataclass(frozen=True)
class Page:
    """An address that the portal answered, and what came of it."""

    address: str
    version: str
    file: File | None = None  # None where the portal said that there is no such page
    links: tuple[str, ...] = ()
    left_out: int = 0  # links that no file can answer
    title: str = ""  # empty where a search shall not find the page


@dataclass
class Manifest:
    root: str
    at: str
    pages: dict[str, Page] = field(default_factory=dict)  # by canonical address
    others: dict[str, File] = field(default_factory=dict)  # by name: style sheets, scripts, the search index

    def files(self) -> dict[str, File]:
        return {page.file.name: page.file for page in self.pages.values() if page.file} | self.others

    def text(self) -> str:
        addresses = {address: number for number, address in enumerate(sorted(self._addresses()))}
        pages = [
            {
                "version": page.version,
                "file": page.file and page.file.name,
                "links": [addresses[link] for link in page.links],
                "left_out": page.left_out,
                "title": page.title,
                "address": addresses[page.address],
            }
            for page in sorted(self.pages.values(), key=lambda page: page.address)
        ]
        files = {name: asdict(file) for name, file in sorted(self.files().items())}
        for each in files.values():
            del each["name"]
        whole = {
            "format": FORMAT,
            "root": self.root,
            "at": self.at,
            "files": files,
            "addresses": list(addresses),
            "pages": pages,
        }
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))

    def _addresses(self) -> Iterable[str]:
        found = set(self.pages)
        for page in self.pages.values():
            found.update(page.links)
        return found


def load(path: Path) -> Manifest | None:
    """None where there is none, or one that this version of the portal did not write."""
    try:
        whole = json.loads(path.read_text("utf-8"))
        return _read(whole) if whole["format"] == FORMAT else None
    except (FileNotFoundError, AttributeError, ValueError, KeyError, TypeError, IndexError):
        return None


def _read(whole: dict[str, Any]) -> Manifest:
    files = {name: File(name=name, **each) for name, each in whole["files"].items()}
    addresses = whole["addresses"]
    manifest = Manifest(whole["root"], whole["at"])
    for each in whole["pages"]:
        page = Page(
            address=addresses[each["address"]],
            version=each["version"],
            file=files.get(each["file"]) if each["file"] else None,
            links=tuple(addresses[number] for number in each["links"]),
            left_out=each["left_out"],
            title=each["title"],
        )
        manifest.pages[page.address] = page
    of_pages = {page.file.name for page in manifest.pages.values() if page.file}
    manifest.others = {name: file for name, file in files.items() if name not in of_pages}
    return manifest
