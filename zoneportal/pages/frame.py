"""What base.html needs on every page. Nothing is asked of the database before a template asks for it."""

from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parks.models import Zone
from zoneportal.pages.menu import menu
from zoneportal.publishing.changes import topic_of
from zoneportal.publishing.preview import PARAMETER, Reader

ENGLISH_PREFIX = "/en/"
ZONE = topic_of(Zone)
HREFLANG = {"zh-hans": "zh-Hans", "en": "en"}
OPEN_GRAPH_LOCALES = {"zh-Hans": "zh_CN", "en": "en_GB"}


class Frame:
    def __init__(self, request: HttpRequest):
        self.request = request
        self.reader: Reader = getattr(request, "reader", None) or Reader(timezone.now())

    @cached_property
    def zone(self) -> Zone | None:
        """The public version of the zone. One query, none where this process remembers it."""
        return self.reader.remembered(ZONE, (ZONE,), lambda: next(iter(self.reader.read(Zone)), None))

    @property
    def site_name(self) -> str:
        return self.zone.name if self.zone else _("Zone Portal")

    @property
    def short_name(self) -> str:
        return self.zone.short_name if self.zone else _("Zone Portal")

    @property
    def domain(self) -> str:
        return self.request.get_host()

    @property
    def language(self) -> str:
        """For `<html lang>`."""
        return HREFLANG.get(get_language() or "", "zh-Hans")

    @property
    def locales(self) -> tuple[str, ...]:
        """For Open Graph, this page's own first."""
        return tuple(sorted(OPEN_GRAPH_LOCALES.values(), key=OPEN_GRAPH_LOCALES[self.language].__ne__))

    @property
    def picture(self) -> str:
        """What a link to the page is shown with elsewhere: the zone's logo, or its mark."""
        logo = (
            self.zone.logo.url if self.zone and self.zone.logo else reverse("mark_in_pixels", args=[self.accent, 512])
        )
        return self.request.build_absolute_uri(logo)

    @cached_property
    def section(self) -> str:
        """The first word of the address below the language: `parks` for /en/parks/kj/, empty for the home page."""
        return self.address_in("zh-hans").strip("/").partition("/")[0]

    @property
    def menu(self) -> tuple[tuple[str, str, str], ...]:
        return menu(get_language() or "", get_script_prefix())

    @property
    def home(self) -> str:
        return reverse("home")

    @property
    def is_preview(self) -> bool:
        return self.reader.is_preview

    @property
    def accent(self) -> str:
        """Six digits of the zone's colour, the address word of its theme."""
        default = Zone._meta.get_field("accent_colour").default
        return (self.zone.accent_colour if self.zone else default).removeprefix("#").lower()

    @cached_property
    def languages(self) -> list[dict]:
        """The page in each language, with what the page understands of the query (filters, preview) kept."""
        current = get_language()
        query = self.query
        return [
            {
                "code": HREFLANG[code],
                "name": name,
                "is_current": code == current,
                "address": self.address_in(code) + (f"?{query}" if query else ""),
                "absolute": self.request.build_absolute_uri(self.address_in(code)),
            }
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def path(self) -> str:
        """As it may stand in a link: a browser takes //elsewhere.org/ and /\\elsewhere.org/ for another host."""
        return escape_uri_path("/" + self.request.path.lstrip("/"))

    @property
    def query(self) -> str:
        """Words that the page does not know are not repeated: its text depends on nothing that it does not declare."""
        match = self.request.resolver_match
        page = getattr(match.func, "public_page", None) if match else None
        known = {PARAMETER} | (page.parameters if page else frozenset())
        return urlencode(
            [(word, value) for word, values in self.request.GET.lists() if word in known for value in values]
        )

    def address_in(self, language: str) -> str:
        chinese = self.path
        if chinese.startswith(ENGLISH_PREFIX):
            # /en//elsewhere.org/ has no page, but its error page would send the reader to that host.
            chinese = "/" + chinese.removeprefix(ENGLISH_PREFIX).lstrip("/")
        return chinese if language == settings.LANGUAGE_CODE else ENGLISH_PREFIX.rstrip("/") + chinese

    @cached_property
    def canonical(self) -> str:
        return self.request.build_absolute_uri(self.path)


def frame(request: HttpRequest) -> dict:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
