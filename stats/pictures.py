"""The charts of the pages, in the language of the reader."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stats import findings
from stats.charts import Chart, bar_chart, growth_chart, line_chart, version_chart
from stats.goal_charts import goal_chart
from stats.queries.goals import GoalProgress
from stats.queries.indicators import IndicatorFigures
from stats.queries.scopes import BY_INDUSTRY, BY_PARK, BY_SIZE
from stats.scope import ZONE
from stats.tables import Cell, Table


def charts_of_indicator(figures: IndicatorFigures) -> dict[str, list[Chart]]:
    """By section of the page: zone, park, industry, size, versions. A section without a chart is not there."""
    sections = {"zone": charts_of_zone(figures), "versions": charts_of_versions(figures)}
    for kind, table in figures.breakdowns:
        if kind in (BY_PARK, BY_INDUSTRY, BY_SIZE):
            sections[kind] = charts_of_breakdown(kind, table, figures)
    return {section: charts for section, charts in sections.items() if charts}


def chart_of_indicator(figures: IndicatorFigures, key: str) -> tuple[str, Chart | None]:
    """The section of the page and the chart with this key; with an empty one the first chart of the page."""
    sections = charts_of_indicator(figures).items()
    found = ((section, chart) for section, charts in sections for chart in charts if key in ("", chart.key))
    return next(found, ("zone", None))


def subject_of(figures: IndicatorFigures, what: str) -> str:
    return " · ".join(part for part in (figures.indicator.name, what) if part)


def present(*charts: Chart | None) -> list[Chart]:
    return [chart for chart in charts if chart]


def charts_of_zone(figures: IndicatorFigures) -> list[Chart]:
    table, name, changes = figures.zone, figures.indicator.name, figures.changes
    if not table.cells:
        return []
    finding = findings.trend(table, ZONE, name, changes, _)
    trend = line_chart("zone", table, finding, subject_of(figures, _("the whole zone")), _)
    growth = None
    if len(changes) > 1:
        cells = [cell for _row, _column, cell in table.ordered_cells() if cell.year in changes]
        in_short = findings.changes_in_short(changes, name, cells, _)
        growth = growth_chart(table, changes, in_short, subject_of(figures, _("change on the year before")), _)
    return present(trend, growth)


def charts_of_versions(figures: IndicatorFigures) -> list[Chart]:
    versions: Sequence[Cell] = next((cells for scope, cells in figures.versions if scope.key == ZONE), [])
    if not versions or not figures.zone.cells:
        return []
    finding = findings.revision(versions, figures.indicator.name, _)
    return present(version_chart(figures.zone, versions, finding, subject_of(figures, _("versions compared")), _))


def charts_of_breakdown(kind: str, table: Table, figures: IndicatorFigures) -> list[Chart]:
    """Who has which part in the newest year, and how each part went on."""
    name, year = figures.indicator.name, findings.compared_year(table)
    what = {BY_PARK: _("by park"), BY_INDUSTRY: _("by industry"), BY_SIZE: _("by size of enterprise")}[kind]
    share = None
    if year is not None:
        finding = findings.comparison(table, year, name, figures.zone.cell(str(year), ZONE), _)
        share = bar_chart(f"{kind}-share", table, year, finding, subject_of(figures, f"{what} · {year}"), _)
    course = line_chart(kind, table, findings.course(table, name, _), subject_of(figures, what), _)
    return present(share, course)


def charts_by_park(figures: IndicatorFigures | None) -> list[Chart]:
    """For the page of all parks."""
    tables = dict(figures.breakdowns) if figures else {}
    return charts_of_breakdown(BY_PARK, tables[BY_PARK], figures) if figures and BY_PARK in tables else []


def chart_of_park(figures: IndicatorFigures | None) -> Chart | None:
    """For the page of one park."""
    if figures is None:
        return None
    column = figures.table.columns[0]
    name = _("%(name)s of %(scope)s") % {"name": figures.indicator.name, "scope": column.text}
    finding = findings.trend(figures.table, column.key, name, figures.changes, _)
    return line_chart("park", figures.table, finding, subject_of(figures, column.text), _)


def chart_of_goal(each: GoalProgress) -> Chart:
    year = each.progress.year
    decimals = each.target.decimals
    deciding = each.cells.get(year) if year else None
    return goal_chart(
        key=each.goal.slug,
        target=each.target,
        levels=each.levels,
        cells=each.cells,
        unit=each.unit,
        decimals=decimals,
        finding=findings.goal(each.target, each.state, deciding, each.unit, decimals, _),
        subject=f"{each.goal.title} · {each.indicator.name}",
        say=_,
    )
