"""Which rows: the vocabulary of the stats app."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from parks.querysets import OfficeQuerySet
from parks.scope import covers_all_parks, key_of


class Lasting(models.QuerySet):
    """What was released stays on record: deleting many at once is refused like deleting one."""

    decided = Q()

    def delete(self):
        if self.filter(self.decided).exists():
            raise ProtectedError(_("What was released stays on record and cannot be deleted."), set())
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class ReleaseQuerySet(Lasting, OfficeQuerySet):
    decided = Q(status="released")

    def released(self, at: datetime) -> Self:
        """The one predicate of what is public in statistics."""
        return self.filter(status="released", released_at__lte=at)


class FigureQuerySet(Lasting):
    decided = Q(release__status="released")

    def released(self, at: datetime) -> Self:
        return self.filter(release__status="released", release__released_at__lte=at)

    def unreleased(self, at: datetime) -> Self:
        return self.exclude(release__status="released", release__released_at__lte=at)

    def of_zone(self) -> Self:
        """Figures of the zone as a whole: no park, no industry, no size class."""
        return self.filter(park=None, industry=None, size_class="")

    def visible_to(self, user) -> Self:
        """All figures for the zone office; for a park clerk the figures of the clerk's own parks."""
        if covers_all_parks(user):
            return self
        return self.filter(park__assignments__user=key_of(user))

    def editable_by(self, user) -> Self:
        return self.visible_to(user)

    def newest_last(self) -> Self:
        """By year, then from the earliest vintage and revision to the one that supersedes them all."""
        return self.order_by("indicator_id", "scope_key", "year", "vintage", "revision", "pk")
