"""What pages tell search engines: schema.org as JSON-LD. A template library, named in the settings.

The objects hold what the page shows and nothing else. A data block is no script, so a strict policy lets it pass.
"""

import json
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stats.queries.indicators import IndicatorFigures
from stats.tables import Table
from zoneportal.data_files.document import Terms
from zoneportal.marking import plain
from zoneportal.open_data.datasets import HOLDS_SAMPLES, Catalogue
from zoneportal.open_data.dcat import MEDIA_TYPES
from zoneportal.open_data.terms import terms_of

register = template.Library()

SCHEMA = "https://schema.org"
LONGEST_DESCRIPTION = 5000  # of a dataset, as search engines take it
# As Django's json_script: what could end the block, or begin a comment in it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def block(data: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": SCHEMA} | data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-Hans"


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: an inspection takes an empty property for a fault."""
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}


def organisation(frame) -> dict[str, Any]:
    zone = frame.zone
    home = frame.request.build_absolute_uri(frame.home)
    found = {"@type": "GovernmentOrganization", "@id": f"{home}#organisation", "name": frame.site_name, "url": home}
    if zone is None:
        return found
    return filled(
        found
        | {
            "alternateName": zone.short_name,
            "slogan": zone.slogan,
            "telephone": zone.phone,
            "email": zone.email,
            "address": filled({"@type": "PostalAddress", "streetAddress": zone.address, "postalCode": zone.postcode})
            if zone.address
            else None,
            "logo": frame.request.build_absolute_uri(zone.logo.url) if zone.logo else None,
        }
    )


@register.simple_tag(takes_context=True)
def structured_site(context) -> SafeString:
    """On the home page: who runs the site, and how it is searched."""
    frame = context["frame"]
    home = frame.request.build_absolute_uri(frame.home)
    search = frame.request.build_absolute_uri(reverse("search"))
    site = {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": frame.site_name,
        "url": home,
        "inLanguage": language(),
        "publisher": {"@id": f"{home}#organisation"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return block({"@graph": [organisation(frame), site]})


@register.simple_tag(takes_context=True)
def structured_path(context, *steps: str) -> SafeString:
    """The way to this page, by names of addresses: `{% structured_path "statistics" _("Statistics") page.title %}`."""
    frame = context["frame"]
    names = [_("Home"), *steps[1:-1:2], steps[-1]]
    addresses = [frame.home, *(reverse(name) for name in steps[:-1:2]), frame.request.path]
    return block(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": str(name),
                    "item": frame.request.build_absolute_uri(address),
                }
                for position, (name, address) in enumerate(zip(names, addresses, strict=True), start=1)
            ],
        }
    )


@register.simple_tag(takes_context=True)
def structured_indicator(context, figures: IndicatorFigures) -> SafeString:
    """An indicator as a dataset, with its files."""
    frame, table = context["frame"], figures.table
    definition = table.definitions[0]
    years = sorted(int(row.key) for row in table.rows)
    files = {ending: reverse("indicator_data", args=[table.code, ending]) for ending in MEDIA_TYPES}
    return block(
        filled(
            {
                "@type": "Dataset",
                "@id": f"{frame.canonical}#data",
                "name": table.title,
                "description": described(f"{definition.text} {definition.source}", table),
                "url": frame.canonical,
                "identifier": table.code,
                "inLanguage": language(),
                "isAccessibleForFree": True,
                **moments(table),
                "temporalCoverage": f"{years[0]}/{years[-1]}",
                "variableMeasured": {"@type": "PropertyValue", "name": table.title, "unitText": definition.unit_name},
                **maker(frame),
                "distribution": downloads(frame, files),
            }
        )
    )


def described(text: str, table: Table) -> str:
    """Search engines take 50 to 5,000 characters. What is invented is called so before anything else."""
    words = text if len(text) >= 50 else f"{table.title}: {text}"
    return f"{_(HOLDS_SAMPLES)} {words}"[:LONGEST_DESCRIPTION] if table.is_sample else words[:LONGEST_DESCRIPTION]


def moments(table: Table) -> dict[str, str]:
    days = [timezone.localdate(origin.released_at).isoformat() for origin in table.origins]
    return {"datePublished": min(days), "dateModified": max(days)}


def maker(frame) -> dict[str, Any]:
    terms = terms_of(frame.zone)
    made = {"creator": organisation(frame), "publisher": {"@type": "GovernmentOrganization", "name": terms.publisher}}
    return made | licence(terms)


def licence(terms: Terms) -> dict[str, Any]:
    if terms.licence_address:
        return {"license": terms.licence_address}
    return {"license": {"@type": "CreativeWork", "name": terms.licence}} if terms.licence else {}


def downloads(frame, files: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "@type": "DataDownload",
            "encodingFormat": MEDIA_TYPES[ending],
            "contentUrl": frame.request.build_absolute_uri(address),
        }
        for ending, address in files.items()
    ]


@register.simple_tag(takes_context=True)
def structured_catalogue(context, catalogue: Catalogue) -> SafeString:
    frame = context["frame"]
    return block(
        {
            "@type": "DataCatalog",
            "@id": f"{frame.canonical}#catalogue",
            "name": catalogue.title,
            "description": catalogue.description,
            "url": frame.canonical,
            "inLanguage": language(),
            **maker(frame),
            "dataset": [{"@id": f"{dataset.page}#data"} for dataset in catalogue.datasets],
        }
    )


@register.simple_tag(takes_context=True)
def structured_article(context, announcement) -> SafeString:
    frame = context["frame"]
    return block(
        filled(
            {
                "@type": "NewsArticle",
                "headline": announcement.title[:110],
                "description": announcement.summary,
                "articleBody": plain(announcement.body),
                "datePublished": announcement.issued_on.isoformat(),
                "dateModified": timezone.localtime(announcement.published_at).isoformat(timespec="seconds"),
                "inLanguage": language(),
                "mainEntityOfPage": frame.canonical,
                "author": organisation(frame),
                "publisher": organisation(frame),
            }
        )
    )


@register.simple_tag(takes_context=True)
def structured_park(context, park) -> SafeString:
    frame = context["frame"]
    return block(
        filled(
            {
                "@type": "Place",
                "@id": f"{frame.canonical}#place",
                "name": park.name,
                "description": park.focus or plain(park.description),
                "url": frame.canonical,
                "telephone": park.phone,
                "address": {"@type": "PostalAddress", "streetAddress": park.address} if park.address else None,
                "photo": frame.request.build_absolute_uri(park.photo.url) if park.photo else None,
                "containedInPlace": {"@type": "Place", "name": frame.site_name},
            }
        )
    )
