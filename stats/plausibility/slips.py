"""Slips of the unit: a number 10, 1,000 or 10,000 times too large or too small. The error that nobody sees in a sum."""

from collections.abc import Sequence
from decimal import Decimal

from stats.plausibility.peers import INDUSTRY, Circle, Peers
from stats.plausibility.reports import Finding, Line, Report
from stats.plausibility.sentences import UNIT_SLIP
from stats.plausibility.thresholds import FAR, PER_HEAD, SLIPS, Thresholds
from zoneportal.numbers import UNITS, Unit, convert, decimals_of, display


def against_last(line: Line, report: Report, thresholds: Thresholds) -> Finding | None:
    """None also where one of the two is zero or blank, or both are too small to be worth a question."""
    value, last = report.values.get(line.code), report.last.get(line.code)
    if not value or not last or not (thresholds.is_large(value, line.unit) or thresholds.is_large(last, line.unit)):
        return None
    return _finding(line, "last", abs(value / last), SLIPS, thresholds, beside={"last": last})


def against_peers(
    line: Line, report: Report, circles: Sequence[Circle], staff: str, thresholds: Thresholds
) -> Finding | None:
    """By head of the staff where it is known, within the nearest circle in which enough others have answered.

    Ten times the usual is asked only within the industry, and of who has no last year to compare. Without staff only
    what is a thousand times the usual or more: enterprises are small and large by nature.
    """
    value, heads = report.values.get(line.code), _heads(line, report, staff)
    if not value:
        return None
    circle = _nearest(line, heads, circles, thresholds)
    if circle and heads:
        return _by_head(line, report, circle, staff, thresholds)
    for circle in circles:
        if enough(circle.levels.get(line.code), thresholds):
            return _by_level(line, report, circle, thresholds, beside={staff: heads} if heads else {})
    return None


def needs_wider(line: Line, report: Report, circles: Sequence[Circle], staff: str, thresholds: Thresholds) -> bool:
    """Whether too few others have answered within these circles to compare the line of this return."""
    heads = _heads(line, report, staff)
    return bool(report.values.get(line.code)) and _nearest(line, heads, circles, thresholds) is None


def enough(peers: Peers | None, thresholds: Thresholds) -> bool:
    return peers is not None and peers.others() >= thresholds.peers_needed


def per_head(
    line: Line, report: Report, circles: Sequence[Circle], staff: str, thresholds: Thresholds
) -> Finding | None:
    """A revenue by head that nobody has: the one measure that needs no others. Neither last year nor industry knows."""
    value, heads = report.values.get(line.code) or Decimal(0), _heads(line, report, staff)
    if value <= 0 or not heads or report.last.get(line.code) or line.unit.dimension != PER_HEAD.dimension:
        return None
    if _nearest(line, heads, [circle for circle in circles if circle.among == INDUSTRY], thresholds):
        return None
    amount = convert(value, line.unit, PER_HEAD) / heads
    if amount > thresholds.revenue_per_head_most and thresholds.is_large(value, line.unit):
        way, limit = "above", thresholds.revenue_per_head_most
    elif amount < thresholds.revenue_per_head_least and thresholds.is_large(heads, UNITS["person"]):
        way, limit = "below", thresholds.revenue_per_head_least
    else:
        return None
    params = {"line": line.code, "limit": display(limit, decimals_of(limit)), "unit": line.unit.code}
    return Finding(UNIT_SLIP, f"per_head_{way}", line.code, params, {staff: heads})


def _heads(line: Line, report: Report, staff: str) -> Decimal | None:
    """The staff by which the line is measured; None where it is not known, and of numbers of persons."""
    heads = report.values.get(staff)
    return heads if heads and heads > 0 and line.unit.dimension != "persons" else None


def _nearest(line: Line, heads: Decimal | None, circles: Sequence[Circle], thresholds: Thresholds) -> Circle | None:
    return next(
        (
            circle
            for circle in circles
            if enough((circle.by_head if heads else circle.levels).get(line.code), thresholds)
        ),
        None,
    )


def _by_head(line: Line, report: Report, circle: Circle, staff: str, thresholds: Thresholds) -> Finding | None:
    value, heads, has_last = report.values[line.code], report.values[staff], bool(report.last.get(line.code))
    usual = circle.by_head[line.code].median_without(value / heads)
    ratio, beside = abs(value / heads) / usual, {staff: heads}
    is_large = thresholds.is_large(value, line.unit)
    if is_large and circle.among == INDUSTRY:
        times = [each for each in SLIPS if each >= FAR or not has_last]
        near = _finding(line, "peers", ratio, times, thresholds, beside=beside)
        if near:
            return near
    limit = max(FAR, thresholds.peers_far) if has_last else thresholds.peers_far
    if ratio >= limit and is_large:
        return _far(line, "far_above", limit, circle, beside)
    if ratio * limit <= 1 and thresholds.is_large(usual * heads, line.unit):
        return _far(line, "far_below", limit, circle, beside)
    return None


def _by_level(
    line: Line, report: Report, circle: Circle, thresholds: Thresholds, *, beside: dict[str, Decimal]
) -> Finding | None:
    value = report.values[line.code]
    if not thresholds.is_large(value, line.unit):
        return None
    ratio = abs(value) / circle.levels[line.code].median_without(value)
    if circle.among == INDUSTRY:
        return _finding(line, "peers", ratio, [FAR, *SLIPS[2:]], thresholds, beside=beside) if ratio > 1 else None
    if ratio >= FAR and not report.last.get(line.code):
        return _far(line, "level_above", FAR, circle, beside)
    return None


def _far(line: Line, variant: str, limit: Decimal, circle: Circle, beside: dict[str, Decimal]) -> Finding:
    params = {
        "line": line.code,
        "times": display(limit, decimals_of(limit)),
        "among": circle.among,
        "unit": line.unit.code,
    }
    return Finding(UNIT_SLIP, variant, line.code, params, beside)


def _finding(
    line: Line,
    witness: str,
    ratio: Decimal,
    slips: Sequence[Decimal],
    thresholds: Thresholds,
    *,
    beside: dict[str, Decimal],
) -> Finding | None:
    for times in slips:
        for way, factor in (("above", times), ("below", 1 / times)):
            if thresholds.near(ratio, factor):
                meant = unit_meant(line.unit, factor)
                params = {"line": line.code, "times": display(times, 0), "unit": line.unit.code}
                variant = f"{witness}_{way}"
                if meant:
                    variant, params = f"{variant}_unit", params | {"meant": meant.code}
                return Finding(UNIT_SLIP, variant, line.code, params, beside)
    return None


def unit_meant(asked: Unit, factor: Decimal) -> Unit | None:
    """The unit in which a number is `factor` times what it is in the unit asked: (千元, 1000) is 元."""
    return next(
        (unit for unit in UNITS.values() if unit.dimension == asked.dimension and unit.factor * factor == asked.factor),
        None,
    )
