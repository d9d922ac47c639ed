"""What of the register the public reads: confirmed enterprises, and register-public facts of them."""

from datetime import datetime

from django.utils import timezone

from enterprises.models import Enterprise, IndustryTag
from enterprises.models.industry import IndustryScheme
from parks.models import Park


def public_count_in_park(park: Park, at: datetime) -> int:
    """How many confirmed enterprises are registered in the park on that day. One query."""
    return Enterprise.objects.confirmed(at).in_park(park, timezone.localdate(at)).count()


def leading_industries(park: Park | None = None) -> list[IndustryTag]:
    """The leading industries of the zone, or those a park has its focus on. One query."""
    tags = IndustryTag.objects.filter(scheme=IndustryScheme.LEADING)
    if park is not None:
        tags = tags.filter(parks=park.pk)
    return list(tags.order_by("position", "code"))


def public_numbers(at: datetime) -> list[str]:
    """For the site map. One query."""
    return list(Enterprise.objects.confirmed(at).order_by("number").values_list("number", flat=True))
