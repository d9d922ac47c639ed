"""Which public release had figures corrected by a later one, and when: a new revision of the same vintage."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from stats.models import Figure, Release
from stats.queries.scopes import scopes_at


def corrections(releases: Collection[Release], at: datetime) -> dict[int, datetime]:
    """By key of the release the moment of its last correction that is public, where there is one. Three queries.

    A figure of a park that is not public corrects nothing that anybody could see.
    """
    scopes = scopes_at(at)
    later = (
        Figure.objects.released(at)
        .filter(
            indicator=OuterRef("indicator"),
            year=OuterRef("year"),
            scope_key=OuterRef("scope_key"),
            vintage=OuterRef("vintage"),
            revision__gt=OuterRef("revision"),
        )
        .order_by("-release__released_at")
        .values("release__released_at")
    )
    rows = (
        Figure.objects.released(at)
        .filter(release__in=[release.pk for release in releases])
        .annotate(corrected_at=Subquery(later[:1]))
        .filter(corrected_at__gt=F("release__released_at"))
        .order_by("corrected_at", "pk")
        .values_list("release", "scope_key", "corrected_at")
    )
    return {release: moment for release, scope, moment in rows if scopes.is_public(scope)}
