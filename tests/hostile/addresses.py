"""Every public address type, read from the program itself, with an example of each that answers 200.

A new address with a part that `EXAMPLES` does not know fails here: add one, and all hostile tests walk it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote_to_bytes

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests import factories
from tests.world import World
from zoneportal.publishing.actions import publish

OFFICE = ("admin/", "accounts/")
# Addresses whose example answers otherwise: no picture is stored, nothing stands elsewhere below the interface.
ANSWERS = {"media": 404, "api_elsewhere": 404}
ALWAYS_ASKED = ("page",)  # of addresses that read it and of those that do not


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    parameters: tuple[str, ...]

    @property
    def status(self) -> int:
        return ANSWERS.get(self.name, 200)


def furnish(world: World) -> None:
    """What some addresses need to be there: a goal, two years of figures, figures of a park, a contact."""
    world.zone.security_contact = "security@example.org"
    world.zone.save()
    publish(content=world.zone, by=None)
    factories.GoalFactory(indicator=world.figure.indicator, published=True)
    for year, park in ((2016, None), (2017, world.park)):
        factories.FigureFactory(definition=world.figure.definition, year=year, park=park, release=world.release)


def examples(world: World) -> dict[str, str | int | date]:
    """What stands for a part of an address: by `name.part` where a part means different things, else by part."""
    return {
        "media.path": "photos/none.jpg",
        "sitemap_enterprises.page": 1,
        "api_elsewhere.rest": "nothing",
        "park.slug": world.park.slug,
        "park_data.slug": world.park.slug,
        "api_park.code": world.park.code,
        "slug": world.release.slug,
        "code": world.figure.definition.indicator.code,
        "number": world.enterprise.number,
        "pk": factories.AnnouncementFactory(published=True).pk,
        "colour": "0f5c7a",
        "side": "192",
        "day": timezone.localdate(),
        "ending": "csv",
        "key": "zone",
    }


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield each
        elif str(each.pattern) not in OFFICE:
            yield from patterns(each)


def public_addresses(world: World) -> list[Address]:
    """The Chinese addresses; `english` gives the other."""
    furnish(world)
    known = examples(world)
    found = []
    for pattern in patterns():
        parts = {}
        for part in pattern.pattern.regex.groupindex:
            example = known.get(f"{pattern.name}.{part}", known.get(part))
            assert example is not None, f"tests/hostile/addresses.py has no example of {part} in {pattern.name}"
            parts[part] = example
        page = getattr(pattern.callback, "public_page", None)
        words = sorted({*ALWAYS_ASKED, *(page.parameters if page else ())})
        found.append(Address(pattern.name, reverse(pattern.name, kwargs=parts), tuple(words)))
    return found


def english(path: str) -> str:
    return f"/en{path}"


def ask(client: Client, path: str, query: str = "", method: str = "GET", **environ: str):
    """As a server hands it on: the path's percent codes become bytes, the query stays as it came."""
    raw = unquote_to_bytes(path).decode("latin-1")
    return client.generic(method, "/", PATH_INFO=raw, QUERY_STRING=query, **environ)
