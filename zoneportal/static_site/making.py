"""An address becomes a file: what the portal answers, made fit for a web server that only hands out files."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from zoneportal.static_site import documents, own_pages
from zoneportal.static_site.documents import Document
from zoneportal.static_site.manifest import File, Page
from zoneportal.static_site.mapping import Links, file_of, static_address
from zoneportal.static_site.rendering import Answer, Visitor
from zoneportal.static_site.routes import match_of, page_of
from zoneportal.static_site.tree import Release

HTML, JSON = "text/html", ("application/json", "application/ld+json", "application/manifest+json")
XML = ("application/xml", "application/atom+xml", "text/xml")
PERMANENT_OR_NOT = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Task:
    address: str
    version: str
    like: File | None = None  # the file of the release before


@cache
def parameters_of(path: str) -> Collection[str]:
    """The words of the query that the page reads."""
    page = page_of(match_of(path))
    return page.parameters if page else ()


class Maker:
    """`old` is the release before: files that come out as they were are linked to it."""

    def __init__(self, visitor: Visitor, release: Release, old: Path | None, root: str):
        self.visitor, self.release, self.old, self.root = visitor, release, old, root
        self.links = Links(root, parameters_of)
        self.search_forms, self.policy = own_pages.search_forms(), own_pages.policy()

    def make(self, task: Task) -> Page:
        answer = self.visitor.get(task.address)
        has_moved = answer.status in PERMANENT_OR_NOT
        if has_moved:
            answer = self.moved(task.address, answer.moved_to)
        is_page = file_of(task.address).endswith(".html")
        is_there = answer.status == 200 or task.address in own_pages.PAGES
        if not is_there or is_page != answer.content_type.startswith(HTML):
            return Page(task.address, task.version)
        document = self.document(task.address, answer)
        content = document.text.encode() if document.text else answer.body
        name = file_of(task.address)
        file = self.release.write(name, content, answer.content_type, like=task.like, old=self.old)
        title = document.title if document.is_found and not has_moved else ""
        return Page(task.address, task.version, file, tuple(sorted(document.links)), len(document.left_out), title)

    def document(self, address: str, answer: Answer) -> Document:
        """Its text is empty where the file is the answer itself, byte by byte."""
        if answer.content_type.startswith(HTML):
            form = self.search_forms["en" if address.startswith("/en/") else "zh"]
            return documents.of_html(answer.body.decode(), address, self.links, form, self.policy)
        if answer.content_type.startswith(JSON):
            return documents.of_json(answer.body.decode(), address, self.links)
        if answer.content_type.startswith(XML):
            return documents.of_xml(answer.body.decode(), address, self.links)
        return Document("")

    def moved(self, address: str, target: str) -> Answer:
        link = self.links.read(target, address)
        if link.address is None:
            return Answer(404, HTML, b"")
        language = "en" if address.startswith("/en/") else "zh"
        code, static = "en" if language == "en" else "zh-Hans", static_address(link.address)
        context = {"address": static, "language": code, "canonical": f"{self.root}{static}"}
        with translation.override(own_pages.LANGUAGES[language]):
            text = render_to_string("static_site/moved.html", context)
        return Answer(200, f"{HTML}; charset=utf-8", text.encode())
