"""What a reader of the site sees: published versions, or for staff a page as it will be (`?preview=parks.park.3`)."""

import re
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language

from zoneportal.language import OFFICE_PREFIXES
from zoneportal.publishing import memory
from zoneportal.publishing.models import Publishable
from zoneportal.publishing.queries import Content, Drafts, published, published_keys
from zoneportal.rights import has_right

PARAMETER = "preview"
DRAFT = re.compile(r"(?P<label>[a-z]+\.[a-z]+)\.(?P<pk>[0-9]{1,18})")
MAX_DRAFTS = 20


@dataclass(frozen=True)
class Reader:
    """One moment for the whole page, and the records shown as their working draft."""

    at: datetime
    drafts: Drafts = ()
    versions: Mapping[str, str] = field(default_factory=dict)  # by topic, where the page has asked for them

    @property
    def is_preview(self) -> bool:
        return bool(self.drafts)

    def read(self, model: type[Content], where: Q | None = None) -> list[Content]:
        """What this reader sees of a kind of content. One query, two in a preview."""
        return published(model, self.at, drafts=self.drafts, where=where)

    def keys(self, model: type[Content], where: Q | None = None) -> list[int]:
        """Their primary keys in order, without their texts. One query, two in a preview."""
        return published_keys(model, self.at, drafts=self.drafts, where=where)

    def remembered(self, key: Hashable, topics: Collection[str], make: Callable[[], memory.Made]) -> memory.Made:
        """What `make` gives in this language; made again when something public of the topics has changed.

        A preview, and a page that does not know the versions of what it shows, make it for themselves.
        """
        if self.drafts or not self.versions.keys() >= set(topics):
            return make()
        version = tuple(self.versions[topic] for topic in topics)
        return memory.remembered((key, get_language(), get_script_prefix()), version, make)


class PreviewMiddleware:
    """Puts `request.reader` on every request. Without the parameter neither session nor user is touched.

    Who may not see the draft gets the answer of an address that does not exist.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reader = Reader(timezone.now())
        if PARAMETER not in request.GET or request.path_info.startswith(OFFICE_PREFIXES):
            return self.get_response(request)
        drafts = drafts_of(request)
        if not drafts:
            raise Http404
        request.reader = Reader(request.reader.at, drafts)
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def drafts_of(request: HttpRequest) -> Drafts:
    """The drafts that the address asks for, or none when one of them is not for this user."""
    asked = request.GET.getlist(PARAMETER)
    found = [match for text in asked if (match := DRAFT.fullmatch(text))]
    if len(found) < len(asked) or len(asked) > MAX_DRAFTS or not (request.user.is_active and request.user.is_staff):
        return ()
    drafts = frozenset((each["label"], int(each["pk"])) for each in found)
    return drafts if all(may_preview(request.user, *draft) for draft in drafts) else ()


def may_preview(user, label: str, pk: int) -> bool:
    try:
        model = apps.get_model(label)
    except LookupError:
        return False
    if not issubclass(model, Publishable) or not has_right(user, model, "view"):
        return False
    return model.objects.visible_to(user).filter(pk=pk).exists()
