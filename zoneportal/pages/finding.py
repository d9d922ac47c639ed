"""What the search finds of each kind: only what a reader may see, counted, and shown a few at a time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import queries
from enterprises.models import IndustryClass, IndustryTag
from enterprises.models.industry import GBT4754_2017
from parks.models import Announcement, Park, ProfileSection
from parks.queries import announcement_keys_about, announcements_with_keys
from stats.models import Figure, Goal, Indicator, Release
from stats.queries.indicators import public_indicators
from stats.queries.releases import releases_until
from stats.queries.scopes import scopes_at
from zoneportal.bilingual import content_language
from zoneportal.characters import folded
from zoneportal.marking import excerpt, marked, plain
from zoneportal.pages.standing import STANDING, standing_texts
from zoneportal.publishing.changes import topics_of
from zoneportal.publishing.preview import Reader

Texts = Collection[str]
Shown = Collection[type[Model]]
FIGURES = (Figure, Indicator, Release, IndustryTag, Park)
SHOWN = 5  # of each kind, before "more"
COUNTED_AT_MOST = 1_000  # enterprises
ENTERPRISES = "enterprises"
KINDS: dict[str, Promise] = {
    "parks": gettext_lazy("Parks"),
    "indicators": gettext_lazy("Indicators"),
    "goals": gettext_lazy("Development goals"),
    "releases": gettext_lazy("Releases"),
    "industries": gettext_lazy("Industries"),
    ENTERPRISES: gettext_lazy("Enterprises"),
    "announcements": gettext_lazy("Announcements"),
    "pages": gettext_lazy("Pages of this site"),
}


@dataclass(frozen=True)
class Result:
    address: str
    title: SafeString
    text: SafeString | str = ""
    note: str = ""  # a word beside the title
    lang: str = ""  # of the title, where it is not the page's


@dataclass(frozen=True)
class Group(Sequence):
    """What was found of one kind. Only what is shown is made ready; a slice of it is a list of results."""

    kind: str
    found: Sequence[Any]
    result: Callable[[Any], Result]
    more: str
    count: int
    has_more: bool = False  # than the count says
    load: Callable[[Sequence[Any]], Sequence[Any]] = list

    @property
    def label(self) -> Promise:
        return KINDS[self.kind]

    @cached_property
    def first(self) -> list[Result]:
        return self[:SHOWN]

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place):
        return [self.result(item) for item in self.load(self.found[place])]


@dataclass(frozen=True)
class ClassEntry:
    """An entry of GB/T 4754; there are two thousand, so what is remembered of them is little."""

    code: str
    name: str
    level: str
    lang: str  # of the name, where it is not the page's


def places(*texts: str) -> str:
    return "\n".join(folded(text) for text in texts)


def tags_with_texts() -> Iterator[tuple[IndustryTag, Texts]]:
    for tag in IndustryTag.objects.order_by("scheme", "position", "code"):
        yield tag, (tag.name_zh, tag.name_en, tag.description_zh, tag.description_en)


def classes_with_texts() -> Iterator[tuple[ClassEntry, Texts]]:
    is_chinese = content_language() == "zh"
    for entry in IndustryClass.objects.filter(edition=GBT4754_2017).order_by("level", "code"):
        lang = "" if is_chinese or entry.name_en else "zh-Hans"
        known = ClassEntry(entry.code, entry.name, str(entry.get_level_display()), lang)
        yield known, (entry.name_zh, entry.name_en, entry.code)


class Finder:
    """One search. What is asked does not depend on what is found."""

    def __init__(self, text: str, words: list[str], reader: Reader):
        self.text = text
        self.words = words
        self.reader = reader
        self.plain_words = [folded(word) for word in words]

    def group(self, kind: str) -> Group:
        return getattr(self, kind)()

    def holding(self, kind: str, shown: Shown, read: Callable[[], Iterable[tuple[Any, Texts]]]) -> list[Any]:
        """What holds every word in one of its texts; read again only when something public of it has changed."""
        known = self.reader.remembered(
            ("search", kind), topics_of(shown), lambda: [(places(*texts), each) for each, texts in read()]
        )
        return [each for text, each in known if self.holds(text)]

    def holds(self, text: str) -> bool:
        return all(word in text for word in self.plain_words)

    def grouped(self, kind: str, found: Sequence[Any], result: Callable[[Any], Result], **more: Any) -> Group:
        query = urlencode({"q": self.text, "kind": kind})
        return Group(kind, found, result, f"{reverse('search')}?{query}", len(found), **more)

    def titled(self, content: Any, field: str, text: str = "", note: str = "", address: str = "") -> Result:
        title = getattr(content, field)
        is_chinese = content_language() == "zh" or getattr(content, f"{field}_en")
        lang = "" if is_chinese else "zh-Hans"
        return Result(
            address or content.get_absolute_url(), marked(title, self.words), excerpt(text, self.words), note, lang
        )

    def public_parks(self) -> list[Park]:
        return self.reader.remembered("parks", topics_of([Park]), lambda: self.reader.read(Park))

    def parks(self) -> Group:
        fields = ("name_zh", "name_en", "focus_zh", "focus_en", "description_zh", "description_en")
        found = self.holding(
            "parks",
            [Park],
            lambda: ((park, [plain(getattr(park, name)) for name in fields]) for park in self.public_parks()),
        )
        return self.grouped("parks", found, lambda park: self.titled(park, "name", park.focus or park.description))

    def indicators(self) -> Group:
        """Those with a released figure."""
        at = self.reader.at
        found = self.holding(
            "indicators",
            FIGURES,
            lambda: ((each, (each.name_zh, each.name_en, each.code)) for each in public_indicators(at, scopes_at(at))),
        )
        return self.grouped("indicators", found, lambda each: self.titled(each, "name", note=each.get_theme_display()))

    def goals(self) -> Group:
        found = self.holding(
            "goals",
            [Goal],
            lambda: (
                (each, (each.title_zh, each.title_en, each.wording_zh, each.wording_en))
                for each in self.reader.read(Goal)
            ),
        )
        return self.grouped("goals", found, lambda each: self.titled(each, "title", each.wording))

    def releases(self) -> Group:
        """Public ones, newest first."""
        found = self.holding(
            "releases",
            [Release],
            lambda: (
                (each, (each.title_zh, each.title_en, each.basis_zh, each.basis_en))
                for each in releases_until(self.reader.at)
            ),
        )
        return self.grouped("releases", found, self.release)

    def release(self, each: Release) -> Result:
        day = f"{localtime(each.released_at):%Y-%m-%d}"
        return self.titled(each, "title", each.basis, day, reverse("release", args=[each.slug]))

    def industries(self) -> Group:
        """The zone's own and those of GB/T 4754."""
        found = self.holding("industries", [IndustryTag], tags_with_texts)
        found += self.holding("classes", [IndustryClass], classes_with_texts)
        return self.grouped("industries", found, self.industry)

    def industry(self, entry: IndustryTag | ClassEntry) -> Result:
        if isinstance(entry, IndustryTag):
            return self.titled(entry, "name", entry.description, str(entry.get_scheme_display()))
        title = marked(f"{entry.code} {entry.name}", self.words)
        address = f"{reverse('enterprises')}?industry={entry.code}"
        return Result(address, title, note=f"GB/T 4754 · {entry.level}", lang=entry.lang)

    def enterprises(self) -> Group:
        """Confirmed ones. Three queries, and two for the parks."""
        found = queries.find_named(self.text, self.reader, COUNTED_AT_MOST)
        return Group(
            ENTERPRISES,
            found.keys(0, SHOWN),
            self.enterprise,
            f"{reverse('enterprises')}?{urlencode({'q': self.text})}",
            found.count,
            found.has_more,
            load=lambda some: queries.listed(some, self.reader.at, self.public_parks()),
        )

    def enterprise(self, line: queries.Listed) -> Result:
        facts = " · ".join(part for part in (line["credit_code"], line["park"], line["industry"]) if part)
        note = _("Sample") if line["is_sample"] else line["status"]
        address = reverse("enterprise", args=[line["number"]])
        return Result(address, marked(line["name"], self.words), marked(facts, self.words), note, line["name_lang"])

    def announcements(self) -> Group:
        """Published versions. Two queries, and two for those that are shown."""
        keys = announcement_keys_about(self.reader, self.words)
        return self.grouped(
            "announcements", keys, self.announcement, load=lambda some: announcements_with_keys(self.reader, some)
        )

    def announcement(self, each: Announcement) -> Result:
        text = each.body if self.words_in(each.body) or not each.summary else each.summary
        return self.titled(each, "title", text, f"{each.issued_on:%Y-%m-%d}")

    def words_in(self, html: str) -> bool:
        return any(word in folded(plain(html)) for word in self.plain_words)

    def pages(self) -> Group:
        """Chapters of the profile and standing pages."""
        sections = self.holding(
            "pages",
            [ProfileSection],
            lambda: (
                (each, (each.title_zh, each.title_en, plain(each.body_zh), plain(each.body_en)))
                for each in self.reader.read(ProfileSection)
            ),
        )
        standing = [page for page in STANDING if self.holds(places(*standing_texts()[page[0]]))]
        return self.grouped("pages", [*sections, *standing], self.page)

    def page(self, page: ProfileSection | tuple[str, str, str]) -> Result:
        if isinstance(page, ProfileSection):
            return self.titled(page, "title", page.body)
        name, title, description = page
        return Result(reverse(name), marked(_(title), self.words), marked(_(description), self.words))
