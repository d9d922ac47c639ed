"""The main menu: the same on every page of a language, so its addresses are looked up once."""

from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# The first word of the address, which is the name of its page, too.
SECTIONS = (
    ("profile", _("The zone")),
    ("parks", _("Parks")),
    ("industries", _("Industries")),
    ("enterprises", _("Enterprises")),
    ("statistics", _("Statistics")),
    ("goals", _("Goals")),
    ("announcements", _("Announcements")),
)


@cache
def menu(language: str, prefix: str) -> tuple[tuple[str, str, str], ...]:
    """(section, address, label) in the language in force; `prefix` is where the portal is mounted.

    Both are arguments because the answer is kept for each of them.
    """
    return tuple((section, reverse(section), str(label)) for section, label in SECTIONS)
