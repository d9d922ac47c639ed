"""The page that explains the interface to people, from its declaration."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from enterprises.models import Enterprise, IndustryTag
from parks.models import Park
from stats.models import Figure, Indicator, IndicatorDefinition, Release
from stats.queries import public_codes
from zoneportal.api.operations import OPERATIONS
from zoneportal.api.parameters import MAX_PAGE_SIZE, PAGE_SIZE
from zoneportal.api.problems import TITLES
from zoneportal.messages import N_
from zoneportal.open_data.terms import terms_of, zone_of
from zoneportal.page_cache.pages import public_page

MODELS = (Figure, Release, Indicator, IndicatorDefinition, Park, IndustryTag, Enterprise)


@dataclass(frozen=True)
class Example:
    """An address that works with what is public today."""

    what: str  # English, to be translated
    address: str


@public_page(shows=MODELS)
def manual(request: HttpRequest) -> HttpResponse:
    context = {
        "operations": OPERATIONS,
        "examples": examples(request),
        "problems": TITLES.items(),
        "limit": settings.API_REQUESTS_A_MINUTE,
        "page_size": PAGE_SIZE,
        "max_page_size": MAX_PAGE_SIZE,
        "root": request.build_absolute_uri(reverse("api")),
        "terms": terms_of(zone_of(request.reader)),
    }
    return render(request, "open_data/api.html", context)


def examples(request: HttpRequest) -> list[Example]:
    """With real codes, so that every address answers. Seven queries."""
    at = request.reader.at
    found = [Example(N_("All lists"), reverse("api")), Example(N_("Indicators"), reverse("api_indicators"))]
    figures = reverse("api_figures")
    for code in public_codes(at)[:1]:
        found += [
            Example(N_("The latest figures of an indicator"), f"{figures}?indicator={code}"),
            Example(
                N_("Its figures of the whole zone as final annual figures"),
                f"{figures}?indicator={code}&scope=zone&vintage=annual",
            ),
        ]
    for slug in Release.objects.released(at).order_by("-released_at", "-pk").values_list("slug", flat=True)[:1]:
        found.append(Example(N_("A release as it was published"), f"{figures}?release={slug}"))
    found.append(Example(N_("Parks"), reverse("api_parks")))
    for number in Enterprise.objects.confirmed(at).order_by("number").values_list("number", flat=True)[:1]:
        found += [
            Example(N_("Ten enterprises at a time"), reverse("api_enterprises") + "?page_size=10"),
            Example(N_("One enterprise"), reverse("api_enterprise", args=[number])),
        ]
    return found
