"""`@public_page`: what a view shows to the public, said where the view is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property, wraps

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zoneportal.publishing.changes import joined, topics_of, versions_of

View = Callable[..., HttpResponse]
FREE_TEXT = "q"  # every reader asks for something else: such a page is never kept


@dataclass(frozen=True)
class Shown:
    """What an answer was made of. `version` is what held before the view read anything: a page that was rendered
    while somebody published may be newer than that, and is then made again, but never older."""

    topics: tuple[str, ...]
    version: str
    may_be_kept: bool


class PublicPage:
    """The topics and the words of the query of one view."""

    def __init__(self, shows: Collection[type[Model]], parameters: Collection[str]):
        self.shows = tuple(shows)
        self.parameters = frozenset(parameters)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({*topics_of(self.shows), *settings.PAGE_CACHE_FRAME_TOPICS}))

    def shown_now(self, request: HttpRequest) -> Shown:
        if not request.versions.keys() >= set(self.topics):
            request.versions = versions_of(self.topics, request.reader.at)
        asked = set(request.GET)
        version = joined(self.topics, request.versions)
        return Shown(self.topics, version, asked <= self.parameters and FREE_TEXT not in asked)


def public_page(*, shows: Collection[type[Model]], parameters: Collection[str] = ()) -> Callable[[View], View]:
    """A page that anybody may see, and that is the same for everybody.

    `shows` names the models whose public state the page renders (the zone in the frame is always among them);
    `parameters` the words of the query that the page reads: an address with others is answered but not kept.
    """
    page = PublicPage(shows, parameters)

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            # A reader whose token is malformed would be sent a new one; no public page has a form that takes it.
            request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
            # The middleware asks for versions, where pages are kept at all.
            if not hasattr(request, "versions") or request.reader.is_preview:
                return view(request, *args, **kwargs)
            shown = page.shown_now(request)
            request.reader = replace(request.reader, versions=request.versions)
            response = view(request, *args, **kwargs)
            response.shown = shown
            return response

        answered.public_page = page
        answered.csrf_exempt = True  # a form sent here is refused for its method, in one word
        return answered

    return decorate
