"""What a reader asks the register for, read from the address. Something unknown is refused, not guessed at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import queries
from enterprises.models import IndustryClass, IndustryTag, QualificationKind
from enterprises.models.registration import LegalStatus
from enterprises.queries import ORDERS, Choice, Counts, Options
from parks.models import Park
from zoneportal.bilingual import content_language
from zoneportal.publishing.changes import topics_of
from zoneportal.publishing.preview import Reader
from zoneportal.templatetags.portal import number
from zoneportal.wording import LONGEST_TEXT

PARAMETERS = ("q", "park", "industry", "tag", "qualification", "status", "sort")
CHOICES = (IndustryClass, IndustryTag, QualificationKind, Park)
MARK = "~code~"  # stands for a code while addresses are made; a search text comes before it in every address
TOO_LONG = gettext_lazy("A search text has at most %(limit)s characters. Shorten it.")
UNKNOWN = gettext_lazy("“%(value)s” is not among the choices of this list. Choose again.")
LABELS = {
    "q": gettext_lazy("Search text"),
    "park": gettext_lazy("Park"),
    "industry": gettext_lazy("Industry (GB/T 4754)"),
    "tag": gettext_lazy("Industry of the zone"),
    "qualification": gettext_lazy("Qualification held today"),
    "status": gettext_lazy("Legal status"),
}
SORTS = {
    "number": gettext_lazy("zone number"),
    "name": gettext_lazy("name"),
    "established": gettext_lazy("newest first"),
    "capital": gettext_lazy("registered capital (renminbi), largest first"),
}


@dataclass(frozen=True)
class Selection:
    asked: dict[str, str]  # by parameter, in a fixed order, without what was left open
    sort: str = "number"
    errors: dict[str, str] = field(default_factory=dict)  # by parameter, a sentence for the reader

    def query(self, **changes: str) -> str:
        """The canonical query with some parameters changed; an empty value takes one away."""
        values = {name: changes.get(name, self.asked.get(name, "")) for name in LABELS}
        sort = changes.get("sort", self.sort)
        values["sort"] = "" if sort == "number" else sort
        if page := changes.get("page"):
            values["page"] = page
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def files(self) -> str:
        """What the addresses of its files end with."""
        return f"?{query}" if (query := self.query()) else ""

    def address(self, **changes: str) -> str:
        return f"?{query}" if (query := self.query(**changes)) else "./"


def options(reader: Reader, industry: str) -> Options:
    """Read again only when one of the choices has changed."""

    def of_known() -> Options | None:
        found = queries.options(reader.at, industry)
        return found if found.industry_path or not industry else None

    return reader.remembered(("choices", industry), topics_of(CHOICES), of_known) or queries.options(reader.at)


class Label(NamedTuple):
    """One choice, as it is shown."""

    code: str
    text: str
    lang: str = ""  # where it is not the page's


def selection(data: Mapping[str, str], options: Options) -> Selection:
    """Of a parameter given twice the last one counts; parameters of other names are no concern of this page."""
    given = {name: text for name in PARAMETERS if (text := data.get(name, "").strip())}
    known = {name: dict.fromkeys(label.code for label in labels) for name, labels in labelled(options).items()}
    known |= {"industry": {options.industry_path[-1].code: None} if options.industry_path else {}, "sort": ORDERS}
    errors = {
        name: UNKNOWN % {"value": text[:40]} for name, text in given.items() if name != "q" and text not in known[name]
    }
    if len(given.get("q", "")) > LONGEST_TEXT:
        errors["q"] = TOO_LONG % {"limit": LONGEST_TEXT}
    taken = {name: text for name, text in given.items() if name not in errors}
    return Selection(taken, taken.pop("sort", "number"), errors)


def labelled(options: Options) -> dict[str, list[Label]]:
    """Every choice, by parameter; of the industries those one step further down."""
    is_chinese = content_language() == "zh"
    return {
        "park": [
            Label(each.code, each.name, "" if is_chinese or each.name_en else "zh-Hans") for each in options.parks
        ],
        "industry": with_codes(options.industries),
        "tag": [Label(each.code, each.name, each.lang) for each in options.tags],
        "qualification": [Label(each.code, each.name, each.lang) for each in options.kinds],
        "status": [Label(value, str(label)) for value, label in LegalStatus.choices],
    }


def with_codes(entries: list[Choice]) -> list[Label]:
    return [Label(entry.code, f"{entry.code} {entry.name}", entry.lang) for entry in entries]


def chips(chosen: Selection, options: Options) -> list[dict[str, str]]:
    """What the list is narrowed by now: each with the address that takes only this one away."""
    if not chosen.asked:
        return []
    names = {name: {label.code: label for label in labels} for name, labels in labelled(options).items()}
    names["industry"] = {label.code: label for label in with_codes(options.industry_path)}
    return [
        {
            "label": str(LABELS[name]),
            "value": names[name][value].text if name != "q" else value,
            "lang": names[name][value].lang if name != "q" else "",
            "address": chosen.address(**{name: ""}),
        }
        for name, value in chosen.asked.items()
    ]


@dataclass(frozen=True)
class Facet:
    label: str
    chosen: list[tuple[Label, str]]  # the way to what is chosen, with the address of each step; empty for the last
    links: SafeString  # <li> elements; as a loop in a template they would take most of the page's time
    everything: str  # the address without this filter, empty where there is none


def facets(chosen: Selection, options: Options, counts: Counts | None) -> list[Facet]:
    """By park, industry, industry of the zone, qualification, status. A choice that holds nothing is left out."""
    by_code = counts_by_code(options, counts)
    found = []
    for name, labels in labelled(options).items():
        value = chosen.asked.get(name, "")
        way = way_to(chosen, options, name, labels) if value else []
        offered = labels if not value or name == "industry" else []
        links = SafeString("".join(links_of(chosen, name, offered, by_code)))
        if way or links:
            found.append(Facet(str(LABELS[name]), way, links, chosen.address(**{name: ""}) if value else ""))
    return found


def way_to(chosen: Selection, options: Options, name: str, labels: list[Label]) -> list[tuple[Label, str]]:
    if name != "industry":
        return [(label, "") for label in labels if label.code == chosen.asked[name]]
    steps = with_codes(options.industry_path)
    return [(label, chosen.address(industry=label.code)) for label in steps[:-1]] + [(steps[-1], "")]


def links_of(
    chosen: Selection, name: str, labels: list[Label], counts: dict[str, dict[str, int]] | None
) -> Iterator[str]:
    """Of all addresses only the code differs."""
    before, _mark, after = map(escape, chosen.query(**{name: MARK}).rpartition(MARK))
    for label in labels:
        count = counts[name].get(label.code, 0) if counts is not None else None
        if count == 0:
            continue
        lang = f' lang="{label.lang}"' if label.lang else ""
        link = f'<a href="?{before}{escape(quote_plus(label.code))}{after}"{lang}>{escape(label.text)}</a>'
        yield f'<li>{link} <span class="soft">{number(count)}</span></li>' if count else f"<li>{link}</li>"


def counts_by_code(options: Options, counts: Counts | None) -> dict[str, dict[str, int]] | None:
    if counts is None:
        return None
    return {
        "park": {park.code: counts.parks.get(park.pk, 0) for park in options.parks},
        "industry": counts.industries,
        "tag": {tag.code: counts.tags.get(tag.key, 0) for tag in options.tags},
        "qualification": {kind.code: counts.kinds.get(kind.key, 0) for kind in options.kinds},
        "status": counts.statuses,
    }


def sorts(chosen: Selection) -> SafeString:
    marks = ((name, SafeString(" selected") if name == chosen.sort else "", label) for name, label in SORTS.items())
    return format_html_join("", '<option value="{}"{}>{}</option>', marks)


def title_of(chosen: Selection, options: Options) -> str:
    """The selection in words, for files and their notes."""
    named = _("%(name)s: %(text)s")
    words = [named % {"name": chip["label"], "text": chip["value"]} for chip in chips(chosen, options)]
    return _("; ").join(words) or _("all enterprises that the zone has confirmed")
