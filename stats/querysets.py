"""Which rows: the vocabulary of the stats app."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, ProtectedError, Q
from django.utils.translation import gettext as _

from parks.querysets import OfficeQuerySet
from parks.scope import covers_all_parks, key_of


class Lasting(models.QuerySet):
    """What was released stays on record: deleting many at once is refused like deleting one. So does what is in
    review, until it is sent back."""

    status = ""  # the way to the status of the release

    def delete(self):
        if self.filter(**{self.status: "released"}).exists():
            raise ProtectedError(_("What was released stays on record and cannot be deleted."), set())
        if self.filter(**{self.status: "in_review"}).exists():
            raise ProtectedError(_("What is in review cannot be deleted. Send the release back to draft first."), set())
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class ReleaseQuerySet(Lasting, OfficeQuerySet):
    status = "status"

    def locked(self) -> Self:
        """In review or decided: neither they nor their figures are changed."""
        return self.filter(status__in=("in_review", "released"))

    def announced(self) -> Self:
        """What the public calendar shows ahead: their titles and planned days, never a figure."""
        return self.filter(is_announced=True, planned_at__isnull=False)

    def released(self, at: datetime) -> Self:
        """The one predicate of what is public in statistics."""
        return self.filter(status="released", released_at__lte=at)

    def with_sample(self) -> Self:
        """`holds_sample`: whether it is sample data, or holds figures that were compiled from sample returns."""
        holding = self.model.objects.filter(pk=OuterRef("pk"), figures__is_sample=True)
        return self.annotate(holds_sample=Q(is_sample=True) | Exists(holding))


class FigureQuerySet(Lasting):
    status = "release__status"

    def released(self, at: datetime) -> Self:
        return self.filter(release__status="released", release__released_at__lte=at)

    def unreleased(self, at: datetime) -> Self:
        return self.exclude(release__status="released", release__released_at__lte=at)

    def of_zone(self) -> Self:
        """Figures of the zone as a whole: no park, no industry, no size class."""
        return self.filter(park=None, industry=None, size_class="")

    def looked_at(self) -> Self:
        """Without what was compiled from returns and has not passed disclosure control: an enterprise may show in it.

        No release goes into review before it has passed.
        """
        return self.filter(Q(compiled=None) | Q(release__status__in=("in_review", "released")))

    def with_origin(self) -> Self:
        """`is_of_returns`: whether returns tell its indicator and year, however the figure itself came to be.

        Also where the compiled figures are gone: their year was compiled, and its form asks the indicator.
        """
        told = Q(compiled__isnull=False) | Q(withheld__isnull=False)
        same = self.model.objects.filter(told, indicator=OuterRef("indicator"), year=OuterRef("year"))
        lines = "indicator__form_lines__survey"
        of_form = {f"{lines}__year": F("year"), f"{lines}__compilations__isnull": False}
        asked = self.model.objects.filter(pk=OuterRef("pk"), **of_form)
        return self.annotate(is_of_returns=Exists(same) | Exists(asked))

    def visible_to(self, user) -> Self:
        """All figures for the zone office; for a park clerk the figures of the clerk's own parks.

        Fresh compiled ones are for those alone who may see the returns themselves.
        """
        found = self if covers_all_parks(user) else self.filter(park__assignments__user=key_of(user))
        return found if user.has_perm("stats.view_enterprisereturn") else found.looked_at()

    def editable_by(self, user) -> Self:
        return self.visible_to(user)

    def newest_last(self) -> Self:
        """By year, then from the earliest vintage and revision to the one that supersedes them all."""
        return self.order_by("indicator_id", "scope_key", "year", "vintage", "revision", "pk")


class MembershipQuerySet(OfficeQuerySet):
    def as_of(self, day: date) -> Self:
        """Memberships in force on `day`."""
        return self.sharing_a_day(day, day)

    def sharing_a_day(self, start_on: date | None, end_on: date | None) -> Self:
        """Memberships with a day in common with this span; None is open on that side."""
        found = self
        if end_on is not None:
            found = found.filter(Q(start_on=None) | Q(start_on__lte=end_on))
        if start_on is not None:
            found = found.filter(Q(end_on=None) | Q(end_on__gte=start_on))
        return found


class WaiverQuerySet(OfficeQuerySet):
    def for_year(self, year: int) -> Self:
        """Waivers that cover data of `year`, for some indicator or for all."""
        return self.filter(Q(last_year=None) | Q(last_year__gte=year), first_year__lte=year)


class OfParkOfEntry(models.QuerySet):
    """Confidential rows that belong to the park of a frozen year: `PARK` is the way to it."""

    PARK = ""

    def visible_to(self, user) -> Self:
        if covers_all_parks(user):
            return self
        return self.filter(**{f"{self.PARK}__assignments__user": key_of(user)})

    def editable_by(self, user) -> Self:
        return self.visible_to(user)


class ReturnQuerySet(OfParkOfEntry):
    PARK = "entry__park"


class OfReturn(OfParkOfEntry):
    PARK = "enterprise_return__entry__park"


class FindingQuerySet(OfReturn):
    def standing(self) -> Self:
        """What the last check still found."""
        return self.filter(closed_at=None)

    def unexplained(self) -> Self:
        return self.standing().filter(explanation="")


class OfEntry(OfParkOfEntry):
    PARK = "entry__park"
