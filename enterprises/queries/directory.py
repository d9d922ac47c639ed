"""The directory: confirmed enterprises, filtered and paged at a cost that does not grow with the register."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import cached_property

from enterprises.models import Enterprise, IndustryClass, IndustryTag, Qualification, QualificationKind, Registration
from enterprises.models.industry import GBT4754_2017
from enterprises.models.registration import LegalStatus
from enterprises.querysets import EnterpriseQuerySet
from parks.models import Park
from zoneportal.bilingual import content_language
from zoneportal.publishing.queries import published

A_PAGE = 50
# Counting stops here, and so do the pages: nobody reads on, and the database need not look at a million rows.
COUNTED_AT_MOST = 100_000
COUNTED_AT_MOST_FILTERED = 10_000
SECTIONS = "ABCDEFGHIJKLMNOPQRST"  # of GB/T 4754


Choice = tuple[str, str]  # code, name


@dataclass(frozen=True)
class Options:
    """What the register can be filtered by."""

    parks: list[Park]
    industries: list[Choice]
    tags: list[Choice]
    kinds: list[Choice]


class Listed(TypedDict):
    """A line of the register. A dictionary of plain texts, because a template reads those fastest."""

    number: str
    name: str
    name_lang: str  # where an English page must show the Chinese name
    credit_code: str
    industry: str
    industry_lang: str
    park: str
    park_address: str
    status: str  # in words; empty while active or not known
    is_sample: bool


class RegisterPaginator(Paginator):
    """Counts up to a limit."""

    def __init__(self, found: EnterpriseQuerySet, at_most: int):
        self.at_most = at_most
        super().__init__(found, A_PAGE)

    @cached_property
    def has_more(self) -> bool:
        """There are more than the pages lead to."""
        return self._counted > self.at_most

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.at_most)

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: self.at_most + 1].count()


def options(at: datetime, industry: str = "") -> Options:
    """Sections of GB/T 4754, and the finer entry when the address asks for one. Five queries."""
    finer = [industry[:4]] if industry.isalnum() else []  # PostgreSQL takes no NUL, not even to find nothing
    entries = IndustryClass.objects.filter(edition=GBT4754_2017, code__in=[*SECTIONS, *finer])
    return Options(
        parks=published(Park, at),
        industries=[(code, f"{code} {name}") for code, name in choices(entries.order_by("section", "code"))],
        tags=choices(IndustryTag.objects.order_by("scheme", "position", "code")),
        kinds=choices(QualificationKind.objects.order_by("position", "code")),
    )


def choices(rows: QuerySet) -> list[Choice]:
    """Code and name in the language of the page. One query."""
    named = rows.values_list("code", f"name_{content_language()}", "name_zh")
    return [(code, name or chinese) for code, name, chinese in named]


def register(at: datetime, asked: dict[str, str], options: Options) -> RegisterPaginator:
    """The confirmed enterprises that meet every filter (see `filters.RegisterForm`), by their number."""
    day = timezone.localdate(at)
    found = Enterprise.objects.confirmed(at)
    if "q" in asked:
        found = found.matching(asked["q"])
    if "park" in asked:
        (park,) = (park for park in options.parks if park.code == asked["park"])
        found = found.in_park(park.pk, day)
    if "industry" in asked:
        found = found.in_industry(asked["industry"])
    if "tag" in asked:
        found = found.filter(tags__industry__code=asked["tag"])
    if "qualification" in asked:
        held = Qualification.objects.as_of(day).filter(kind__code=asked["qualification"])
        found = found.filter(pk__in=held.values("enterprise"))
    if "status" in asked:
        found = found.with_status(day).filter(status=asked["status"])
    return RegisterPaginator(found.order_by("number"), COUNTED_AT_MOST_FILTERED if asked else COUNTED_AT_MOST)


def listed(page: Page, at: datetime, parks: list[Park]) -> list[Listed]:
    """The lines of one page. One query, whose subqueries touch the rows of this page only."""
    day = timezone.localdate(at)
    stays = Registration.objects.as_of(day).filter(enterprise=OuterRef("pk"))
    rows = (
        Enterprise.objects.filter(pk__in=page.object_list.values("pk"))
        .with_status(day)
        .annotate(park=Subquery(stays.order_by("-start_on", "-pk").values("park")[:1]))
        .order_by("number")
        .values(
            *("number", "name_zh", "name_en", "credit_code", "is_sample", "park", "status"),
            *("industry_class__name_zh", "industry_class__name_en"),
        )
    )
    places = {park.pk: (park.name, park.get_absolute_url()) for park in parks}
    statuses = {value: str(label) for value, label in LegalStatus.choices if value != LegalStatus.ACTIVE}
    language = content_language()
    lines = []
    for row in rows:
        park, park_address = places.get(row["park"], ("", ""))
        lines.append(
            Listed(
                number=row["number"],
                name=row[f"name_{language}"] or row["name_zh"],
                name_lang="" if row[f"name_{language}"] else "zh-Hans",
                credit_code=row["credit_code"] or "",
                industry=row[f"industry_class__name_{language}"] or row["industry_class__name_zh"] or "",
                industry_lang="" if row[f"industry_class__name_{language}"] else "zh-Hans",
                park=park,
                park_address=park_address,
                status=statuses.get(row["status"], ""),
                is_sample=row["is_sample"],
            )
        )
    return lines


def public_count_in_park(park: Park, at: datetime) -> int:
    """How many confirmed enterprises are registered in the park on that day. One query."""
    return Enterprise.objects.confirmed(at).in_park(park.pk, timezone.localdate(at)).count()
