"""The industries of the zone: what stands behind each of them in the public register."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import IntegerField, OuterRef, Subquery

from enterprises.finding import OfEach
from enterprises.models import Enterprise, EnterpriseTag, IndustryTag, RegisterLine
from enterprises.models.industry import IndustryScheme
from parks.models import Park
from zoneportal.publishing.queries import published

COUNTED_AT_MOST = 1_000  # of each industry: the page need not wait until a large register is counted


class CountOf(Subquery):
    """How many rows a query with a limit gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class IndustryEntry:
    tag: IndustryTag
    parks: list[Park]  # public ones with this focus, in their order
    count: int  # confirmed enterprises, up to the limit
    has_more: bool  # than the count says
    representatives: list[Enterprise] = field(default_factory=list)


def industries(at: datetime) -> dict[str, list[IndustryEntry]]:
    """By scheme (`leading`, `strategic`). Four queries, one of them for the parks."""
    pairs = EnterpriseTag.objects.filter(OfEach(RegisterLine.objects.confirmed(at).filter(pk=OuterRef("enterprise"))))
    of_tag = pairs.filter(industry=OuterRef("pk")).order_by().values("pk")[: COUNTED_AT_MOST + 1]
    tags = list(IndustryTag.objects.annotate(counted=CountOf(of_tag)).order_by("scheme", "position", "code"))
    focus = set(IndustryTag.parks.through.objects.values_list("industrytag_id", "park_id"))
    parks = published(Park, at)
    standing_for = Enterprise.objects.confirmed(at).filter(is_representative=True)
    named = EnterpriseTag.objects.filter(enterprise__in=standing_for).select_related("enterprise")
    representatives: dict[int, list[Enterprise]] = {}
    for pair in named.order_by("enterprise__number"):
        representatives.setdefault(pair.industry_id, []).append(pair.enterprise)
    return {
        scheme: [
            IndustryEntry(
                tag=tag,
                parks=[park for park in parks if (tag.pk, park.pk) in focus],
                count=min(tag.counted, COUNTED_AT_MOST),
                has_more=tag.counted > COUNTED_AT_MOST,
                representatives=representatives.get(tag.pk, []),
            )
            for tag in tags
            if tag.scheme == scheme
        ]
        for scheme in IndustryScheme.values
    }


def other_representatives(at: datetime) -> list[Enterprise]:
    """Representative enterprises that stand in none of the industries. One query."""
    named = Enterprise.objects.confirmed(at).filter(is_representative=True, tags=None)
    return list(named.order_by("number"))


def leading_industries(park: Park | None = None) -> list[IndustryTag]:
    """The leading industries of the zone, or those a park has its focus on. One query."""
    tags = IndustryTag.objects.filter(scheme=IndustryScheme.LEADING)
    if park is not None:
        tags = tags.filter(parks=park.pk)
    return list(tags.order_by("position", "code"))
