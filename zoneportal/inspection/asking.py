"""Asks the portal for one of its own public pages, as a reader would, without a network."""

import io
from functools import cache

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from simple_history.models import HistoricalRecords

FORWARDED = (301, 302, 303, 307, 308)


@cache
def own_handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def own_host() -> str:
    """The first host that is no pattern."""
    return next((host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))), "localhost")


def ask(path: str, query: str = "") -> HttpResponseBase:
    """The answer to a visitor. The language and the author of the request around this one stay as they are."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": own_host(),
        "SERVER_PORT": "443" if settings.HTTPS else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
        "wsgi.input": io.BytesIO(),
    }
    around = getattr(HistoricalRecords.context, "request", None)
    try:
        with translation.override(None):
            return own_handler().get_response(WSGIRequest(environ))
    finally:
        if around is not None:
            HistoricalRecords.context.request = around
