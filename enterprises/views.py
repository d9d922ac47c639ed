"""The public register: industries, the directory, and the entry of one enterprise."""

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enterprises import filters, queries
from enterprises.models import Enterprise, IndustryClass, IndustryTag, QualificationKind
from parks.models import Park
from zoneportal.page_cache.pages import public_page
from zoneportal.publishing.changes import topics_of
from zoneportal.wording import words_of

CLASSIFICATIONS = (IndustryClass, IndustryTag, QualificationKind)


@public_page(shows=(Enterprise, IndustryTag, Park))
def industries(request: HttpRequest) -> HttpResponse:
    at = request.reader.at
    context = {"schemes": queries.industries(at), "others": queries.other_representatives(at)}
    return render(request, "enterprises/industries.html", context)


@public_page(shows=(Enterprise, Park, *CLASSIFICATIONS), parameters=(*filters.PARAMETERS, "page"))
def enterprises(request: HttpRequest) -> HttpResponse:
    at = request.reader.at
    options = filters.options(request.reader, request.GET.get("industry", ""))
    chosen = filters.selection(request.GET, options)
    context = {"chosen": chosen, "chips": filters.chips(chosen, options), "sorts": filters.sorts(chosen)}
    if chosen.errors:
        return render(request, "enterprises/enterprises.html", context, status=400)
    found = queries.find(request.reader, chosen.asked, options, chosen.sort)
    if found.lists_all:
        found.counted = request.reader.remembered("enterprises", topics_of([Enterprise]), lambda: found.counted)
    try:
        page = queries.page_of(found, request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    counts = found.counts(at)
    context |= {
        "found": found,
        "page": page,
        "lines": queries.listed(page.object_list, at, options.parks),
        "words": words_of(chosen.asked.get("q", "")),
        "facets": filters.facets(chosen, options, counts),
        "is_sorted_otherwise": found.order != chosen.sort,
        "has_counts": counts is not None,
        "faceted_at_most": found.faceted_at_most,
        "downloaded_at_most": queries.DOWNLOADED_AT_MOST,
        "canonical_query": chosen.query(page=str(page.number) if page.number > 1 else ""),
    }
    return render(request, "enterprises/enterprises.html", context)


@public_page(shows=(Enterprise, Park, *CLASSIFICATIONS))
def enterprise(request: HttpRequest, number: str) -> HttpResponse:
    entry = queries.entry(number, request.reader.at)
    if entry is None:
        stays = queries.merged_into(number, request.reader.at)
        if stays is None:
            raise Http404
        return redirect(stays, permanent=True)
    return render(request, "enterprises/enterprise.html", {"entry": entry, "enterprise": entry.enterprise})
