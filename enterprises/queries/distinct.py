"""Pairs of records that look like one enterprise and are known to be two."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.db.models import Q

from enterprises.models import DistinctPair, Enterprise, EnterpriseFormerNumber
from enterprises.queries.duplicates import Ground, Pair
from enterprises.querysets import DistinctPairQuerySet


@dataclass(frozen=True)
class Known:
    """A pair, and the keys of the records that its numbers lead to today."""

    pair: DistinctPair
    one: int
    other: int


def known_pairs(pairs: DistinctPairQuerySet | None = None) -> list[Known]:
    """Newest first, without those whose records are gone or one record today. Three queries, one where none is kept."""
    chosen = DistinctPair.objects.all() if pairs is None else pairs
    kept = list(chosen.select_related("decided_by"))
    if not kept:
        return []
    asked = Q(number__in=chosen.values("one")) | Q(number__in=chosen.values("other"))
    keys = dict(EnterpriseFormerNumber.objects.filter(asked).values_list("number", "enterprise"))
    keys |= dict(Enterprise.objects.filter(asked).values_list("number", "pk"))
    known = [Known(each, keys[each.one], keys[each.other]) for each in kept if {each.one, each.other} <= keys.keys()]
    return [each for each in known if each.one != each.other]


def pairs_by_ground(known: Iterable[Known]) -> dict[Ground, Set[Pair]]:
    """Which pairs share a ground and are two all the same: {("name", "样例有限公司"): {frozenset({3, 8})}}."""
    found: dict[Ground, set[Pair]] = defaultdict(set)
    for each in known:
        for kind, shared in each.pair.grounds:
            found[kind, shared].add(frozenset((each.one, each.other)))
    return dict(found)
