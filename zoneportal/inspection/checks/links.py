"""Links in public texts and settings. Our own pages are really asked for; other hosts are listed and not fetched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from time import monotonic
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.http.request import validate_host
from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Announcement, Park, ProfileSection, Zone
from zoneportal.inspection.asking import FORWARDED, ask
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.messages import N_
from zoneportal.richtext import RichTextField

DEAD = N_("The link to %(address)s leads nowhere.")
NO_SUCH_PART = N_("The link to %(address)s leads to a part of the page that is not there.")
FORWARDS = N_("The link to %(address)s is forwarded to %(target)s: write the new address.")
OFFICE = N_("The link to %(address)s leads into the administration, where readers cannot go.")
NO_ADDRESS = N_("“%(address)s” is no address. Mend the link or remove it.")
CONTENT: tuple[type[models.Model], ...] = (Zone, ProfileSection, Park, Announcement)
OFFICE_PATHS = ("/admin/", "/accounts/")


@dataclass(frozen=True)
class Link:
    address: str
    record: models.Model
    field: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.parts: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and tag == "a" and value:
                self.found.append(value.strip())
            elif name == "id" and value:
                self.parts.add(value)


def run(visit: Visit) -> Iterator[Finding]:
    answers: dict[tuple[str, str], tuple[int, str, set[str]]] = {}
    until = None if visit.seconds is None else monotonic() + visit.seconds
    for link in links(visit):
        try:
            parts = urlsplit(link.address)
            host = parts.hostname
        except ValueError:
            yield finding(link, Severity.SERIOUS, NO_ADDRESS)
            continue
        if parts.scheme not in ("", "http", "https"):
            continue
        if host and not validate_host(host, settings.ALLOWED_HOSTS):
            visit.external.append((link.address, link.record))
            continue
        question = (unquote(parts.path) or "/", parts.query)
        if question not in answers:
            if until is not None and monotonic() > until:
                visit.unasked += 1
                continue
            answers[question] = answer_to(*question)
        yield from judged(link, parts.fragment, question[0], answers[question])


def links(visit: Visit) -> Iterator[Link]:
    for model in CONTENT:
        fields = [field for field in model._meta.concrete_fields if isinstance(field, RichTextField | models.URLField)]
        for record in visit.read(model):
            for field in fields:
                text = getattr(record, field.name)
                for address in dict.fromkeys(addresses(text) if isinstance(field, RichTextField) else [text]):
                    if address:
                        yield Link(address, record, field.name)


def addresses(html: str) -> Iterable[str]:
    parser = _Links()
    parser.feed(html)
    return parser.found


def answer_to(path: str, query: str) -> tuple[int, str, set[str]]:
    """(status, where it forwards to, the ids on the page)."""
    response = ask(path if path.startswith("/") else f"/{path}", query)
    parser = _Links()
    if response.status_code == 200 and not response.streaming and "html" in response.get("Content-Type", ""):
        parser.feed(response.content.decode(response.charset, "replace"))
    return response.status_code, response.get("Location", ""), parser.parts


def judged(link: Link, fragment: str, path: str, answer: tuple[int, str, set[str]]) -> Iterator[Finding]:
    status, target, parts = answer
    if path.startswith(OFFICE_PATHS):
        yield finding(link, Severity.MINOR, OFFICE)
    elif status in FORWARDED:
        yield finding(link, Severity.MINOR, FORWARDS, target=target)
    elif status >= 400:
        yield finding(link, Severity.SERIOUS, DEAD)
    elif fragment and parts and unquote(fragment) not in parts:
        yield finding(link, Severity.MINOR, NO_SUCH_PART)


def finding(link: Link, severity: Severity, message: str, **words: str) -> Finding:
    what = _(message) % {"address": link.address[:120], **words}
    return Finding(
        severity, what, type(link.record), link.record, timezone.localdate(link.record.published_at), link.field
    )
