"""Table -> chart: what a drawing in the browser needs, and nothing that the table beneath it does not say.

Numbers stay decimals until they are written as text; every label is the text of the table. A chart is a value:
`Chart.specification` is what stands in the page as JSON, static/site/charts/ draws it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise

from stats.marks import explained
from stats.tables import Cell, Table, change_text, in_order_met, plain_number, unit_name
from zoneportal.messages import N_
from zoneportal.numbers import UNITS, convert

Say = Callable[[str], str]  # a sentence in the language of the reader: gettext, or nothing at all in tests

LINE, BARS, COLUMNS, DOTS, GOAL = "line", "bars", "columns", "dots", "goal"
MOST_LINES = 6  # more cannot be told apart in grey
MOST_BARS = 24
COMPUTED = N_("computed from published levels")
COMPUTED_PARTS = N_("Changes and shares are computed from published levels.")


@dataclass(frozen=True)
class Finding:
    text: str
    is_computed: bool = False  # holds a number that nobody published


@dataclass(frozen=True)
class Point:
    text: str  # as in the table, with its unit: “358.26 亿元”, “※”
    value: Decimal | None = None  # in the unit of the chart; None is a gap
    label: str = ""  # what stands in the drawing: “358.26”, “※”
    said: str = ""  # what the sign does not say: the meaning of a mark, the vintage, that it is a sample

    def as_data(self) -> dict[str, str | None]:
        value = None if self.value is None else plain_number(self.value)
        return {"value": value, "text": self.text, "label": self.label, "said": self.said}


@dataclass(frozen=True)
class Series:
    """A line through points that are comparable with each other; another definition begins another series."""

    name: str
    points: tuple[Point | None, ...]  # one a category; None where nothing is released
    style: int = 0  # colour, marker and pattern: the same for all series of one name
    role: str = ""  # of a goal: required or actual


@dataclass(frozen=True)
class Chart:
    key: str  # its place in the page and its address: zone, growth, park-share
    form: str
    finding: str  # the title: what the figures say, and no more
    subject: str  # indicator, unit, what is compared
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    code: str = ""  # of the indicator
    source: str = ""
    vintage: str = ""
    notes: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()  # categories with which another definition begins

    @property
    def specification(self) -> dict:
        """For the page as JSON: values are text, so that no float changes a digit on the way."""
        return {
            "form": self.form,
            "finding": self.finding,
            "subject": self.subject,
            "unit": self.unit,
            "categories": self.categories,
            "series": [
                {
                    "name": series.name,
                    "style": series.style,
                    "role": series.role,
                    "points": [point and point.as_data() for point in series.points],
                }
                for series in self.series
            ],
            "source": self.source,
            "vintage": self.vintage,
            "notes": self.notes,
            "breaks": self.breaks,
        }


def years_between(years: Iterable[int]) -> range:
    """Every year from the first to the last, so that a missing one is as wide as any other."""
    found = sorted(years)
    return range(found[0], found[-1] + 1)


def level(cell: Cell, unit: str) -> Decimal | None:
    """The value in the unit of the chart; None for a mark, and for what measures something else."""
    if cell.value is None or UNITS[cell.unit].dimension != UNITS[unit].dimension:
        return None
    return convert(cell.value, UNITS[cell.unit], UNITS[unit])


def point_of(cell: Cell, unit: str, say: Say, *, with_vintage: bool = True) -> Point:
    said = [say(cell.meaning)] if cell.meaning else []
    said += [cell.vintage_label] if with_vintage else []
    said += [say(N_("sample data"))] if cell.origin.is_sample else []
    return Point(
        text=cell.text if cell.shown_mark else f"{cell.text} {cell.unit_name}",
        value=level(cell, unit),
        label=cell.text,
        said=("，" if cell.definition.language.startswith("zh") else ", ").join(said),
    )


def by_year(table: Table, column: str) -> dict[int, Cell]:
    """The cells of one column of a table whose rows are years, oldest first."""
    cells = ((int(row.key), table.cell(row.key, column)) for row in table.rows)
    return {year: cell for year, cell in sorted(cells, key=lambda pair: pair[0]) if cell}


def chart_unit(table: Table) -> str:
    return newest_unit(table.cells.values())


def newest_unit(cells: Iterable[Cell]) -> str:
    """The unit of the newest figure with a number; there is one."""
    return max((cell for cell in cells if cell.value is not None), key=lambda cell: cell.year).unit


def numbers_in(cells: Mapping[int, Cell]) -> int:
    return sum(cell.value is not None for cell in cells.values())


def runs(cells: Mapping[int, Cell]) -> list[list[int]]:
    """Years whose figures one line may join: of one series of definitions, and never sample and real ones."""

    def kind(year: int) -> tuple[int, bool]:
        return cells[year].definition.series, cells[year].origin.is_sample

    return [list(years) for _kind, years in groupby(sorted(cells), key=kind)]


def lines_of(
    cells: Mapping[int, Cell], years: Sequence[int], unit: str, name: str, style: int, say: Say
) -> list[Series]:
    points = {year: point_of(cell, unit, say) for year, cell in cells.items()}
    return [
        Series(name, tuple(points[year] if year in joined else None for year in years), style) for joined in runs(cells)
    ]


def breaks_in(columns: Iterable[Mapping[int, Cell]]) -> tuple[str, ...]:
    """The years with which figures begin that are not comparable with those before."""
    found = set()
    for cells in columns:
        years = sorted(cells)
        found |= {
            later for one, later in pairwise(years) if cells[one].definition.series != cells[later].definition.series
        }
    return tuple(str(year) for year in sorted(found))


def notes_of(table: Table, finding: Finding, say: Say, *more: str) -> tuple[str, ...]:
    """What a picture must carry when it leaves the page."""
    met = {cell.shown_mark for cell in table.cells.values()}
    notes = [*([say(COMPUTED_PARTS)] if finding.is_computed else []), *more]
    notes += [f"{mark.symbol} {explained(mark, say)}" for mark in table.marks if mark.code in met]
    if table.is_sample:
        notes.append(say(N_("Sample figures are invented for demonstration.")))
    return tuple(notes)


def sources_of(table: Table, say: Say) -> str:
    return say(N_("; ")).join(in_order_met(definition.source for definition in table.definitions if definition.source))


def line_chart(key: str, table: Table, finding: Finding, subject: str, say: Say) -> Chart | None:
    """A line for each column. None where no column has numbers for two years: there is no course to draw."""
    columns = {column: by_year(table, column.key) for column in table.columns}
    drawn = {column: cells for column, cells in columns.items() if numbers_in(cells)}
    if not drawn or max(map(numbers_in, drawn.values())) < 2 or len(drawn) > MOST_LINES:
        return None
    unit = chart_unit(table)
    years = years_between(year for cells in drawn.values() for year in cells)
    series = [
        line
        for style, (column, cells) in enumerate(drawn.items())
        for line in lines_of(cells, years, unit, column.text, style, say)
    ]
    breaks = breaks_in(drawn.values())
    broken = [say(N_("Figures on the two sides of a broken line follow different definitions."))] if breaks else []
    return Chart(
        key, LINE, finding.text, subject, unit_name(unit, table.language), tuple(map(str, years)), tuple(series),
        table.code, sources_of(table, say), table.vintage_name, notes_of(table, finding, say, *broken), breaks,
    )  # fmt: skip


def bar_chart(key: str, table: Table, year: int, finding: Finding, subject: str, say: Say) -> Chart | None:
    """The columns of one year, the largest first; those without a number stand last with their mark."""
    row = str(year)
    cells = {column: cell for column in table.columns if (cell := table.cell(row, column.key))}
    if sum(cell.value is not None for cell in cells.values()) < 2 or len(cells) > MOST_BARS:
        return None
    unit = chart_unit(table)
    points = {column: point_of(cell, unit, say) for column, cell in cells.items()}
    with_number = [column for column, point in points.items() if point.value is not None]
    ordered = sorted(with_number, key=lambda column: points[column].value or 0, reverse=True)
    ordered += [column for column in points if column not in ordered]
    bars = Series(row, tuple(points[column] for column in ordered))
    only = only_years(table, [year])
    return Chart(
        key, BARS, finding.text, subject, unit_name(unit, table.language),
        tuple(column.text for column in ordered), (bars,), table.code,
        sources_of(only, say), only.vintage_name, notes_of(only, finding, say),
    )  # fmt: skip


def only_years(table: Table, years: Collection[int]) -> Table:
    rows = {str(year) for year in years}
    cells = {key: cell for key, cell in table.cells.items() if key[0] in rows}
    filled = {column for _row, column in cells}
    return replace(
        table,
        rows=tuple(label for label in table.rows if label.key in rows),
        columns=tuple(column for column in table.columns if column.key in filled),
        cells=cells,
    )


def growth_chart(
    table: Table, changes: Mapping[int, Decimal], finding: Finding, subject: str, say: Say
) -> Chart | None:
    """Computed changes as columns; a year without one stays empty. None for a single change: the text says it."""
    if len(changes) < 2:
        return None
    years = years_between(changes)
    computed = say(COMPUTED)
    points = {year: Point(f"{change_text(it)} %", it, change_text(it), computed) for year, it in changes.items()}
    columns = Series(say(N_("Change on the year before")), tuple(points.get(year) for year in years))
    return Chart(
        "growth", COLUMNS, finding.text, subject, "%", tuple(map(str, years)), (columns,), table.code,
        sources_of(table, say), table.vintage_name, notes_of(only_years(table, changes), finding, say),
    )  # fmt: skip


def version_chart(table: Table, versions: Sequence[Cell], finding: Finding, subject: str, say: Say) -> Chart | None:
    """What was said first and what later, for the years that were released more than once. `versions` in any order."""
    if not any(cell.value is not None for cell in versions):
        return None
    unit = newest_unit(versions)
    years = sorted({cell.year for cell in versions})
    names = {cell.version: cell for cell in sorted(versions, key=lambda cell: cell.version)}
    cells = {(cell.version, cell.year): cell for cell in versions}
    series = [
        Series(
            version_name(newest, say),
            tuple(
                point_of(cell, unit, say, with_vintage=False) if (cell := cells.get((version, year))) else None
                for year in years
            ),
            style,
        )
        for style, (version, newest) in enumerate(names.items())
    ]
    return Chart(
        "versions", DOTS, finding.text, subject, unit_name(unit, table.language), tuple(map(str, years)), tuple(series),
        table.code, sources_of(table, say), "", notes_of(table, finding, say),
    )  # fmt: skip


def version_name(cell: Cell, say: Say) -> str:
    revision = say(N_("revision %(number)s")) % {"number": cell.revision}
    return f"{cell.vintage_label} · {revision}" if cell.revision else cell.vintage_label
