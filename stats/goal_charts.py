"""A development goal -> chart: both required paths and the released levels, over the window and what lies around it."""

from collections.abc import Mapping
from decimal import Decimal

from stats.charts import GOAL, Chart, Point, Say, Series, point_of, years_between
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
    finding: str,
    subject: str,
    say: Say,
) -> Chart:
    """`levels` in the unit of the goal, which is `unit` in words; `cells` are the figures as they were released."""
    years = years_between([*target.years, *levels])
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
    measured = {year: measured_point(cells[year], level, say) for year, level in levels.items()}
    baseline = Point(f"{display(target.baseline_value, decimals)} {unit}", target.baseline_value,
                     display(target.baseline_value, decimals), say(N_("baseline")))  # fmt: skip
    actual = Series(
        say(N_("Released")),
        tuple(measured.get(year, baseline if year == target.baseline_year else None) for year in years),
        0,
        "actual",
    )
    shown = [cells[year] for year in levels]
    sample = (
        [say(N_("Sample figures are invented for demonstration."))] if any(c.origin.is_sample for c in shown) else []
    )
    return Chart(
        key, GOAL, finding, subject, unit, tuple(map(str, years)), (actual, *required),
        source="; ".join(dict.fromkeys(cell.definition.source for cell in shown if cell.definition.source)),
        notes=(say(N_("Required paths grow by the same rate every year.")), *sample),
    )  # fmt: skip


def required_point(target: Target, year: int, deadline: int, unit: str, decimals: int, say: Say) -> Point | None:
    if not target.baseline_year <= year <= deadline:
        return None
    value = round_half_up(target.required(year, deadline), decimals)
    said = say(N_("target")) if year == deadline else say(N_("baseline")) if year == target.baseline_year else ""
    return Point(f"{display(value, decimals)} {unit}", value, display(value, decimals), said)


def measured_point(cell: Cell, level: Level, say: Say) -> Point:
    point = point_of(cell, cell.unit, say)
    return Point(point.text, Decimal(level.value), point.label, point.said)
