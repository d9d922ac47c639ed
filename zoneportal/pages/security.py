"""/.well-known/security.txt (RFC 9116): whom to tell of a fault in the site."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse

from zoneportal.page_cache.pages import public_page
from zoneportal.pages.frame import Frame

MONTHS_AHEAD = 6  # the standard asks for less than a year


@public_page(shows=())
def security(request: HttpRequest) -> HttpResponse:
    zone = Frame(request).zone
    if zone is None or not zone.security_contact:
        raise Http404
    contact = zone.security_contact
    lines = [
        f"Contact: {contact if contact.startswith('https://') else f'mailto:{contact}'}",
        f"Expires: {expires(request.reader.at):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def expires(at: datetime) -> datetime:
    """The first of a month, five to six months ahead: the file changes once a month, and a copy that nobody renews
    says so by itself."""
    months = at.month - 1 + MONTHS_AHEAD
    return datetime(at.year + months // 12, months % 12 + 1, 1, tzinfo=UTC)
