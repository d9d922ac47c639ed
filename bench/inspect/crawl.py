"""Follows every link of a running portal, as a search engine and a reader would.

Every internal address must answer with 200, every anchor must exist. Other hosts are counted, not asked.
A path with many queries (filters, pages, sorting) is followed to `QUERIES_A_PATH` of them; the rest is counted.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from string import punctuation
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from urllib.request import Request, urlopen

QUERIES_A_PATH = 60
ADDRESSES = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "source": "src"}
ADDRESSES |= {"iframe": "src", "use": "href", "form": "action"}
XML_ADDRESS = re.compile(r"<loc>([^<]+)</loc>|\bhref=\"([^\"]+)\"")
OFFICE = re.compile(r"^/(admin|accounts)/")


class Links(HTMLParser):
    """Addresses that a page links to, and the anchors it offers."""

    def __init__(self, text: str):
        super().__init__()
        self.addresses: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.update(filter(None, (values.get("id"), values.get("name") if tag == "a" else None)))
        if address := values.get(ADDRESSES.get(tag, "")):
            self.addresses.append(address)
        self.addresses += [part.split()[0] for part in (values.get("srcset") or "").split(",") if part.strip()]


@dataclass
class Crawl:
    home: str  # http://127.0.0.1:8000
    faults: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)  # address: html
    asked: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    left: Counter = field(default_factory=Counter)  # queries of a path that were not followed
    queries: Counter = field(default_factory=Counter)
    anchors: dict[str, set[str]] = field(default_factory=dict)
    wanted: dict[tuple[str, str], str] = field(default_factory=dict)  # (address, anchor): a page that links there
    waiting: deque = field(default_factory=deque)

    def run(self, starts: list[str]) -> "Crawl":
        for start in starts:
            self.follow(start, "", self.home + "/")
        while self.waiting:
            self.visit(*self.waiting.popleft())
        for (address, anchor), source in self.wanted.items():
            if address in self.anchors and anchor not in self.anchors[address] | {"", "top"}:
                self.faults.append(f"{source}: no anchor #{anchor} on {address}")
        return self

    def follow(self, link: str, source: str, base: str) -> None:
        """Takes note of a link as it stands on the page `source`."""
        whole, anchor = urldefrag(urljoin(base, link.strip()))
        if urlsplit(whole).scheme not in {"http", "https"}:
            return
        if not whole.startswith(self.home + "/"):
            self.foreign.add(whole)
            return
        address = whole.removeprefix(self.home)
        if anchor:
            self.wanted.setdefault((address, unquote(anchor)), source)
        if address in self.asked:
            return
        path, _, query = address.partition("?")
        if query:
            if self.queries[path] >= QUERIES_A_PATH:
                self.left[path] += 1
                return
            self.queries[path] += 1
        self.asked.add(address)
        self.waiting.append((address, source))

    def visit(self, address: str, source: str) -> None:
        request = Request(self.home + quote(address, safe=punctuation), headers={"User-Agent": "portal-inspection"})
        try:
            with urlopen(request, timeout=60) as response:
                final, content_type = response.url, response.headers.get_content_type()
                text = response.read().decode("utf-8", errors="replace")
        except HTTPError as error:
            self.faults.append(f"{source}: {address} answers {error.code}")
            return
        except (OSError, ValueError) as error:
            self.faults.append(f"{source}: {address} does not answer: {error}")
            return
        if OFFICE.match(address) or not final.startswith(self.home):
            return
        for link in self.links(address, content_type, text):
            self.follow(link, address, final)

    def links(self, address: str, content_type: str, text: str) -> Iterator[str]:
        if content_type == "text/html":
            self.pages[address] = text
            found = Links(text)
            self.anchors[address] = found.anchors
            yield from found.addresses
        elif content_type.endswith("xml"):
            yield from (unescape(location or href) for location, href in XML_ADDRESS.findall(text))
