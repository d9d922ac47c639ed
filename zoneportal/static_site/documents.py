"""A page as it stands on the static site: its links lead to files, and what needs a server is left out.

Only what changes is written anew; every other byte stays what the portal answered.
"""

import json
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from typing import Any
from xml.etree import ElementTree

from zoneportal.static_site.mapping import SEARCH, Links

LINKS = {"href", "src", "action", "poster", "data-src"}
OF_A_LINK = {"download", "hreflang", "ping", "rel", "target", "type"}  # say nothing without an address
POLICY = "Content-Security-Policy"
META_LINKS = ("og:url", "og:image", "twitter:image")
FOUND_BY_TYPE = "application/ld+json"
NAMESPACES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
# As Django's json_script writes it: nothing in it can end the script.
IN_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass
class Document:
    """What became of a page."""

    text: str
    links: set[str] = field(default_factory=set)  # canonical addresses
    left_out: set[str] = field(default_factory=set)  # links that no file can answer
    title: str = ""
    is_found: bool = True  # by searches: the page does not ask to be left alone


def of_html(text: str, base: str, links: Links, search_form: str, policy: str) -> Document:
    """`search_form` takes the place of a form that only a server can answer; the policy protects without a header."""
    reader = _Reader(text, base, links, search_form, policy)
    reader.feed(text)
    reader.close()
    return reader.document()


def of_json(text: str, base: str, links: Links) -> Document:
    document = Document(text, is_found=False)
    written = _with_links(json.loads(text), base, links, document)
    if links.root in text and "?" in text:
        document.text = json.dumps(written, ensure_ascii=False, indent=2)
    return document


def of_xml(text: str, base: str, links: Links) -> Document:
    """A site map, without the pages that no file can stand for, or a feed."""
    document = Document(text, is_found=False)
    tree = ElementTree.fromstring(text.encode())  # noqa: S314 - the portal wrote it
    for element in tree.iter():
        is_address = element.tag.rpartition("}")[2] == "loc"
        if value := (element.text if is_address else element.get("href")):
            link = links.read(value, base)
            if link.address:
                document.links.add(link.address)
            elif link.written is None:
                document.left_out.add(value)
    lost = [entry for entry in tree for each in entry if each.text in document.left_out]
    for entry in lost:
        tree.remove(entry)
    if lost:
        for prefix, name in NAMESPACES.items():
            ElementTree.register_namespace(prefix, name)
        document.text = ElementTree.tostring(tree, encoding="unicode", xml_declaration=True)
    return document


def _with_links(value: Any, base: str, links: Links, document: Document) -> Any:
    """The same with the addresses of this site as the files have them."""
    if isinstance(value, dict):
        return {name: _with_links(each, base, links, document) for name, each in value.items()}
    if isinstance(value, list):
        return [_with_links(each, base, links, document) for each in value]
    if isinstance(value, str) and value.startswith((links.root, "/")) and " " not in value:
        link = links.read(value, base)
        if link.address:
            document.links.add(link.address)
        return link.written or value
    return value


def _tag(name: str, attrs: list[tuple[str, str | None]]) -> str:
    words = "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attrs)
    return f"<{name}{words}>"


class _Reader(HTMLParser):
    def __init__(self, text: str, base: str, links: Links, search_form: str, policy: str):
        super().__init__(convert_charrefs=True)
        self.text, self.base, self.links, self.search_form, self.policy = text, base, links, search_form, policy
        self.lines = [0, *accumulate(len(line) for line in text.split("\n"))]
        self.changes: list[tuple[int, int, str]] = []  # from, to, what stands there instead
        self.found = Document(text)
        self.form_from: int | None = None  # inside a form that is left out
        self.heading: list[str] | None = None
        self.is_structured = False

    def document(self) -> Document:
        pieces, at = [], 0
        for start, end, instead in self.changes:
            pieces += [self.text[at:start], instead]
            at = end
        self.found.text = "".join([*pieces, self.text[at:]])
        return self.found

    def position(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + (line - 1) + column  # the line ends are no part of the lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.form_from is not None:
            return
        values = dict(attrs)
        if tag == "form" and self.needs_server(values):
            self.form_from = self.position()
        elif tag == "h1" and not self.found.title:
            self.heading = []
        elif tag == "script":
            self.is_structured = values.get("type") == FOUND_BY_TYPE
            self.rewrite(tag, attrs)
        elif tag == "meta":
            self.handle_meta(attrs, values)
        else:
            self.rewrite(tag, attrs)

    handle_startendtag = handle_starttag

    def needs_server(self, values: dict[str, str | None]) -> bool:
        action = self.links.read(values.get("action") or self.base, self.base)
        return (values.get("method") or "get").lower() != "get" or action.address not in SEARCH.values()

    def handle_meta(self, attrs: list, values: dict[str, str | None]) -> None:
        if "charset" in values:
            end = self.position() + len(self.get_starttag_text() or "")
            self.changes.append((end, end, _tag("meta", [("http-equiv", POLICY), ("content", self.policy)])))
        elif values.get("name") == "robots" and "noindex" in (values.get("content") or ""):
            self.found.is_found = False
        elif values.get("property", values.get("name")) in META_LINKS:
            self.rewrite("meta", attrs, names={"content"})

    def rewrite(self, tag: str, attrs: list[tuple[str, str | None]], names: set[str] = LINKS) -> None:
        written: list[tuple[str, str | None]] = []
        for name, value in attrs:
            if value is not None and name in names:
                written += self.read_link(name, value)
            elif value and name in {"srcset", "imagesrcset"}:
                written.append((name, self.read_pictures(value)))
            else:
                written.append((name, value))
        if written != attrs:
            start = self.position()
            is_lost = len(written) < len(attrs)
            kept = [each for each in written if not is_lost or each[0] not in OF_A_LINK]
            instead = "" if is_lost and tag != "a" else _tag(tag, kept)
            self.changes.append((start, start + len(self.get_starttag_text() or ""), instead))

    def read_link(self, name: str, value: str) -> list[tuple[str, str | None]]:
        """The attribute as it is written; none where the link cannot be: the words stay, as words."""
        link = self.links.read(value, self.base)
        if link.address:
            self.found.links.add(link.address)
        if link.written is None:
            self.found.left_out.add(value)
            return []
        return [(name, link.written)]

    def read_pictures(self, value: str) -> str:
        for candidate in value.split(","):
            self.read_link("src", candidate.split()[0] if candidate.split() else "")
        return value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form_from is not None:
            end = self.text.index(">", self.position()) + 1
            self.changes.append((self.form_from, end, self.search_form))
            self.form_from, self.search_form = None, ""  # one search is enough
        elif tag == "h1" and self.heading is not None:
            self.found.title, self.heading = " ".join("".join(self.heading).split()), None
        elif tag == "script":
            self.is_structured = False

    def handle_data(self, data: str) -> None:
        if self.heading is not None:
            self.heading.append(data)
        elif self.is_structured and self.links.root in data:
            document = Document(data)
            written = _with_links(json.loads(data), self.base, self.links, document)
            self.found.links |= document.links
            if "?" in data:
                start = self.position()
                text = json.dumps(written, ensure_ascii=False).translate(IN_SCRIPT)
                self.changes.append((start, start + len(data), text))
