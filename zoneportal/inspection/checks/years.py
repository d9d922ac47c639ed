"""适用年度: what is said for a year or a window of years that is over.

No record of the portal carries an applicable year of its own, so three that speak for a time are looked at: a goal's
window, a statement that is confirmed once a year, and a park that has ended without a successor.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from parks.models import Park, Zone
from stats.models import Goal
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.inspection.models import Column, deadlines_on
from zoneportal.messages import N_

CLOSED = N_("The window of the goal ended in %(year)s. Add the goal that follows, or withdraw this one.")
NEVER_TRIED = N_("The accessibility statement names no day on which your office tried the site.")
TRIED_LONG_AGO = N_("Your office last tried the accessibility of the site on %(day)s, more than %(days)s days ago.")
ENDED = N_("The park ended on %(day)s, and the page names no successor.")


def run(visit: Visit) -> Iterator[Finding]:
    for goal in visit.read(Goal):
        if goal.last_target_year < visit.today.year:
            what = _(CLOSED) % {"year": goal.last_target_year}
            yield Finding(Severity.MINOR, what, Goal, goal, date(goal.last_target_year + 1, 1, 1), "last_target_year")
    yield from statement(visit)
    for park in visit.read(Park):
        if park.valid_to and park.valid_to < visit.today and not park.successor_id:
            what = _(ENDED) % {"day": park.valid_to.isoformat()}
            yield Finding(Severity.HINT, what, Park, park, park.valid_to + timedelta(days=1), "successor")


def statement(visit: Visit) -> Iterator[Finding]:
    deadline = deadlines_on(visit.today).get(Column.ACCESSIBILITY)
    for zone in visit.read(Zone):
        tried = zone.accessibility_checked_on
        if tried is None:
            since = timezone.localdate(zone.published_at)
            yield Finding(Severity.MINOR, _(NEVER_TRIED), Zone, zone, since, "accessibility_checked_on")
        elif deadline and tried + timedelta(days=deadline.days) < visit.today:
            what = _(TRIED_LONG_AGO) % {"day": tried.isoformat(), "days": deadline.days}
            since = tried + timedelta(days=deadline.days + 1)
            yield Finding(Severity.MINOR, what, Zone, zone, since, "accessibility_checked_on")
