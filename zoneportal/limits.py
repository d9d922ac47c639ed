"""How many requests one address may send: counted in the cache, a minute at a time."""

import hashlib
import ipaddress
import logging
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

MINUTE = 60
NETWORK_OF_A_HOUSEHOLD = 64  # bits: whoever has one address of IPv6 has all of its network

log = logging.getLogger(__name__)


def sender_of(request: HttpRequest) -> str:
    """The address behind as many proxies as the settings trust, and no further: a header is easily invented."""
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    named = forwarded[-trusted].strip() if 0 < trusted <= len(forwarded) else ""
    for candidate in (named, request.META.get("REMOTE_ADDR", "")):
        try:
            address = ipaddress.ip_address(candidate)
        except ValueError:
            continue
        if address.version == 6:
            return str(ipaddress.ip_network((address, NETWORK_OF_A_HOUSEHOLD), strict=False))
        return str(address)
    return "unknown"


def seconds_to_wait(request: HttpRequest, what: str, at_most: int) -> int:
    """Counts this request of its address for `what`: 0 where the minute is not used up, else how long until the next.

    The cache holds no address, only its hash. Where the cache fails nobody is counted: readers are not the ones to
    pay for a full disk. Nor is the portal itself, which makes the static site: a server names an address always.
    """
    if "REMOTE_ADDR" not in request.META:
        return 0
    now = time.time()
    minute = int(now // MINUTE)
    sender = hashlib.sha256(f"{settings.SECRET_KEY}{sender_of(request)}".encode()).hexdigest()[:32]
    key = f"{what}:{minute}:{sender}"
    cache = caches["limits"]
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        used = cache.incr(key)
    except ValueError:  # the cache threw the entry away in this instant
        return 0
    except Exception:  # whatever the backend raises
        log.warning("The requests of an address cannot be counted.", exc_info=True)
        return 0
    return MINUTE - int(now % MINUTE) if used > at_most else 0


def too_many(at_most: int, wait: int) -> str:
    return _("At most %(limit)s requests a minute. Try again in %(wait)s seconds.") % {"limit": at_most, "wait": wait}


def limited_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For files that take seconds to make: an address gets settings.LARGE_FILES_A_MINUTE of them, kept ones apart."""

    @wraps(view)
    def counted(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        wait = seconds_to_wait(request, "files", settings.LARGE_FILES_A_MINUTE)
        if not wait:
            return view(request, *args, **kwargs)
        text = too_many(settings.LARGE_FILES_A_MINUTE, wait)
        headers = {"Retry-After": str(wait)}
        return HttpResponse(f"{text}\n", status=429, content_type="text/plain; charset=utf-8", headers=headers)

    return counted
