"""Columns whose deadline (zoneportal.inspection.models.Deadline) has passed."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Announcement, ProfileSection
from parks.models.announcement import AnnouncementKind
from stats.models import Figure
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.inspection.models import Column, Deadline, deadlines_on
from zoneportal.messages import N_

LATE = N_("“%(column)s”: nothing new since %(last)s. Every %(days)s days are expected%(document)s.")
NO_FIGURES = N_("The newest released figures are of %(newest)s; those of %(year)s were due by %(due)s%(document)s.")
NOTICE_OR_NEWS = {Column.NEWS: AnnouncementKind.NEWS, Column.NOTICES: AnnouncementKind.NOTICE}


def run(visit: Visit) -> Iterator[Finding]:
    deadlines = deadlines_on(visit.today)
    for column, kind in NOTICE_OR_NEWS.items():
        days = [each.issued_on for each in visit.read(Announcement) if each.kind == kind]
        yield from late(deadlines.get(column), days, visit.today, Announcement, Severity.SERIOUS)
    changed = [timezone.localdate(section.published_at) for section in visit.read(ProfileSection)]
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
    waits = timedelta(days=deadline.days)
    missing = [year for year in range(newest + 1, visit.today.year) if date(year, 12, 31) + waits < visit.today]
    if missing:
        due = date(missing[-1], 12, 31) + waits
        words = {"newest": newest, "year": missing[-1], "due": due.isoformat(), "document": in_brackets(deadline)}
        since = date(missing[0], 12, 31) + waits + timedelta(days=1)
        yield Finding(Severity.SERIOUS, _(NO_FIGURES) % words, Figure, None, since)


def in_brackets(deadline: Deadline) -> str:
    return _(" (%(document)s)") % {"document": deadline.document} if deadline.document else ""
