"""The catalogue of the open data: for people, as a data package, and as linked data."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from enterprises.models import Enterprise, IndustryTag
from parks.models import Park
from stats.models import Figure, Goal, Indicator, IndicatorDefinition, Release
from zoneportal.open_data.datapackage import data_package
from zoneportal.open_data.datasets import INDICATOR, REGISTER, RELEASE, catalogue
from zoneportal.open_data.dcat import dcat
from zoneportal.open_data.downloads import ANY_ORIGIN
from zoneportal.page_cache.pages import public_page

MODELS = (Figure, Release, Indicator, IndicatorDefinition, Park, IndustryTag, Goal, Enterprise)
JSON = {"ensure_ascii": False}


@public_page(shows=MODELS)
def catalogue_page(request: HttpRequest) -> HttpResponse:
    found = catalogue(request)
    context = {
        "catalogue": found,
        "indicators": found.of_kind(INDICATOR),
        "releases": found.of_kind(RELEASE),
        "registers": found.of_kind(REGISTER),
    }
    return render(request, "open_data/catalogue.html", context)


@public_page(shows=MODELS)
def datapackage(request: HttpRequest) -> HttpResponse:
    package = data_package(catalogue(request), name="zone-open-data")
    return JsonResponse(package, json_dumps_params=JSON, headers=ANY_ORIGIN)


@public_page(shows=MODELS)
def linked_data(request: HttpRequest) -> HttpResponse:
    service = {
        "address": request.build_absolute_uri(reverse("api")),
        "description": request.build_absolute_uri(reverse("api_description")),
    }
    graph = dcat(catalogue(request), service)
    return JsonResponse(graph, json_dumps_params=JSON, content_type="application/ld+json", headers=ANY_ORIGIN)
