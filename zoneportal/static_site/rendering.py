"""The portal's answers to a visitor who is nobody, comes without a cookie, and sees every page at the same moment."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import set_urlconf
from django.utils import translation

from parks.models import Zone
from zoneportal.language import AddressLanguageMiddleware
from zoneportal.messages import N_, Refused
from zoneportal.publishing.preview import Reader
from zoneportal.publishing.queries import Content

# How long a process reads as if nothing happened: the pages of one run fit together.
SNAPSHOTS = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes
    moved_to: str = ""


@dataclass(frozen=True)
class MomentReader(Reader):
    """Every page has the zone in its frame, and at one moment it is always the same."""

    zones: list[Zone] = field(default_factory=list)

    def read(self, model: type[Content], where: Q | None = None) -> list[Content]:
        if model is not Zone or where is not None:
            return super().read(model, where)
        if not self.zones:
            self.zones.extend(super().read(Zone))
        return cast("list[Content]", self.zones)


class PublicRequest(WSGIRequest):
    """To the public address of the static site, which this portal need not answer itself."""

    host: str

    def get_host(self) -> str:
        return self.host


class Visitor(BaseHandler):
    """The portal's addresses, views and templates behind the language of the address, without session and sign-in."""

    def __init__(self, root: str, at: datetime, instead: Mapping[str, View]):
        """`instead` answers the addresses at which the static site has a page of its own."""
        self.root, self.instead, self.reader = urlsplit(root), instead, MomentReader(at)
        self._view_middleware: list = []
        self._template_response_middleware: list = []
        self._exception_middleware: list = []
        seen_at_moment = convert_exception_to_response(self._at_the_moment)
        self._middleware_chain = convert_exception_to_response(AddressLanguageMiddleware(seen_at_moment))

    def _at_the_moment(self, request: HttpRequest) -> HttpResponse:
        request.reader = self.reader
        own = self.instead.get(request.path)
        return own(request) if own else self._get_response(request)

    def request(self, address: str) -> PublicRequest:
        path, _mark, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": self.root.hostname,
            "SERVER_PORT": str(self.root.port or (443 if self.root.scheme == "https" else 80)),
            "wsgi.url_scheme": self.root.scheme,
            "wsgi.input": BytesIO(),
        }
        request = PublicRequest(environ)
        request.host = self.root.netloc
        request.user = AnonymousUser()
        return request

    def get(self, address: str) -> Answer:
        set_urlconf(settings.ROOT_URLCONF)
        with translation.override(translation.get_language()):  # the middleware leaves that of the address behind
            response = self._middleware_chain(self.request(address))
        if response.status_code >= 500 or response.cookies:
            raise Refused(N_("The portal cannot show the page %(address)s."), address=address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(response.status_code, response.get("Content-Type", ""), body, response.get("Location", ""))


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads of this process see the database as it is now, whatever others write meanwhile."""
    if connection.in_atomic_block:  # what reads inside a transaction has its picture already
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOTS[connection.vendor])
        cursor.execute("SELECT 1 FROM django_migrations")  # the picture is taken by the first look
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")
