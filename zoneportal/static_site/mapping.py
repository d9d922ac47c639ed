"""Which file answers which address. The address stays as it is wherever it has no query:

/en/parks/keji/                        en/parks/keji/index.html
/en/feeds/releases.atom                en/feeds/releases.atom
/enterprises/?page=2                   enterprises/page=2/index.html, linked as /enterprises/page=2/
/statistics/x/data.csv?vintage=flash   statistics/x/data.vintage=flash.csv

A query becomes a folder named like the query itself, so that a web server can find it by the old address, too.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

# The office, and the interface for programs with its manual: what it answers stands in the downloads, too.
SERVER_ONLY = ("/admin/", "/accounts/", "/health/", "/api/", "/en/api/", "/about/api/", "/en/about/api/")
SEARCH = {"zh": "/search/", "en": "/en/search/"}
# One of these and a page: more together would be as many files as there are ways to combine them.
FILTERS = ("park", "tag", "industry", "qualification", "vintage", "year", "kind")
SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*|\.well-known")
VALUE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
INDUSTRY = re.compile(r"[A-T]|[0-9]{2}")  # sections and divisions of GB/T 4754; the finer classes would be thousands
NUMBER = re.compile(r"[1-9][0-9]{0,5}")
ELSEWHERE = re.compile(r"#|$|(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:")


def canonical(path: str, query: str, reads: Callable[[str], Collection[str]]) -> str | None:
    """The one address under which a page is written, None where no file can stand for it.

    "/enterprises/", "page=1&park=keji" is "/enterprises/?park=keji". `reads` tells the words of a query that the page
    at a path reads: any others change nothing.
    """
    if path.startswith(SERVER_ONLY) or not all(SEGMENT.fullmatch(part) for part in path.split("/") if part):
        return None
    if not path.startswith("/") or "//" in path:
        return None
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        path += "/"
    if path in SEARCH.values():
        return path
    if not query:
        return path
    read = reads(path)
    asked = [(name, value) for name, value in parse_qsl(query) if name in read and (name, value) != ("page", "1")]
    if not asked:
        return path
    if len({name for name, _value in asked}) < len(asked) or not all(_is_written(*each) for each in asked):
        return None
    if sum(name in FILTERS for name, _value in asked) > 1:
        return None
    return path + "?" + "&".join(f"{name}={value}" for name, value in sorted(asked))


def _is_written(name: str, value: str) -> bool:
    if name == "page":
        return bool(NUMBER.fullmatch(value))
    if name == "industry":
        return bool(INDUSTRY.fullmatch(value))
    return name in FILTERS and bool(VALUE.fullmatch(value))


def static_address(address: str) -> str:
    """Where a page is read on the static site, by its canonical address."""
    path, _mark, query = address.partition("?")
    if not query:
        return path
    words = query.replace("&", ",")
    if path.endswith("/"):
        return f"{path}{words}/"
    stem, dot, ending = path.rpartition(".")
    return f"{stem}.{words}.{ending}" if dot else f"{path}.{words}"


def file_of(address: str) -> str:
    """The name of the file below the root of the site, by the canonical address."""
    path = static_address(address)
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


@dataclass(frozen=True)
class Link:
    written: str | None  # what stands in the page; None where nothing can be linked
    address: str | None  # the canonical address of the page it leads to; None where that is not ours


class Links:
    """Reads the links of pages below `root` (https://www.example.gov.cn)."""

    def __init__(self, root: str, reads: Callable[[str], Collection[str]]):
        self.root, self.reads = root, reads
        self.known: dict[str, Link] = {}  # most links of a page stand in every page

    def read(self, link: str, base: str) -> Link:
        """`base` is the address, with its query, of the page in which the link stands."""
        link = link.strip()
        if ELSEWHERE.match(link):
            return Link(link, None)
        if not link.startswith("/") or link.startswith("//"):
            inside = link.removeprefix(self.root)
            if inside != link and inside[:1] in ("", "/", "?", "#"):
                found = self._read(urljoin("/", inside))
                return Link(found.written and self.root + found.written, found.address)
            if link.startswith(("http:", "https:", "//")):
                return Link(link, None)
            link = urljoin(base, link)
        if link not in self.known:
            self.known[link] = self._read(link)
        return self.known[link]

    def _read(self, link: str) -> Link:
        parts = urlsplit(link)
        address = canonical(unquote(parts.path), parts.query, self.reads)
        if address is None:
            return Link(None, None)
        if address in SEARCH.values():  # its script reads the query
            return Link(link, address)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return Link(static_address(address) + fragment, address)
