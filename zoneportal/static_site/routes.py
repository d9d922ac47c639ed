"""What the portal knows of an address without answering it."""

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from zoneportal.page_cache.pages import PublicPage


def match_of(path: str) -> ResolverMatch | None:
    """Addresses are resolved in the language that they name."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None


def page_of(match: ResolverMatch | None) -> PublicPage | None:
    """What the view says of itself; None for a view that says nothing."""
    return getattr(match.func, "public_page", None) if match else None
