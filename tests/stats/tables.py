"""Cells and tables for the plain tests of statistics: as short to write as to read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from stats.tables import Cell, Definition, Label, Origin, Table

RELEASED_AT = datetime(2018, 5, 1, tzinfo=UTC)


def cell(
    year: int,
    value: str | None = None,
    *,
    unit: str = "yi_yuan",
    series: int = 0,
    is_sample: bool = False,
    language: str = "en",
    vintage: str = "annual",
    **others,
) -> Cell:
    """`cell(2017, "358.26")`, `cell(2017, mark="confidential")`."""
    return Cell(
        year=year,
        definition=Definition(2000, unit, "Definition", "Statistics office", series, language),
        origin=Origin("release", "Release", "Basis", RELEASED_AT, is_sample),
        vintage=vintage,
        vintage_label=vintage,
        value=None if value is None else Decimal(value),
        **others,
    )


def table_of(columns: Mapping[str, Sequence[Cell]], language: str = "en") -> Table:
    """A column for each scope, a row for each year, the newest first."""
    cells = {(str(each.year), scope): each for scope, column in columns.items() for each in column}
    years = sorted({year for year, _scope in cells}, reverse=True)
    return Table(
        title="Revenue",
        row_heading="year",
        column_heading="scope",
        rows=tuple(Label(year, year) for year in years),
        columns=tuple(Label(scope, scope) for scope in columns),
        cells=cells,
        code="revenue",
        language=language,
    )
