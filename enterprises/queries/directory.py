"""The directory: confirmed enterprises, found, sorted and paged at a cost that does not grow with the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import cached_property

from enterprises.models import Enterprise, RegisterLine, Registration
from enterprises.models.registration import LegalStatus
from enterprises.queries.choices import Choice, Counts, Options, counts
from enterprises.querysets import RegisterLineQuerySet
from parks.models import Park
from zoneportal.bilingual import content_language
from zoneportal.wording import words_of

A_PAGE = 50
# Counting stops here, and so do the pages of the whole list: the database need not look at a million rows.
COUNTED_AT_MOST = 100_000
COUNTED_AT_MOST_FILTERED = 10_000
# Of a selection that is larger still, so much is listed: sorting is cheap while few rows are passed over.
LISTED_OF_MORE = 500
# Up to here every choice says how many enterprises it holds.
FACETED_AT_MOST = 1_000
FACETED_AT_MOST_OF_ALL = 5_000  # nothing narrows the list yet: the page that most readers see, and that is kept
DOWNLOADED_AT_MOST = 10_000  # rows of a file
ORDERS = {
    "number": ("number",),
    "name": ("name_zh", "number"),
    "established": (F("established_on").desc(nulls_last=True), "number"),
    "capital": (F("capital_cny_wan").desc(nulls_last=True), "number"),
}


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


@dataclass
class Found:
    """The lines that meet a selection, counted up to a limit."""

    lines: RegisterLineQuerySet
    counted_at_most: int
    lists_all: bool = False  # the whole register: its order has an index, however far the page
    is_searched: bool = False  # by a text

    @cached_property
    def _counted(self) -> int:
        return self.lines[: self.counted_at_most + 1].count()

    @property
    def has_more(self) -> bool:
        return self._counted > self.counted_at_most

    @property
    def count(self) -> int:
        """All of them, or the limit where there are more."""
        return min(self._counted, self.counted_at_most)

    @property
    def is_cut(self) -> bool:
        """A file does not hold all of them."""
        return self.has_more or self.count > DOWNLOADED_AT_MOST

    @property
    def listed(self) -> int:
        return LISTED_OF_MORE if self.has_more and not self.lists_all else self.count

    @cached_property
    def keys(self) -> list[int] | None:
        """Of a selection whose choices can be counted; None of a larger one."""
        limit = FACETED_AT_MOST_OF_ALL if self.lists_all else FACETED_AT_MOST
        return list(self.lines.values_list("pk", flat=True)) if self._counted <= limit else None

    def sorted_by(self, sort: str) -> str:
        """Names that hold a word lie together in the order of names, so the first of very many may lie far."""
        return "number" if sort == "name" and self.is_searched and self.has_more else sort

    def in_order(self, sort: str) -> QuerySet:
        """Few are found first and sorted then; of very many the first ones are read in order."""
        if self.has_more or self.lists_all:
            lines = self.lines.read_in_order()
        else:
            found = self.lines[: self.counted_at_most].values("pk") if self.keys is None else self.keys
            lines = RegisterLine.objects.filter(pk__in=found)
        return lines.order_by(*ORDERS[self.sorted_by(sort)])

    def counts(self, at: datetime) -> Counts | None:
        """Of every choice, None where the selection is too large. Five queries, none for nothing found."""
        if not self.keys:
            return None if self.keys is None else Counts()
        return counts(self.keys, timezone.localdate(at))


class RegisterPaginator(Paginator):
    def __init__(self, found: Found, sort: str):
        self.count = found.listed
        super().__init__(found.in_order(sort), A_PAGE)


def find(at: datetime, asked: Mapping[str, str], options: Options) -> Found:
    """The confirmed enterprises that meet every filter (see `enterprises.filters`). Nothing is asked here yet."""
    day = timezone.localdate(at)
    lines = RegisterLine.objects.confirmed(at).order_by()
    if "q" in asked:
        lines = lines.about(words_of(asked["q"]))
    if "park" in asked:
        (park,) = (park for park in options.parks if park.code == asked["park"])
        lines = lines.in_park(park.pk, day)
    if "industry" in asked:
        lines = lines.in_industry(asked["industry"])
    if "tag" in asked:
        lines = lines.in_zone_industry(key_of(options.tags, asked["tag"]))
    if "qualification" in asked:
        lines = lines.holding(key_of(options.kinds, asked["qualification"]), day)
    if "status" in asked:
        lines = lines.with_present_status(asked["status"], day)
    return Found(lines, COUNTED_AT_MOST_FILTERED if asked else COUNTED_AT_MOST, not asked, "q" in asked)


def find_named(text: str, at: datetime) -> Found:
    """The confirmed enterprises with every word of `text` in a name, code or number."""
    return Found(
        RegisterLine.objects.confirmed(at).order_by().about(words_of(text)), COUNTED_AT_MOST_FILTERED, is_searched=True
    )


def key_of(choices: list[Choice], code: str) -> int:
    (key,) = (choice.key for choice in choices if choice.code == code)
    return key


def page_of(found: Found, sort: str, number: str | int) -> Page:
    """Errors: InvalidPage. One query for the count, another for the keys of a small selection."""
    return RegisterPaginator(found, sort).page(number)


def listed(lines: QuerySet, sort: str, at: datetime, parks: list[Park]) -> list[Listed]:
    """The lines of one page. One query, whose subqueries touch the rows of this page only."""
    day = timezone.localdate(at)
    stays = Registration.objects.as_of(day).filter(enterprise=OuterRef("pk"))
    rows = (
        RegisterLine.objects.filter(pk__in=lines.values("pk"), enterprise__confirmed_at__lte=at)
        .with_status(day)
        .annotate(park=Subquery(stays.order_by("-start_on", "-pk").values("park")[:1]))
        .order_by(*ORDERS[sort])
        .values(
            *("number", "name_zh", "enterprise__name_en", "credit_code", "enterprise__is_sample", "park", "status"),
            *("industry_class__name_zh", "industry_class__name_en"),
        )
    )
    places = {park.pk: (park.name, park.get_absolute_url()) for park in parks}
    statuses = {value: str(label) for value, label in LegalStatus.choices if value != LegalStatus.ACTIVE}
    is_chinese = content_language() == "zh"
    return [line_of(row, places, statuses, is_chinese) for row in rows]


def line_of(row: dict, places: dict, statuses: dict[str, str], is_chinese: bool) -> Listed:
    name = "" if is_chinese else row["enterprise__name_en"]
    industry = "" if is_chinese else row["industry_class__name_en"]
    park, park_address = places.get(row["park"], ("", ""))
    return Listed(
        number=row["number"],
        name=name or row["name_zh"],
        name_lang="" if is_chinese or name else "zh-Hans",
        credit_code=row["credit_code"] or "",
        industry=industry or row["industry_class__name_zh"] or "",
        industry_lang="" if is_chinese or industry else "zh-Hans",
        park=park,
        park_address=park_address,
        status=statuses.get(row["status"], ""),
        is_sample=row["enterprise__is_sample"],
    )


def public_count_in_park(park: Park, at: datetime) -> int:
    """How many confirmed enterprises are registered in the park on that day. One query."""
    return Enterprise.objects.confirmed(at).in_park(park.pk, timezone.localdate(at)).count()
