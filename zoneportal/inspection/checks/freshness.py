"""Columns whose deadline (zoneportal.inspection.models.Deadline) has passed."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from parks.models import Announcement, ProfileSection
from parks.models.announcement import AnnouncementKind
from stats.models import Figure
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.inspection.models import Column, Deadline, deadlines_on
from zoneportal.messages import N_

LATE = N_("“%(column)s”: nothing new since %(last)s. Every %(days)s days are expected%(document)s.")
NO_FIGURES = N_(
    "The figures of %(year)s should have been released by %(due)s%(document)s. The newest are of %(newest)s."
)
NOTICE_OR_NEWS = {Column.NEWS: AnnouncementKind.NEWS, Column.NOTICES: AnnouncementKind.NOTICE}


def run(visit: Visit) -> Iterator[Finding]:
    deadlines = deadlines_on(visit.today)
    for column, kind in NOTICE_OR_NEWS.items():
        days = [each.issued_on for each in visit.read(Announcement) if each.kind == kind]
        yield from late(deadlines.get(column), days, visit.today, Announcement, Severity.SERIOUS)
    changed = [section.published_at.date() for section in visit.read(ProfileSection)]
    yield from late(deadlines.get(Column.PROFILE), changed, visit.today, ProfileSection, Severity.HINT)
    yield from late_figures(deadlines.get(Column.STATISTICS), visit)


def late(deadline: Deadline | None, days: list[date], today: date, model, severity: Severity) -> Iterator[Finding]:
    """An empty column is another check's."""
    past = [day for day in days if day <= today]
    if deadline is None or not past:
        return
    due = max(past) + timedelta(days=deadline.days)
    if due < today:
        words = {
            "column": deadline.get_column_display(),
            "last": max(past).isoformat(),
            "days": deadline.days,
            "document": in_brackets(deadline),
        }
        yield Finding(severity, _(LATE) % words, model, None, due + timedelta(days=1))


def late_figures(deadline: Deadline | None, visit: Visit) -> Iterator[Finding]:
    if deadline is None:
        return
    released = Figure.objects.released(visit.reader.at).of_zone()
    newest = released.aggregate(newest=Max("year"))["newest"]
    if newest is None:
        return
    year = newest + 1  # the first that is missing
    due = date(year, 12, 31) + timedelta(days=deadline.days)
    if due < visit.today:
        words = {"year": year, "due": due.isoformat(), "newest": newest, "document": in_brackets(deadline)}
        yield Finding(Severity.SERIOUS, _(NO_FIGURES) % words, Figure, None, due + timedelta(days=1))


def in_brackets(deadline: Deadline) -> str:
    return _(" (%(document)s)") % {"document": deadline.document} if deadline.document else ""
