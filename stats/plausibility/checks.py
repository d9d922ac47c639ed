"""Whether the numbers of one return can be true: plain values in, findings out. A finding asks; it never corrects."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from stats.plausibility.peers import Circle
from stats.plausibility.reports import Finding, Form, Line, Report, Standing
from stats.plausibility.sentences import (
    NEGATIVE,
    NOT_REGISTERED,
    OUTLIER,
    PART_ABOVE_WHOLE,
    REVENUE_WITHOUT_STAFF,
    ZERO_FOR_MISSING,
)
from stats.plausibility.slips import against_last, against_peers, per_head
from stats.plausibility.thresholds import Thresholds
from zoneportal.numbers import convert, display, round_half_up


def check(form: Form, report: Report, thresholds: Thresholds, circles: Sequence[Circle] = ()) -> list[Finding]:
    """At most one finding for each line and code, in the order of the form; of the whole return first.

    `circles`: returns of its year to compare with, its own one among them, the nearest circle first.
    """
    return [*of_the_whole(form, report), *of_its_lines(form, report, thresholds, circles)]


def without_comparison(form: Form, report: Report, answered: Mapping[str, int], thresholds: Thresholds) -> list[str]:
    """The lines whose number stands beside nothing: none of last year, and too few others that gave one.

    `answered`: how many returns of the year give a number other than zero, its own among them.
    """
    return [
        line.code
        for line in form.lines
        if report.values.get(line.code)
        and not report.last.get(line.code)
        and answered.get(line.code, 0) - 1 < thresholds.peers_needed
    ]


def of_the_whole(form: Form, report: Report) -> Iterator[Finding]:
    if report.values:  # an empty return says nothing that could be wrong
        yield from standing(form.year, report.standing)
    if all_zero(report):
        yield Finding(ZERO_FOR_MISSING, "all")


def of_its_lines(form: Form, report: Report, thresholds: Thresholds, circles: Sequence[Circle]) -> Iterator[Finding]:
    lines = {line.code: line for line in form.lines}
    for line in form.lines:
        found = (
            _change(form, line, report, thresholds, circles),
            negative(line, report),
            part_above_whole(line, lines.get(line.part_of), report),
            zero_for_missing(line, report, thresholds),
            revenue_without_staff(form, report) if line.code == form.staff else None,
        )
        yield from (finding for finding in found if finding)


def _change(
    form: Form, line: Line, report: Report, thresholds: Thresholds, circles: Sequence[Circle]
) -> Finding | None:
    """One question about a strange size: a slip of the unit explains a strange change.

    What last year says comes first: what is asked then does not depend on the returns of others.
    """
    return (
        against_last(line, report, thresholds)
        or outlier(line, report, thresholds)
        or against_peers(line, report, circles, form.staff, thresholds)
        or (per_head(line, report, circles, form.staff, thresholds) if line.code == form.revenue else None)
    )


def outlier(line: Line, report: Report, thresholds: Thresholds) -> Finding | None:
    """A strange change on last year, between two numbers above zero of which one is large."""
    value, last = report.values.get(line.code, Decimal(0)), report.last.get(line.code, Decimal(0))
    if value <= 0 or last <= 0 or not thresholds.is_large(max(value, last), line.unit):
        return None
    change = (value - last) * 100 / last
    if -thresholds.outlier_fall < change < thresholds.outlier_rise:
        return None
    params = {"line": line.code, "percent": display(abs(round_half_up(change, 1)), 1)}
    return Finding(OUTLIER, "rise" if change > 0 else "fall", line.code, params, {"last": last})


def part_above_whole(line: Line, whole: Line | None, report: Report) -> Finding | None:
    """Of numbers that cannot be negative; a part of a profit may well be greater than the profit."""
    part = report.values.get(line.code)
    if whole is None or not part or line.may_be_negative or whole.may_be_negative:
        return None
    params = {"line": line.code, "whole": whole.code}
    if whole.code not in report.values:
        return Finding(PART_ABOVE_WHOLE, "blank", line.code, params)
    total = report.values[whole.code]
    if convert(part, line.unit, whole.unit) <= total:
        return None
    return Finding(PART_ABOVE_WHOLE, "greater", line.code, params, {whole.code: total})


def revenue_without_staff(form: Form, report: Report) -> Finding | None:
    revenue, staff = report.values.get(form.revenue, Decimal(0)), report.values.get(form.staff)
    if revenue <= 0 or staff:
        return None
    variant = "blank" if staff is None else "zero"
    params = {"revenue": form.revenue, "staff": form.staff}
    return Finding(REVENUE_WITHOUT_STAFF, variant, form.staff, params, {form.revenue: revenue})


def zero_for_missing(line: Line, report: Report, thresholds: Thresholds) -> Finding | None:
    """A zero where last year was large; zeros everywhere are one question about the whole return."""
    last = report.last.get(line.code)
    if report.values.get(line.code) != 0 or not last or all_zero(report) or not thresholds.is_large(last, line.unit):
        return None
    return Finding(ZERO_FOR_MISSING, "line", line.code, {"line": line.code}, {"last": last})


def all_zero(report: Report) -> bool:
    return bool(report.values) and not any(report.values.values())


def negative(line: Line, report: Report) -> Finding | None:
    if line.may_be_negative or report.values.get(line.code, Decimal(0)) >= 0:
        return None
    return Finding(NEGATIVE, "line", line.code, {"line": line.code})


def standing(year: int, stood: Standing) -> Iterator[Finding]:
    """The end of an enterprise weighs more than a registration that is not on record."""
    if stood.deregistered_on and stood.deregistered_on.year <= year:
        variant = "before" if stood.deregistered_on < date(year, 1, 1) else "within"
        params = {"day": stood.deregistered_on.isoformat(), "year": str(year)}
        yield Finding(NOT_REGISTERED, variant, params=params)
    elif not stood.in_zone:
        yield Finding(NOT_REGISTERED, "never", params={"year": str(year)})
