"""Slips of the unit: a number 10, 1,000 or 10,000 times too large or too small. The error that nobody sees in a sum."""

from collections.abc import Sequence
from decimal import Decimal

from stats.plausibility.peers import Industry, Peers
from stats.plausibility.reports import Finding, Line, Report
from stats.plausibility.sentences import UNIT_SLIP
from stats.plausibility.thresholds import FAR, SLIPS, Thresholds
from zoneportal.numbers import UNITS, Unit, display


def against_last(line: Line, report: Report, thresholds: Thresholds) -> Finding | None:
    """None also where one of the two is zero or blank, or both are too small to be worth a question."""
    value, last = report.values.get(line.code), report.last.get(line.code)
    if not value or not last or not (thresholds.is_large(value, line.unit) or thresholds.is_large(last, line.unit)):
        return None
    return _finding(line, "last", abs(value / last), SLIPS, thresholds, beside={"last": last})


def against_peers(line: Line, report: Report, industry: Industry, staff: str, thresholds: Thresholds) -> Finding | None:
    """By head of the staff where it is known. Ten times the usual is asked only of who has no last year to compare.

    Without staff only what is a thousand times the usual or more: enterprises are small and large by nature.
    """
    value = report.values.get(line.code)
    if not value or not thresholds.is_large(value, line.unit):
        return None
    heads = report.values.get(staff) or Decimal(0)
    by_head = industry.by_head.get(line.code) if heads > 0 and line.unit.dimension != "persons" else None
    if by_head and by_head.others() >= thresholds.peers_needed:
        times = [each for each in SLIPS if each >= FAR or not report.last.get(line.code)]
        return _finding(line, "peers", _ratio(value / heads, by_head), times, thresholds, beside={staff: heads})
    levels = industry.levels.get(line.code)
    if levels and levels.others() >= thresholds.peers_needed:
        ratio = _ratio(value, levels)
        return _finding(line, "peers", ratio, [FAR, *SLIPS[2:]], thresholds, beside={}) if ratio > 1 else None
    return None


def _ratio(value: Decimal, peers: Peers) -> Decimal:
    return abs(value) / peers.median_without(value)


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
