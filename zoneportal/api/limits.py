"""How many requests one address may send: counted in the cache, a minute at a time."""

import hashlib
import ipaddress
import logging
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zoneportal.api.problems import Problem

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


def count(request: HttpRequest) -> None:
    """Raises a Problem when the address has used up its minute. The cache holds no address, only its hash.

    Where the cache fails nobody is counted: readers are not the ones to pay for a full disk.
    """
    now = time.time()
    minute = int(now // MINUTE)
    sender = hashlib.sha256(f"{settings.SECRET_KEY}{sender_of(request)}".encode()).hexdigest()[:32]
    key = f"api:{minute}:{sender}"
    cache = caches["limits"]
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        used = cache.incr(key)
    except ValueError:  # the cache threw the entry away in this instant
        return
    except Exception:  # whatever the backend raises
        log.warning("The requests of an address cannot be counted.", exc_info=True)
        return
    if used > settings.API_REQUESTS_A_MINUTE:
        wait = MINUTE - int(now % MINUTE)
        sentence = _("At most %(limit)s requests a minute. Try again in %(wait)s seconds.")
        detail = sentence % {"limit": settings.API_REQUESTS_A_MINUTE, "wait": wait}
        raise Problem(429, detail, {"Retry-After": str(wait)})
