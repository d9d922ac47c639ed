"""The lists of the interface: each gives the rows of one page, and what names the place where the next begins."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises import queries as register
from enterprises.models import Enterprise
from enterprises.queries import Choice, Options
from parks.models import Park
from stats.downloads.columns import VINTAGES
from stats.downloads.figures import row_of
from stats.models import Release
from stats.queries import coverage, public_codes, releases_until
from stats.queries.coverage import CoveredIndicator
from stats.queries.observations import Key, published_figures
from stats.queries.scopes import scopes_at
from zoneportal.api.parameters import AFTER, FIGURES, WORDS
from zoneportal.api.parameters import ENTERPRISES as FILTERS
from zoneportal.api.problems import Problem
from zoneportal.open_data.enterprises import enterprise_rows
from zoneportal.open_data.parks import park_rows
from zoneportal.wording import words_of

Item = TypeVar("Item")
Rows = list[dict[str, Any]]
SEPARATOR = "~"  # stands in no code
NO_OPTIONS = Options([], [], [], [], [])  # nothing is narrowed


@dataclass(frozen=True)
class Call:
    """A request as its operation sees it: values that were read, nothing else of the query."""

    request: HttpRequest
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.request.reader.at

    @property
    def size(self) -> int:
        """One more than the page holds: whether there is a next page."""
        return self.asked["page_size"] + 1

    def absolute(self, address: str) -> str:
        return self.request.build_absolute_uri(address)


def window(call: Call, items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
    """The page of a short list that begins behind the item named by `after`."""
    found = list(items)
    if call.asked["after"] is not None:
        keys = [key(item) for item in found]
        if call.asked["after"] not in keys:
            raise no_such_place()
        found = found[keys.index(call.asked["after"]) + 1 :]
    return found[: call.size]


def no_such_place() -> Problem:
    return AFTER.problem(_("It names no item of this list. Begin again without it."))


def indicators(call: Call) -> Rows:
    theme = call.asked["theme"]
    found = [each for each in coverage(call.at).indicators if theme is None or each.indicator.theme == theme]
    return [indicator_row(call, each) for each in window(call, found, lambda each: each.indicator.code)]


def indicator_row(call: Call, covered: CoveredIndicator) -> dict[str, Any]:
    indicator, definition, extent = covered.indicator, covered.definition, covered.extent
    return {
        "indicator": indicator.code,
        "name": indicator.name,
        "theme": indicator.theme,
        "theme_name": indicator.get_theme_display(),
        "unit": definition.unit,
        "unit_name": definition.unit_name,
        "first_year": extent.first_year,
        "last_year": extent.last_year,
        "first_released_on": timezone.localdate(extent.issued_at),
        "last_released_on": timezone.localdate(extent.modified_at),
        "sample": extent.is_sample,
        "page": call.absolute(indicator.get_absolute_url()),
        "file": call.absolute(reverse("indicator_data", args=[indicator.code, "csv"])),
    }


def figures(call: Call) -> Rows:
    asked = call.asked
    found = published_figures(
        call.at,
        figures_asked_for(asked),
        only_latest=asked["versions"] == "latest" and asked["release"] is None,
        within_vintage=asked["vintage"] is not None,
        after=figure_key(asked["after"]),
        size=call.size,
    )
    rows = [row_of(each.cell, each.indicator, each.scope) | {"cursor": cursor_of(each.key)} for each in found]
    if not rows:
        refuse_unknown_names(call)
    return rows


def refuse_unknown_names(call: Call) -> None:
    """Asked only where nothing was found. What is not released is as unknown as what never was."""
    known: dict[str, Callable[[str], bool]] = {
        "indicator": public_codes(call.at).__contains__,
        "scope": scopes_at(call.at).is_public,
        "release": {release.slug for release in releases_until(call.at)}.__contains__,
    }
    for parameter in FIGURES:
        name = call.asked[parameter.name]
        if parameter.name in known and name is not None and not known[parameter.name](name):
            raise parameter.unknown


def figures_asked_for(asked: dict[str, Any]) -> Q:
    columns = {
        "indicator": "indicator__code",
        "year": "year",
        "from_year": "year__gte",
        "to_year": "year__lte",
        "scope": "scope_key",
        "release": "release__slug",
    }
    found = Q(**{column: asked[name] for name, column in columns.items() if asked[name] is not None})
    if asked["vintage"] is not None:
        found &= Q(vintage=VINTAGES.index(asked["vintage"]) + 1)
    return found


def cursor_of(key: Key) -> str:
    return SEPARATOR.join(str(part) for part in key)


def figure_key(cursor: str | None) -> Key | None:
    if cursor is None:
        return None
    parts = cursor.split(SEPARATOR)
    numbers = parts[2:]
    if len(parts) != 5 or not all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers):
        raise no_such_place()
    year, vintage, revision = (int(number) for number in numbers)
    return parts[0], parts[1], year, vintage, revision


def releases(call: Call) -> Rows:
    found = window(call, releases_until(call.at), lambda release: release.slug)
    return [release_row(call, release) for release in found]


def release_row(call: Call, release: Release) -> dict[str, Any]:
    return {
        "release": release.slug,
        "title": release.title,
        "released_on": timezone.localdate(release.released_at),
        "basis": release.basis,
        "notes": release.notes,
        "sample": release.holds_sample,
        "page": call.absolute(reverse("release", args=[release.slug])),
        "file": call.absolute(reverse("release_data", args=[release.slug, "csv"])),
    }


def parks(call: Call) -> Rows:
    return window(call, park_rows(call.request), lambda row: row["park"])


def enterprises(call: Call) -> Rows:
    """By the directory's own rules: what a filter means is said there."""
    asked = {each.name: value for each in FILTERS if (value := call.asked[each.name]) is not None}
    if "q" in asked and not words_of(asked["q"]):
        raise WORDS.problem(_("It holds no word to search for."))
    options = register.options(call.at, asked.get("industry", "")) if asked else NO_OPTIONS
    for parameter in FILTERS:
        if parameter.name in asked and not is_known(parameter.name, asked[parameter.name], options):
            raise parameter.unknown
    found = register.find(call.request.reader, asked, options)
    lines = found.in_order() if asked else found.lines.order_by("number")
    if call.asked["after"] is not None:
        lines = lines.filter(number__gt=call.asked["after"])
    keys = list(lines.values_list("pk", flat=True)[: call.size])
    public = Enterprise.objects.confirmed(call.at).filter(pk__in=keys)
    return enterprise_rows(public, call.at, call.absolute, call.size)


def is_known(name: str, value: str, options: Options) -> bool:
    """Whether there is such a choice at all; texts and statuses are always there."""
    known: dict[str, Iterable[Park | Choice]] = {
        "park": options.parks,
        "industry": options.industry_path,
        "tag": options.tags,
        "qualification": options.kinds,
    }
    return name not in known or any(choice.code == value for choice in known[name])
