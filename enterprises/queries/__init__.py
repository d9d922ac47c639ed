"""What of the register the public reads: confirmed enterprises, and register-public facts of them."""

from enterprises.queries.choices import Choice, Counts, Options, options
from enterprises.queries.codes import enterprise_known_by
from enterprises.queries.directory import (
    DOWNLOADED_AT_MOST,
    ORDERS,
    Found,
    Listed,
    find,
    find_named,
    listed,
    page_of,
    public_count_in_park,
)
from enterprises.queries.distinct import Known, known_pairs, pairs_by_ground
from enterprises.queries.duplicates import KINDS, Ground, Group, duplicates, shared_by
from enterprises.queries.entry import Entry, entry, merged_into
from enterprises.queries.industries import IndustryEntry, industries, leading_industries, other_representatives

__all__ = [
    "DOWNLOADED_AT_MOST",
    "KINDS",
    "ORDERS",
    "Choice",
    "Counts",
    "Entry",
    "Found",
    "Ground",
    "Group",
    "IndustryEntry",
    "Known",
    "Listed",
    "Options",
    "duplicates",
    "enterprise_known_by",
    "entry",
    "find",
    "find_named",
    "industries",
    "known_pairs",
    "leading_industries",
    "listed",
    "merged_into",
    "options",
    "other_representatives",
    "page_of",
    "pairs_by_ground",
    "public_count_in_park",
    "shared_by",
]
