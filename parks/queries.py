"""What a reader sees of the zone and its parks. All content comes through the reader, that is, as published."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from html import escape

from django.db.models import F, Q

from parks.models import Announcement, Milestone, Park
from zoneportal.characters import half_width
from zoneportal.publishing.models import Publication
from zoneportal.publishing.preview import Reader


def parks_of_today(reader: Reader, today: date) -> tuple[list[Park], list[Park]]:
    """Public parks that exist today, and those that exist no more. One query."""
    parks = reader.read(Park)
    current = [park for park in parks if exists_on(park, today)]
    return current, [park for park in parks if park not in current]


def exists_on(park: Park, day: date) -> bool:
    return (park.valid_from is None or park.valid_from <= day) and (park.valid_to is None or day <= park.valid_to)


def park_at(reader: Reader, slug: str) -> Park | None:
    """The public park with this address word. One query."""
    return next(iter(reader.read(Park, Q(slug=slug))), None)


def park_known_as(reader: Reader, slug: str) -> Park | None:
    """The public park whose address once held this word, whether its name changed or its draft did. Two queries.

    Words that were only ever a draft lead nowhere.
    """
    versions = Park.history.filter(slug=slug)
    shown = (
        Publication.objects.of_model(Park)
        .filter(version__in=versions.values("history_id"), effective_at__lte=reader.at)
        .exclude(superseded_at=F("effective_at"))
        .order_by("-effective_at", "-pk")
    )
    pk = shown.values_list("object_id", flat=True).first()
    return park_with_key(reader, pk) if pk else None


def park_with_key(reader: Reader, pk: int | None) -> Park | None:
    """The public version of a park that a record points to. One query, none without a key."""
    return next(iter(reader.read(Park, Q(id=pk))), None) if pk else None


def announcement_keys(reader: Reader) -> list[int]:
    """Newest first. One query, and no text is loaded: a site keeps its announcements for many years."""
    return reader.keys(Announcement)


def announcement_keys_about(reader: Reader, words: Iterable[str]) -> list[int]:
    """Those whose public version holds every word in its title, summary or text, newest first. One query."""
    wanted = Q()
    for word in map(half_width, words):
        written = escape(word)
        # A word that could be one of HTML's own is looked for between the tags only.
        body, text = ("iregex", f">[^<]*{re.escape(written)}") if word.isascii() else ("contains", written)
        wanted &= Q(
            *((f"{name}__icontains", word) for name in ("title_zh", "title_en", "summary_zh", "summary_en")),
            *((f"{name}__{body}", text) for name in ("body_zh", "body_en")),
            _connector=Q.OR,
        )
    return reader.keys(Announcement, wanted)


def announcements_with_keys(reader: Reader, keys: Collection[int]) -> list[Announcement]:
    """Newest first. One query, none without keys."""
    return reader.read(Announcement, Q(id__in=keys)) if keys else []


def announcement_with_key(reader: Reader, pk: int) -> Announcement | None:
    return next(iter(reader.read(Announcement, Q(id=pk))), None)


def timeline(reader: Reader) -> list[Milestone]:
    """Oldest first. One query."""
    return reader.read(Milestone)


def turning_points(milestones: list[Milestone], most: int = 5) -> list[Milestone]:
    """Those that the home page has room for, oldest first: planned areas, the first event, then the latest ones."""
    ranked = [*planned_areas(milestones), *milestones[:1], *reversed(milestones)]
    chosen = [milestone.pk for milestone in dict.fromkeys(ranked)][:most]
    return [milestone for milestone in milestones if milestone.pk in chosen]


def planned_areas(milestones: list[Milestone]) -> list[Milestone]:
    """The events that changed the planned area, each with its legal standing, oldest first."""
    return [milestone for milestone in milestones if milestone.planned_area_km2 is not None]
