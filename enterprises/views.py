"""The public register: industries, the directory, and the entry of one enterprise."""

from urllib.parse import urlencode

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enterprises import queries
from enterprises.filters import RegisterForm
from enterprises.models import Enterprise, IndustryClass, IndustryTag, QualificationKind
from parks.models import Park
from zoneportal.page_cache.pages import public_page

CLASSIFICATIONS = (IndustryClass, IndustryTag, QualificationKind)


@public_page(shows=(Enterprise, IndustryTag, Park))
def industries(request: HttpRequest) -> HttpResponse:
    at = request.reader.at
    context = {"schemes": queries.industries(at), "others": queries.other_representatives(at)}
    return render(request, "enterprises/industries.html", context)


@public_page(
    shows=(Enterprise, Park, *CLASSIFICATIONS),
    parameters=("q", "park", "industry", "tag", "qualification", "status", "page"),
)
def enterprises(request: HttpRequest) -> HttpResponse:
    at = request.reader.at
    options = queries.options(at, request.GET.get("industry", ""))
    form = RegisterForm(request.GET, options=options)
    if not form.is_valid():
        return render(request, "enterprises/enterprises.html", {"form": form}, status=400)
    asked = form.asked()
    try:
        page = queries.register(at, asked, options).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "lines": queries.listed(page, at, options.parks),
        "canonical_query": urlencode(asked | ({"page": page.number} if page.number > 1 else {})),
    }
    return render(request, "enterprises/enterprises.html", context)


@public_page(shows=(Enterprise, Park, *CLASSIFICATIONS))
def enterprise(request: HttpRequest, number: str) -> HttpResponse:
    entry = queries.entry(number, request.reader.at)
    if entry is None:
        raise Http404
    return render(request, "enterprises/enterprise.html", {"entry": entry, "enterprise": entry.enterprise})
