"""The development goals as a document: one row a goal and year, required path beside released level."""

from typing import Any

from django.utils.translation import gettext as _

from stats.downloads.columns import GOALS, ORIGIN, VALUE
from stats.downloads.figures import Frame, legend, origin_of, value_of
from stats.queries.goals import GoalProgress, GoalYear
from zoneportal.bilingual import content_language
from zoneportal.data_files.document import Document

NO_FIGURE: dict[str, Any] = {column.name: "" for column in (*VALUE, *ORIGIN)} | {
    "value": None,
    "revision": None,
    "released_on": None,
    "sample": None,
}


def goals_document(frame: Frame, goals: list[GoalProgress]) -> Document:
    moments = [goal.goal.published_at for goal in goals]
    moments += [cell.origin.released_at for goal in goals for cell in goal.cells.values()]
    return Document(
        name=frame.name,
        title=_("Development goals"),
        address=frame.address,
        language=content_language(),
        terms=frame.terms,
        columns=GOALS,
        rows=[row_of(goal, year) for goal in goals for year in goal.years],
        made_at=max(moments),
        rows_name="goals",
        notes=notes(goals),
    )


def row_of(goal: GoalProgress, year: GoalYear) -> dict[str, Any]:
    record = goal.goal
    level = goal.levels.get(year.year)
    figure = value_of(year.cell) | origin_of(year.cell) if year.cell else NO_FIGURE
    return {
        "goal": record.slug,
        "goal_name": record.title,
        "state": goal.state,
        "state_name": _(goal.state_in_words),
        "indicator": goal.indicator.code,
        "indicator_name": goal.indicator.name,
        "goal_unit": goal.unit,
        "year": year.year,
        "required_to_first": year.fast,
        "required_to_last": year.slow,
        "level": level.value if level else None,
        "difference": level.value - year.slow if level and year.slow is not None else None,
        **figure,
        "measures": year.is_measured,
        "baseline_year": record.baseline_year,
        "baseline_value": None if goal.hides_baseline else record.baseline_value,
        "target_value": record.target_value,
        "first_target_year": record.first_target_year,
        "last_target_year": record.last_target_year,
        "wording": record.wording,
        "choice_note": record.choice_note,
    }


def notes(goals: list[GoalProgress]) -> list[tuple[str, str]]:
    lines = [
        (_("table"), _("Development goals")),
        (
            _("method"),
            _(
                "The path from the baseline to a deadline grows by the same rate every year: required level = "
                "baseline × (target ÷ baseline) ^ (years since the baseline ÷ years until the deadline), rounded. "
                "Progress is judged against the slower of the two paths; a withheld figure measures nothing."
            ),
        ),
    ]
    if any(goal.is_sample for goal in goals):
        lines.append((_("sample data"), _("Sample figures are invented for demonstration.")))
    for goal in goals:
        lines += [(goal.goal.title, goal.goal.wording), (_("indicator"), goal.indicator.name)]
        lines.append((_("who chose indicator and window"), goal.goal.choice_note))
    return lines + legend()
