"""The industries of the zone: what stands behind each of them in the public register."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from enterprises.models import Enterprise, EnterpriseTag, IndustryTag
from enterprises.models.industry import IndustryScheme
from parks.models import Park
from zoneportal.publishing.queries import published


@dataclass(frozen=True)
class IndustryEntry:
    tag: IndustryTag
    parks: list[Park]  # public ones with this focus, in their order
    count: int  # confirmed enterprises
    representatives: list[Enterprise] = field(default_factory=list)


def industries(at: datetime) -> dict[str, list[IndustryEntry]]:
    """By scheme (`leading`, `strategic`). Six queries, two of them for the parks."""
    tags = list(IndustryTag.objects.order_by("scheme", "position", "code"))
    public = Enterprise.objects.confirmed(at)
    pairs = EnterpriseTag.objects.filter(enterprise__in=public.values("pk")).order_by()
    counts = dict(pairs.values_list("industry").annotate(Count("pk")))
    focus = set(IndustryTag.parks.through.objects.values_list("industrytag_id", "park_id"))
    parks = published(Park, at)
    named = pairs.filter(enterprise__is_representative=True).select_related("enterprise").order_by("enterprise__number")
    representatives: dict[int, list[Enterprise]] = {}
    for pair in named:
        representatives.setdefault(pair.industry_id, []).append(pair.enterprise)
    return {
        scheme: [
            IndustryEntry(
                tag=tag,
                parks=[park for park in parks if (tag.pk, park.pk) in focus],
                count=counts.get(tag.pk, 0),
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
