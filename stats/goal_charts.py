"""A development goal -> chart: both required paths and the released levels, over the window and what lies around it."""

from collections.abc import Mapping
from decimal import Decimal

from stats.charts import GOAL, Chart, Finding, Point, Say, Series, point_of, years_between
from stats.goals import Level, Target
from stats.tables import Cell
from zoneportal.messages import N_
from zoneportal.numbers import display, round_half_up


def goal_chart(
    *,
    key: str,
    target: Target,
    levels: Mapping[int, Level],
    cells: Mapping[int, Cell],
    unit: str,
    decimals: int,
    finding: Finding,
    subject: str,
    say: Say,
) -> Chart:
    """`levels` in the unit of the goal, which is `unit` in words; `cells` are the figures as they were released."""
    after = {year: level for year, level in levels.items() if year > target.baseline_year}
    years = years_between([*target.years, *after])
    deadlines = dict.fromkeys((target.first_target_year, target.last_target_year))
    required = [
        Series(
            say(N_("Path to %(year)s")) % {"year": deadline},
            tuple(required_point(target, year, deadline, unit, decimals, say) for year in years),
            style,
            "required",
        )
        for style, deadline in enumerate(deadlines, start=1)
    ]
    baseline = baseline_point(target, unit, decimals, say)
    actual = [
        Series(say(N_("Released")), tuple(line.get(year) for year in years), 0, "actual")
        for line in released_lines(target, baseline, after, cells, say)
    ]
    shown = [cells[year] for year in after]
    sample = (
        [say(N_("Sample figures are invented for demonstration."))] if any(c.origin.is_sample for c in shown) else []
    )
    return Chart(
        key, GOAL, finding.text, subject, unit, tuple(map(str, years)), (*actual, *required),
        source=say(N_("; ")).join(dict.fromkeys(cell.definition.source for cell in shown if cell.definition.source)),
        notes=(say(N_("Required paths grow by the same rate every year.")), *sample),
    )  # fmt: skip


def released_lines(
    target: Target, baseline: Point, levels: Mapping[int, Level], cells: Mapping[int, Cell], say: Say
) -> list[dict[int, Point]]:
    """No line leads from the zone's own figures, the baseline first, to invented ones."""
    points = {year: measured_point(cells[year], level, say) for year, level in levels.items()}
    samples = {year: point for year, point in points.items() if cells[year].origin.is_sample}
    real = {year: point for year, point in points.items() if year not in samples}
    return [line for line in ({target.baseline_year: baseline} | real, samples) if line]


def baseline_point(target: Target, unit: str, decimals: int, say: Say) -> Point:
    text = display(target.baseline_value, decimals)
    return Point(f"{text} {unit}", target.baseline_value, text, say(N_("baseline")))


def required_point(target: Target, year: int, deadline: int, unit: str, decimals: int, say: Say) -> Point | None:
    if not target.baseline_year <= year <= deadline:
        return None
    value = round_half_up(target.required(year, deadline), decimals)
    said = say(N_("target")) if year == deadline else say(N_("baseline")) if year == target.baseline_year else ""
    return Point(f"{display(value, decimals)} {unit}", value, display(value, decimals), said)


def measured_point(cell: Cell, level: Level, say: Say) -> Point:
    point = point_of(cell, cell.unit, say)
    return Point(point.text, Decimal(level.value), point.label, point.said)
