"""What a finding says to a clerk, by code and variant. No sentence holds a value: it stands beside it on the page.

Of the params `line`, `whole`, `revenue` and `staff` are codes of lines, `unit` and `meant` codes of units, `among` one
of AMONG: whoever shows a sentence puts their names in. Everything else is text as it stands.
"""

from collections.abc import Mapping
from typing import Any

from stats.plausibility.peers import ALL, INDUSTRY, SECTION
from zoneportal.messages import N_

UNIT_SLIP = "unit_slip"
OUTLIER = "outlier"
PART_ABOVE_WHOLE = "part_above_whole"
REVENUE_WITHOUT_STAFF = "revenue_without_staff"
ZERO_FOR_MISSING = "zero_for_missing"
NEGATIVE = "negative"
NOT_REGISTERED = "not_registered"

CHECKS: dict[str, str] = {
    UNIT_SLIP: N_("unit slip"),
    OUTLIER: N_("strange change on last year"),
    PART_ABOVE_WHOLE: N_("part and whole"),
    REVENUE_WITHOUT_STAFF: N_("revenue without staff"),
    ZERO_FOR_MISSING: N_("zero or missing"),
    NEGATIVE: N_("negative number"),
    NOT_REGISTERED: N_("not registered in this year"),
}
# Whose returns a number was compared with.
AMONG: dict[str, str] = {
    INDUSTRY: N_("in this industry"),
    SECTION: N_("in its section of industries"),
    ALL: N_("among all returns of the year"),
}
LINE_PARAMS = ("line", "whole", "revenue", "staff")
UNIT_PARAMS = ("unit", "meant")

SENTENCES: dict[tuple[str, str], str] = {
    (UNIT_SLIP, "last_above_unit"): N_(
        "%(line)s is about %(times)s times last year's. It looks like %(meant)s instead of %(unit)s."
    ),
    (UNIT_SLIP, "last_above"): N_(
        "%(line)s is about %(times)s times last year's. Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "last_below_unit"): N_(
        "%(line)s is about one part in %(times)s of last year's. It looks like %(meant)s instead of %(unit)s."
    ),
    (UNIT_SLIP, "last_below"): N_(
        "%(line)s is about one part in %(times)s of last year's. Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "peers_above_unit"): N_(
        "%(line)s is about %(times)s times what is usual in this industry. It looks like %(meant)s instead of %(unit)s."
    ),
    (UNIT_SLIP, "peers_above"): N_(
        "%(line)s is about %(times)s times what is usual in this industry. "
        "Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "peers_below_unit"): N_(
        "%(line)s is about one part in %(times)s of what is usual in this industry. "
        "It looks like %(meant)s instead of %(unit)s."
    ),
    (UNIT_SLIP, "peers_below"): N_(
        "%(line)s is about one part in %(times)s of what is usual in this industry. "
        "Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "far_above"): N_(
        "%(line)s by head of the staff is at least %(times)s times what is usual %(among)s. "
        "Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "far_below"): N_(
        "%(line)s by head of the staff is at most one part in %(times)s of what is usual %(among)s. "
        "Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "level_above"): N_(
        "%(line)s is at least %(times)s times what is usual %(among)s. "
        "Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "per_head_above"): N_(
        "%(line)s is above %(limit)s × 10,000 yuan by head of the staff. "
        "Look at the unit (%(unit)s) and count the digits."
    ),
    (UNIT_SLIP, "per_head_below"): N_(
        "%(line)s is below %(limit)s × 10,000 yuan by head of the staff. "
        "Look at the unit (%(unit)s) and count the digits."
    ),
    (OUTLIER, "rise"): N_("%(line)s rose by %(percent)s %% on last year."),
    (OUTLIER, "fall"): N_("%(line)s fell by %(percent)s %% on last year."),
    (PART_ABOVE_WHOLE, "greater"): N_(
        "%(line)s is a part of %(whole)s and is greater. Look which of the two is wrong. "
        "Where a special definition makes both right, explain it."
    ),
    (PART_ABOVE_WHOLE, "blank"): N_("%(line)s is a part of %(whole)s, which was left blank."),
    (REVENUE_WITHOUT_STAFF, "zero"): N_("There is %(revenue)s, but %(staff)s is 0."),
    (REVENUE_WITHOUT_STAFF, "blank"): N_("There is %(revenue)s, but %(staff)s was left blank."),
    (ZERO_FOR_MISSING, "line"): N_(
        "%(line)s is 0 and was large last year. If it is not known, leave it blank: 0 says that there was none."
    ),
    (ZERO_FOR_MISSING, "all"): N_(
        "Every number is 0. If the enterprise did not answer, take the numbers out: 0 says that there was nothing."
    ),
    (NEGATIVE, "line"): N_("%(line)s is negative, which it cannot be."),
    (NOT_REGISTERED, "never"): N_("The enterprise was not registered in the zone on any day of %(year)s."),
    (NOT_REGISTERED, "before"): N_("The enterprise was deregistered on %(day)s, before %(year)s began."),
    (NOT_REGISTERED, "within"): N_("The enterprise was deregistered on %(day)s: what period does its return cover?"),
}


def asked_about(code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """What an explanation is about, beside the value itself: of the params those that no return of others can move.

    How far a number is from the usual, and among whom that was looked for, changes as the others answer.
    """
    if code == UNIT_SLIP and not params.get("variant", "").startswith("last"):
        return {name: params.get(name) for name in ("line", "unit", "beside")}
    return dict(params)
