"""What of the register the public reads: confirmed enterprises, and register-public facts of them."""

from enterprises.queries.directory import Options, listed, options, public_count_in_park, register
from enterprises.queries.entry import Entry, entry
from enterprises.queries.industries import IndustryEntry, industries, leading_industries, other_representatives

__all__ = [
    "Entry",
    "IndustryEntry",
    "Options",
    "entry",
    "industries",
    "leading_industries",
    "listed",
    "options",
    "other_representatives",
    "public_count_in_park",
    "register",
]
