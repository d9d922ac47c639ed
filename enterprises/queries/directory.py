"""The directory: confirmed enterprises, found, sorted and paged at a cost that does not grow with the register."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import F, Max, Min, OrderBy, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from enterprises.finding import Among
from enterprises.models import Enterprise, RegisterLine, Registration
from enterprises.models.registration import LegalStatus
from enterprises.queries.choices import Choice, Counts, Options, counts
from enterprises.queries.names import keys_named
from enterprises.querysets import RegisterLineQuerySet
from parks.models import Park
from zoneportal.bilingual import content_language
from zoneportal.publishing.preview import Reader
from zoneportal.wording import words_of

A_PAGE = 50
# Counting stops here, and so do the pages of a list: the database need not look at a million rows.
COUNTED_AT_MOST = 100_000  # the whole register: its order has an index, however far the page
COUNTED_AT_MOST_FILTERED = 10_000
COUNTED_AT_MOST_OF_MANY = 1_000  # a selection of a large register
LARGE = 50_000  # enterprises; below, every selection is simply read
# Of a large register a selection that may hold more than COMMON is tried on so many lines before all of it is read.
COMMON = 20_000
TRIED = 50_000
# Of a common selection so much is listed: reading in order is cheap while few lines are passed over.
LISTED_OF_MORE = 500
# Up to here every choice says how many enterprises it holds.
FACETED_AT_MOST = 1_000
FACETED_AT_MOST_OF_MANY = 500  # of a large register, whose records lie far apart
FACETED_AT_MOST_OF_ALL = 5_000  # nothing narrows the list yet: the page that most readers see, and that is kept
DOWNLOADED_AT_MOST = 20_000  # more is a matter of the interface for programs, which gives it page by page
ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
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


def sorted_afresh(order: str | OrderBy) -> OrderBy:
    """The same order, but not that of an index: PostgreSQL finds the lines first and sorts them then."""
    given = F(order).asc() if isinstance(order, str) else order
    column = given.expression
    return OrderBy(Coalesce(column, column), descending=given.descending, nulls_last=given.nulls_last)


@dataclass
class Found:
    """The lines that meet a selection, in an order, counted up to a limit. Nothing is asked before it is needed."""

    lines: RegisterLineQuerySet
    asked_order: str = "number"
    counted_at_most: int = COUNTED_AT_MOST_FILTERED
    lists_all: bool = False  # the whole register
    is_searched: bool = False  # by a text
    known: list[int] | None = None  # the keys by number, where names that are kept in mind told them all

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last key of the register: it holds no more enterprises than lie between them."""
        ends = RegisterLine.objects.aggregate(first=Min("pk"), last=Max("pk"))
        return ends["first"] or 0, ends["last"] or 0

    @cached_property
    def limit(self) -> int:
        return min(self.counted_at_most, COUNTED_AT_MOST_OF_MANY) if self.is_of_many else self.counted_at_most

    @cached_property
    def is_of_many(self) -> bool:
        """A selection of a large register."""
        if self.lists_all or self.known is not None:
            return False
        first, last = self.span
        return last - first >= LARGE

    @cached_property
    def is_common(self) -> bool:
        """So many that they are met soon by reading the lines in any order; they are never read as a whole.

        Decided by how often the terms occur, and where that leaves it open by the first lines of the register.
        """
        if not self.is_of_many:
            return False
        first, last = self.span
        known = self.lines.commonness()
        if known and known.likely * (last - first) <= COMMON and known.at_most * (last - first) <= 3 * COMMON:
            return False
        tried = self.lines.read_in_order().filter(pk__lt=first + TRIED)
        return tried[: self.limit + 1].count() > self.limit

    @cached_property
    def _read(self) -> list[int]:
        """Keys in order, one more than the limit: at once the count, the pages and what the choices are counted of."""
        if self.known is not None and self.asked_order == "number":
            return self.known[: self.limit + 1]
        if self.known is not None:
            return self.first_of(RegisterLine.objects.filter(Among("pk", self.known)), self.limit + 1)
        if self.is_of_many and self.lines.asks_records:
            # The records are asked about the first lines only that may be meant, and nearly all of those are.
            nearly = self.first_of(self.lines.asking_no_records(), 2 * self.limit)
            found = self.first_of(self.lines.among(nearly), self.limit + 1)
            if len(found) > self.limit or len(nearly) < 2 * self.limit:
                return found
        return self.first_of(self.lines, self.limit + 1)

    def first_of(self, lines: RegisterLineQuerySet, most: int) -> list[int]:
        order = ORDERS[self.asked_order]
        if self.is_of_many:
            order = tuple(map(sorted_afresh, order))
        return list(lines.order_by(*order).values_list("pk", flat=True)[:most])

    @cached_property
    def counted(self) -> int:
        """Up to one more than the limit."""
        if self.lists_all:
            return self.lines[: self.limit + 1].count()
        return self.limit + 1 if self.is_common else len(self._read)

    @property
    def has_more(self) -> bool:
        return self.counted > self.limit

    @property
    def count(self) -> int:
        """All of them, or the limit where there are more."""
        return min(self.counted, self.limit)

    @property
    def listed(self) -> int:
        return min(self.count, LISTED_OF_MORE) if self.is_common else self.count

    @property
    def may_be_cut(self) -> bool:
        """A file may not hold all of them."""
        return self.has_more or self.count > DOWNLOADED_AT_MOST

    @cached_property
    def is_cut(self) -> bool:
        """A file does not hold all of them. One query where that is open."""
        return self.may_be_cut and self.lines[: DOWNLOADED_AT_MOST + 1].count() > DOWNLOADED_AT_MOST

    @property
    def order(self) -> str:
        """Names that hold a word lie together in the order of names, so the first of very many may lie far."""
        return "number" if self.asked_order == "name" and self.is_searched and self.is_common else self.asked_order

    def keys(self, first: int, last: int) -> list[int]:
        """The enterprises of one page."""
        if self.lists_all or self.is_common:
            return list(self.in_order().values_list("pk", flat=True)[first:last])
        return self._read[first:last]

    def in_order(self) -> QuerySet:
        """All of them, for files; of very many the first ones are found by reading the lines in order."""
        if self.lists_all or self.is_common:
            lines = self.lines.read_in_order()
        else:
            lines = self.lines if self.has_more else RegisterLine.objects.filter(Among("pk", self._read))
        return lines.order_by(*ORDERS[self.order])

    @property
    def faceted_at_most(self) -> int:
        """Up to here the choices of a selection say how many they hold."""
        return min(FACETED_AT_MOST, FACETED_AT_MOST_OF_MANY) if self.is_of_many else FACETED_AT_MOST

    def counts(self, at: datetime) -> Counts | None:
        """Of every choice, None where the selection is too large. Five queries, none for nothing found."""
        most = FACETED_AT_MOST_OF_ALL if self.lists_all else self.faceted_at_most
        if self.has_more or self.count > most:
            return None
        keys = self._read
        return counts(keys, timezone.localdate(at)) if keys else Counts()


class RegisterPaginator(Paginator):
    def __init__(self, found: Found):
        self.found = found
        self.count = found.listed
        super().__init__((), A_PAGE)

    def page(self, number) -> Page:
        number = self.validate_number(number)
        last = min(number * A_PAGE, self.count)
        return self._get_page(self.found.keys((number - 1) * A_PAGE, last), number, self)


def find(reader: Reader, asked: Mapping[str, str], options: Options, order: str = "number") -> Found:
    """The confirmed enterprises that meet every filter (see `enterprises.filters`). Hardly anything is asked yet."""
    at = reader.at
    day = timezone.localdate(at)
    if set(asked) == {"q"}:
        return find_named(asked["q"], reader, COUNTED_AT_MOST_FILTERED, order)
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
    return Found(lines, order, COUNTED_AT_MOST_FILTERED if asked else COUNTED_AT_MOST, not asked, "q" in asked)


def find_named(text: str, reader: Reader, counted_at_most: int, order: str = "number") -> Found:
    """The confirmed enterprises with every word of `text` in a name, code or number."""
    words = words_of(text)
    lines = RegisterLine.objects.confirmed(reader.at).order_by().about(words)
    return Found(lines, order, counted_at_most, is_searched=True, known=keys_named(words, reader))


def key_of(choices: list[Choice], code: str) -> int:
    (key,) = (choice.key for choice in choices if choice.code == code)
    return key


def page_of(found: Found, number: str | int) -> Page:
    """The keys of one page. Errors: InvalidPage."""
    return RegisterPaginator(found).page(number)


def listed(keys: Collection[int], at: datetime, parks: list[Park]) -> list[Listed]:
    """The lines with these keys, in their order. One query, whose subqueries touch these rows only."""
    day = timezone.localdate(at)
    stays = Registration.objects.as_of(day).filter(enterprise=OuterRef("pk"))
    found = (
        RegisterLine.objects.filter(Among("pk", keys), enterprise__confirmed_at__lte=at)
        .with_status(day)
        .annotate(park=Subquery(stays.order_by("-start_on", "-pk").values("park")[:1]))
        .order_by()
        .values(
            *("pk", "number", "name_zh", "enterprise__name_en", "credit_code", "enterprise__is_sample", "park"),
            *("status", "industry_class__name_zh", "industry_class__name_en"),
        )
    )
    rows = {row["pk"]: row for row in found}
    places = {park.pk: (park.name, park.get_absolute_url()) for park in parks}
    statuses = {value: str(label) for value, label in LegalStatus.choices if value != LegalStatus.ACTIVE}
    is_chinese = content_language() == "zh"
    return [line_of(rows[key], places, statuses, is_chinese) for key in keys if key in rows]


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
