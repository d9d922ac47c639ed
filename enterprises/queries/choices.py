"""What the directory can be narrowed by, and how many enterprises of a selection each choice holds."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from enterprises.finding import Among
from enterprises.models import (
    Enterprise,
    EnterpriseTag,
    IndustryClass,
    IndustryTag,
    Qualification,
    QualificationKind,
    Registration,
)
from enterprises.models.industry import GBT4754_2017, IndustryLevel
from parks.models import Park
from zoneportal.bilingual import content_language
from zoneportal.publishing.queries import published


@dataclass(frozen=True)
class Choice:
    key: int  # primary key, or the value itself where there is none
    code: str
    name: str
    lang: str = ""  # of the name, where it is not the page's


@dataclass(frozen=True)
class Options:
    parks: list[Park]  # public ones
    industry_path: list[Choice]  # from the section down to the entry that was asked for; empty when it is unknown
    industries: list[Choice]  # one level below that entry, or the sections
    tags: list[Choice]
    kinds: list[Choice]


@dataclass(frozen=True)
class Counts:
    """By key (industries by code); what is missing holds none."""

    parks: dict[int, int] = field(default_factory=dict)
    industries: dict[str, int] = field(default_factory=dict)
    tags: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)


def options(at: datetime, industry: str = "") -> Options:
    """Of GB/T 4754 only the way to the entry asked for, and what stands right below it. Five queries."""
    path, below = industry_steps(industry)
    return Options(
        parks=published(Park, at),
        industry_path=path,
        industries=below,
        tags=choices(IndustryTag.objects.order_by("scheme", "position", "code")),
        kinds=choices(QualificationKind.objects.order_by("position", "code")),
    )


def choices(rows: QuerySet) -> list[Choice]:
    """In the language of the page. One query."""
    named = rows.values_list("pk", "code", f"name_{content_language()}", "name_zh")
    return [choice(*row) for row in named]


def choice(key: int, code: str, name: str, chinese: str) -> Choice:
    return Choice(key, code, name or chinese, "" if name else "zh-Hans")


def industry_steps(code: str) -> tuple[list[Choice], list[Choice]]:
    """(path, below). One query."""
    asked = code if code.isascii() and code.isalnum() and len(code) <= 4 else ""
    wanted = Q(level=IndustryLevel.SECTION)
    if asked:
        wanted |= Q(code__in=[asked[:2], asked[:3], asked]) | Q(parent__code=asked)
    entries = IndustryClass.objects.filter(wanted, edition=GBT4754_2017).order_by("level", "code")
    found = entries.values_list("pk", "code", f"name_{content_language()}", "name_zh", "section", "parent__code")
    rows = [(choice(pk, key, name, zh), section, parent) for pk, key, name, zh, section, parent in found]
    chosen = next((section for entry, section, _parent in rows if entry.code == asked), None)
    if chosen is None:
        return [], [entry for entry, _section, parent in rows if parent is None]
    path = [entry for entry, _section, _parent in rows if entry.code == chosen or asked.startswith(entry.code)]
    return path, [entry for entry, _section, parent in rows if parent == asked]


def counts(keys: Collection[int], day: date) -> Counts:
    """Over the enterprises with these keys. Five queries."""
    of_keys = Among("enterprise", keys)
    stays = Registration.objects.as_of(day).filter(of_keys).order_by()
    holding = Qualification.objects.as_of(day).filter(of_keys).order_by()
    pairs = EnterpriseTag.objects.filter(of_keys).order_by()
    enterprises = Enterprise.objects.filter(Among("pk", keys)).order_by()
    classes = enterprises.exclude(industry_class=None).values_list("industry_class__section", "industry_class__code")
    return Counts(
        parks=dict(stays.values_list("park").annotate(Count("pk"))),
        industries=levels(classes.annotate(Count("pk"))),
        tags=dict(pairs.values_list("industry").annotate(Count("pk"))),
        kinds=dict(holding.values_list("kind").annotate(Count("enterprise", distinct=True))),
        statuses=dict(enterprises.with_status(day).values_list("status").annotate(Count("pk"))),
    )


def levels(classes: QuerySet) -> dict[str, int]:
    """Each class counts for every entry above it."""
    found: Counter[str] = Counter()
    for section, code, count in classes:
        for above in {section, code[:2], code[:3], code}:
            found[above] += count
    return found
