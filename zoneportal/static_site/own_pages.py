"""What the static site has of its own: the search in the browser, and the page for a wrong address."""

import mimetypes
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from enterprises.filters import labelled
from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseFormerNumber
from enterprises.queries import options
from parks.models import Park
from zoneportal.pages import errors
from zoneportal.publishing.models import Publication
from zoneportal.static_site.manifest import Page
from zoneportal.static_site.mapping import SEARCH
from zoneportal.static_site.search_index import Entry

INDEX = "search/index/"
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def search(request: HttpRequest) -> HttpResponse:
    """Without a script it leads to the lists in which everything stands."""
    directory = reverse("enterprises")
    lists = {
        name: [(f"{directory}?{name}={each.code}", each.text, each.lang) for each in choices]
        for name, choices in labelled(options(request.reader.at)).items()
    }
    return render(request, "static_site/search.html", {"lists": lists})


def not_found(request: HttpRequest) -> HttpResponse:
    return errors.not_found(request, Exception())


PAGES = {SEARCH["zh"]: search, SEARCH["en"]: search, "/404.html": not_found, "/en/404.html": not_found}


def search_forms() -> dict[str, str]:
    """By language: what stands where the portal has a form that only a server can answer."""
    found: dict[str, str] = {}
    for language, code in LANGUAGES.items():
        with translation.override(code):
            found[language] = render_to_string("static_site/find.html", {"action": SEARCH[language]})
    return found


def policy() -> str:
    """The portal's Content-Security-Policy for a page that comes without headers. No page there has a nonce."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    kept = {name: words for name, words in directives.items() if name != "frame-ancestors"}  # only a header can say it
    return "; ".join(
        f"{name} {' '.join(word for word in words if isinstance(word, str))}" for name, words in kept.items()
    )


def entries(pages: Iterable[Page], at: datetime) -> list[Entry]:
    """Everything with a title, by its Chinese page; pages of the office's own words first, then the register."""
    titles = {page.address: page.title for page in pages if page.title and "?" not in page.address}
    more = _words_of_enterprises(at)
    found = []
    for address in sorted(titles, key=lambda address: (address.startswith("/enterprises/E"), address)):
        if address.startswith("/en/"):
            continue
        kind = address.strip("/").partition("/")[0]
        chinese, english = titles[address], titles.get(f"/en{address}", "")
        found.append((kind, address, chinese, "" if english == chinese else english, more.get(address, "")))
    return found


def former_addresses(at: datetime) -> list[str]:
    """Addresses that the public has known of what stands elsewhere today: they lead on. Two queries."""
    numbers = EnterpriseFormerNumber.objects.filter(enterprise__in=Enterprise.objects.confirmed(at))
    paths = [reverse("park", args=[slug]) for slug in sorted(_slugs_of_parks(at))]
    paths += [reverse("enterprise", args=[number]) for number in sorted(numbers.values_list("number", flat=True))]
    return [f"{prefix}{path}" for path in paths for prefix in ("", "/en")]


def _slugs_of_parks(at: datetime) -> set[str]:
    shown = Publication.objects.of_model(Park).showing().filter(effective_at__lte=at)
    shown = shown.exclude(superseded_at=F("effective_at"))  # a plan that was cancelled never came to the public
    return set(Park.history.filter(history_id__in=shown.values("version")).values_list("slug", flat=True))


def _words_of_enterprises(at: datetime) -> dict[str, str]:
    """By address: the codes and former names that the page of an enterprise shows."""
    public = Enterprise.objects.confirmed(at)
    rows = public.values_list("pk", "number", "credit_code")
    found = {pk: [number, code or ""] for pk, number, code in rows}
    former = EnterpriseFormerName.objects.filter(enterprise__in=public.values("pk")).order_by("pk")
    for pk, name in former.values_list("enterprise", "name_zh"):
        found[pk].append(name)
    return {reverse("enterprise", args=[words[0]]): " · ".join(filter(None, words)) for words in found.values()}


def content_type(name: str) -> str:
    """Of a static file, by its ending; browsers refuse scripts under any other name."""
    known = {"js": "text/javascript", "json": "application/json", "css": "text/css", "svg": "image/svg+xml"}
    ending = name.rpartition(".")[2]
    return known.get(ending) or mimetypes.types_map.get(f".{ending}", "application/octet-stream")


def assets() -> Iterator[tuple[str, bytes]]:
    """The portal's own static files, without those of the office, under the names by which pages know them."""
    for finder in finders.get_finders():
        if isinstance(finder, finders.AppDirectoriesFinder):
            continue
        for path, storage in finder.list([]):
            name = f"{storage.prefix}/{path}" if getattr(storage, "prefix", None) else path
            if name.startswith("office/"):
                continue
            public = staticfiles_storage.url(name).lstrip("/")
            stored = public.removeprefix(settings.STATIC_URL.lstrip("/"))
            source = staticfiles_storage if staticfiles_storage.exists(stored) else storage
            with source.open(stored if source is staticfiles_storage else path) as file:
                yield public, file.read()
