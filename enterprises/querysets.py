"""Which rows: the vocabulary of the enterprises app. `visible_to` serves the admin, the views and the spreadsheets."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from enterprises.finding import (
    Among,
    Commonness,
    Indexed,
    OfEach,
    about_word,
    commonness,
    has_marks,
    holds,
    row_by_row,
    without,
)
from parks.querysets import OfPark
from parks.scope import covers_all_parks, key_of
from zoneportal.wording import words_of


class OfRegister(models.QuerySet):
    """What may be asked of enterprises and of their lines alike: both go by the key of the enterprise."""

    def confirmed(self, at: datetime) -> Self:
        """The public ones: a publisher has confirmed them by the moment `at`."""
        return self.filter(confirmed_at__lte=at)

    def in_park(self, park, day: date) -> Self:
        """Enterprises registered in `park` (an instance, a key or a subquery) on `day`."""
        stays = apps.get_model("enterprises", "Registration").objects.as_of(day)
        return self.filter(OfEach(stays.filter(enterprise=OuterRef("pk"), park=park)))

    def with_status(self, day: date) -> Self:
        """Adds `status` as of `day` (None where no event is known) for display and filters."""
        events = apps.get_model("enterprises", "StatusEvent").objects.filter(enterprise=OuterRef("pk"))
        return self.annotate(
            status=Subquery(events.filter(effective_on__lte=day).order_by("-effective_on", "-pk").values("status")[:1])
        )

    def in_industry(self, code: str) -> Self:
        """Enterprises whose class lies below an entry of GB/T 4754: a section letter, or two to four digits."""
        entries = apps.get_model("enterprises", "IndustryClass").objects
        below = entries.filter(section=code) if code.isalpha() else entries.filter(code__startswith=code)
        # A list of keys: joining, SQLite would read every enterprise in order to find a few.
        return self.filter(industry_class__in=below.values("pk"))


class EnterpriseQuerySet(OfRegister):
    def visible_to(self, user) -> Self:
        """Every enterprise for the zone office; for a park clerk those whose latest stay is in a park of the clerk.

        An enterprise that left keeps belonging to the park of its latest stay until another park takes it in.
        """
        if covers_all_parks(user):
            return self
        stays = apps.get_model("enterprises", "Registration").objects.latest_stays()
        return self.filter(Exists(stays.filter(enterprise=OuterRef("pk"), park__assignments__user=key_of(user))))

    def editable_by(self, user) -> Self:
        return self.visible_to(user)

    def without_code(self) -> Self:
        return self.filter(credit_code=None)

    def matching(self, text: str) -> Self:
        """Every word of `text` stands in a name, present or former, or begins a code or number."""
        words = words_of(text)
        if not words:
            return self
        lines = apps.get_model("enterprises", "RegisterLine").objects.about(words)
        return self.filter(pk__in=lines.values("pk"))


class RegisterLineQuerySet(OfRegister):
    """The lines of the directory. Marks let PostgreSQL skip most of them; whether a line counts, the records say."""

    def about(self, words: Iterable[str]) -> Self:
        found = self
        for word in words:
            found = found.filter(about_word(word))
        return found

    def read_in_order(self) -> Self:
        """For the first of very many: the order's index is read until enough are found, which is soon.

        PostgreSQL cannot know how often the parts of a word stand together, and would rather find them all.
        """
        found = self.all()
        row_by_row(found.query.where)
        return found

    @property
    def asks_records(self) -> bool:
        return holds(self.query.where, Subquery)

    def asking_no_records(self) -> Self:
        """Found by texts and marks alone: nearly what is asked for, without a look at the records of every line."""
        found = self.all()
        without(found.query.where, Subquery)
        return found

    def among(self, keys: Collection[int]) -> Self:
        """Which of these are found; they are few, so no index is asked."""
        found = self.filter(Among("pk", keys))
        without(found.query.where, Indexed)
        return found

    def commonness(self) -> Commonness | None:
        """How much of the register may be found; None where nobody can tell. One query."""
        return commonness(self.query.where)

    def in_park(self, park, day: date) -> Self:
        return super().in_park(park, day).filter(has_marks(f"park:{park}"))

    def with_present_status(self, status: str, day: date) -> Self:
        return self.with_status(day).filter(has_marks(f"status:{status}"), status=status)

    def in_industry(self, code: str) -> Self:
        return super().in_industry(code).filter(has_marks(f"class:{code}"))

    def in_zone_industry(self, tag: int) -> Self:
        pairs = apps.get_model("enterprises", "EnterpriseTag").objects.filter(enterprise=OuterRef("pk"))
        return self.filter(has_marks(f"tag:{tag}"), OfEach(pairs.filter(industry=tag)))

    def holding(self, kind: int, day: date) -> Self:
        held = apps.get_model("enterprises", "Qualification").objects.as_of(day).filter(enterprise=OuterRef("pk"))
        return self.filter(has_marks(f"kind:{kind}"), OfEach(held.filter(kind=kind)))


class RegistrationQuerySet(OfPark):
    def editable_by(self, user) -> Self:
        """A stay that ended stays in sight of its park, and is changed by whose enterprise it is now."""
        if covers_all_parks(user):
            return self
        enterprises = apps.get_model("enterprises", "Enterprise").objects.visible_to(user)
        return self.visible_to(user).filter(enterprise__in=enterprises.values("pk"))

    def as_of(self, day: date) -> Self:
        """Stays that cover `day`. On the day on which a stay ends the enterprise has left: the next stay may begin."""
        return self.filter(Q(start_on=None) | Q(start_on__lte=day), Q(end_on=None) | Q(end_on__gt=day))

    def open(self) -> Self:
        return self.filter(end_on=None)

    def begun(self, day: date) -> Self:
        """Stays of today and before, without those that were entered by mistake."""
        return self.filter(Q(start_on=None) | Q(start_on__lte=day)).exclude(end_reason="corrected")

    def latest_stays(self) -> Self:
        """One per enterprise: the open stay, else the one that ended last."""
        later = self.model.objects.filter(enterprise=OuterRef("enterprise")).filter(
            Q(end_on=None) | Q(end_on__gt=OuterRef("end_on"))
        )
        return self.filter(Q(end_on=None) | ~Exists(later))

    def overlapping(self, *, enterprise_id: int, start_on: date | None, end_on: date | None) -> Self:
        """Stays of the enterprise that share a day with [start_on, end_on]; an empty start is long ago.

        Moving on the day on which the former stay ended is no overlap, and a stay that ended on the day on which it
        began covers no day: as the database judges (migration 0002).
        """
        if start_on is not None and start_on == end_on:
            return self.none()
        covers_a_day = Q(start_on=None) | Q(end_on=None) | Q(start_on__lt=F("end_on"))
        stays = self.filter(covers_a_day, enterprise_id=enterprise_id)
        if start_on is not None:
            stays = stays.filter(Q(end_on=None) | Q(end_on__gt=start_on))
        if end_on is not None:
            stays = stays.filter(Q(start_on=None) | Q(start_on__lt=end_on))
        return stays


class OfEnterprise(models.QuerySet):
    """Rows that belong to one enterprise through their column `enterprise`."""

    def visible_to(self, user) -> Self:
        if covers_all_parks(user):
            return self
        enterprises = apps.get_model("enterprises", "Enterprise").objects.visible_to(user)
        return self.filter(enterprise__in=enterprises.values("pk"))

    def editable_by(self, user) -> Self:
        return self.visible_to(user)


class QualificationQuerySet(OfEnterprise):
    def as_of(self, day: date) -> Self:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class DistinctPairQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Pairs of which both records are there, also merged into another one, and within the user's parks."""
        enterprises = apps.get_model("enterprises", "Enterprise").objects.visible_to(user)
        former = apps.get_model("enterprises", "EnterpriseFormerNumber").objects.visible_to(user)
        rows = self
        for name in ("one", "other"):
            is_there = Q((f"{name}__in", enterprises.values("number")))
            rows = rows.filter(is_there | Q((f"{name}__in", former.values("number"))))
        return rows

    def editable_by(self, user) -> Self:
        return self.visible_to(user)
