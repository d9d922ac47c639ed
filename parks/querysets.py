"""Which rows: the vocabulary of the parks app. `visible_to` serves the admin, the views and the spreadsheets."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from parks.scope import covers_all_parks, key_of


class OfficeQuerySet(models.QuerySet):
    """Content of the zone as a whole: whoever holds the right on the model sees and edits every row."""

    def visible_to(self, user) -> Self:
        return self

    def editable_by(self, user) -> Self:
        return self


class ParkQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        if covers_all_parks(user):
            return self
        return self.filter(assignments__user=key_of(user))

    def editable_by(self, user) -> Self:
        return self.visible_to(user)

    def as_of(self, day: date) -> Self:
        """Parks that exist on `day`."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class OfPark(models.QuerySet):
    """Rows that belong to one park through their column `park`."""

    def visible_to(self, user) -> Self:
        if covers_all_parks(user):
            return self
        return self.filter(park__assignments__user=key_of(user))

    def editable_by(self, user) -> Self:
        return self.visible_to(user)


class AnnouncementQuerySet(OfPark):
    """An announcement without a park speaks for the whole zone: clerks of parks read it and leave it alone."""

    def visible_to(self, user) -> Self:
        if covers_all_parks(user):
            return self
        return self.filter(Q(park=None) | Q(park__assignments__user=key_of(user)))

    def editable_by(self, user) -> Self:
        return OfPark.visible_to(self, user)
