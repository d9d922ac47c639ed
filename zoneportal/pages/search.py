"""Search over the whole site: what it finds, by kind."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, IndustryClass, IndustryTag
from enterprises.queries import enterprise_known_by
from parks.models import Announcement, Park, ProfileSection
from stats.models import Figure, Goal, Indicator, Release
from zoneportal.page_cache.pages import public_page
from zoneportal.pages import finding
from zoneportal.wording import LONGEST_TEXT, words_of

SHOWS = (Enterprise, IndustryClass, IndustryTag, Announcement, Park, ProfileSection, Figure, Goal, Indicator, Release)

RESULTS_A_PAGE = 20


@public_page(shows=SHOWS, parameters=("q", "kind", "page"))
def search(request: HttpRequest) -> HttpResponse:
    """Without a text the page says what can be looked for; the code of an enterprise leads straight to it."""
    text = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    if len(text) > LONGEST_TEXT:
        error = _("A search text has at most %(limit)s characters. Shorten it.") % {"limit": LONGEST_TEXT}
        return render(request, "search/search.html", {"error": error, "text": text[:LONGEST_TEXT]}, status=400)
    if kind and kind not in finding.KINDS:
        raise Http404
    words = words_of(text)
    context = {"text": text, "words": words, "kind": kind}
    if not words:
        return render(request, "search/search.html", context)
    number = enterprise_known_by(text, request.reader.at)
    if number is not None:
        return redirect("enterprise", number)
    found = finding.Finder(text, words, request.reader)
    if kind:
        return one_kind(request, context | {"group": found.group(kind)})
    groups = [group for name in finding.KINDS if (group := found.group(name)).count]
    return render(request, "search/search.html", context | {"groups": groups})


def one_kind(request: HttpRequest, context: dict) -> HttpResponse:
    """Everything found of one kind, page by page; enterprises have a directory of their own."""
    group = context["group"]
    if group.kind == finding.ENTERPRISES:
        return redirect(group.more)
    try:
        page = Paginator(group, RESULTS_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    return render(request, "search/search.html", context | {"page": page, "results": page.object_list})
