"""The one value behind every public table: the page and each download are drawn from it, and from nothing else."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from stats.marks import MARKS, Mark, qualified
from zoneportal.numbers import UNITS, display, growth, plain_number, round_half_up

BELOW_UNIT = "below_unit"
WIDEST = 8  # so many columns stand beside each other; parks by industries are twenty
HOLE = "not_available"  # what a reader sees in a grid where no figure is released


@dataclass(frozen=True)
class Definition:
    """Definitions of one `series` are comparable with each other, others are not."""

    valid_from_year: int
    unit: str  # code in zoneportal.numbers.UNITS
    text: str
    source: str
    series: int = 0
    language: str = "zh"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"“{self.unit}” is not a known unit.")

    @property
    def unit_name(self) -> str:
        return unit_name(self.unit, self.language)


@dataclass(frozen=True)
class Origin:
    """The release that made a figure public."""

    slug: str
    title: str
    basis: str
    released_at: datetime
    is_sample: bool = False


@dataclass(frozen=True)
class Cell:
    """One figure as it was released, complete by itself: no number without its year, unit, vintage and origin."""

    year: int
    definition: Definition
    origin: Origin
    vintage: str  # code: flash, preliminary, annual, verified
    vintage_label: str
    value: Decimal | None = None
    mark: str = ""
    qualifier: str = ""
    revision: int = 0
    rank: int = 0  # of the vintage: the higher one supersedes
    decimals: int = 2
    note: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.mark == ""):
            raise ValueError("A cell has exactly one of value and mark.")

    @property
    def shown_mark(self) -> str:
        """The mark that stands on the page, also for a value that rounding would make the zero it is not."""
        return BELOW_UNIT if self.value and not round_half_up(self.value, self.decimals) else self.mark

    @property
    def text(self) -> str:
        """“358.26”, “4,000余”, or the symbol of the mark."""
        if self.value is None or self.shown_mark:
            return MARKS[self.shown_mark].symbol
        number = display(self.value, self.decimals)
        return qualified(number, self.qualifier, self.definition.language) if self.qualifier else number

    @property
    def number(self) -> str:
        """The value as stored, without grouping and rounding, for downloads: "358.26", or empty for a mark."""
        return "" if self.value is None else plain_number(self.value)

    @property
    def unit(self) -> str:
        return self.definition.unit

    @property
    def unit_name(self) -> str:
        return self.definition.unit_name

    @property
    def meaning(self) -> str:
        """What the mark on the page means, to be translated; empty where a number stands."""
        return MARKS[self.shown_mark].explanation if self.shown_mark else ""

    @property
    def version(self) -> tuple[int, int]:
        return self.rank, self.revision


@dataclass(frozen=True)
class Label:
    key: str
    text: str


@dataclass(frozen=True)
class Table:
    title: str
    row_heading: str
    column_heading: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: Mapping[tuple[str, str], Cell]  # by keys of row and column
    code: str = ""  # of the indicator, where the table is about one
    vintage: str = ""  # where one vintage was asked for; empty: the latest of every year
    language: str = "zh"

    def cell(self, row: str, column: str) -> Cell | None:
        return self.cells.get((row, column))

    def ordered_cells(self) -> list[tuple[Label, Label, Cell]]:
        """(row, column, cell) from the top left, without the holes."""
        return [
            (row, column, cell)
            for row in self.rows
            for column in self.columns
            if (cell := self.cell(row.key, column.key))
        ]

    def grid(self) -> list[tuple[Label, list[Cell | None]]]:
        return [(row, [self.cell(row.key, column.key) for column in self.columns]) for row in self.rows]

    @cached_property
    def upright(self) -> "Table":
        """As it is read best: with its rows and columns exchanged where it would be much wider than long."""
        if len(self.columns) <= max(WIDEST, len(self.rows)):
            return self
        return replace(
            self,
            row_heading=self.column_heading,
            column_heading=self.row_heading,
            rows=self.columns,
            columns=self.rows,
            cells={(column, row): cell for (row, column), cell in self.cells.items()},
        )

    def only(self, columns: Collection[str]) -> "Table":
        """The same table with some of its columns, and the rows that still hold a figure."""
        kept = tuple(column for column in self.columns if column.key in columns)
        cells = {key: cell for key, cell in self.cells.items() if key[1] in columns}
        filled = {row for row, _column in cells}
        return replace(self, columns=kept, cells=cells, rows=tuple(row for row in self.rows if row.key in filled))

    @cached_property
    def units(self) -> list[str]:
        return in_order_met(cell.unit for _row, _column, cell in self.ordered_cells())

    @cached_property
    def unit_name(self) -> str:
        """The unit when there is one; empty when the cells have several and each must say its own."""
        return unit_name(self.units[0], self.language) if len(self.units) == 1 else ""

    @cached_property
    def vintage_name(self) -> str:
        """The vintage when there is one; empty when each cell must say its own."""
        names = in_order_met(cell.vintage_label for cell in self.cells.values())
        return names[0] if len(names) == 1 else ""

    @cached_property
    def definitions(self) -> list[Definition]:
        found = in_order_met(cell.definition for _row, _column, cell in self.ordered_cells())
        return sorted(found, key=lambda definition: -definition.valid_from_year)

    @cached_property
    def origins(self) -> list[Origin]:
        found = in_order_met(cell.origin for _row, _column, cell in self.ordered_cells())
        return sorted(found, key=lambda origin: (origin.released_at, origin.slug), reverse=True)

    @cached_property
    def marks(self) -> list[Mark]:
        """The marks a reader meets in the grid, holes included."""
        has_holes = len(self.cells) < len(self.rows) * len(self.columns)
        return marks_of(self.cells.values(), HOLE if has_holes else "")

    @cached_property
    def notes(self) -> list[tuple[list[str], str]]:
        """(places, note), each note once; no places where it holds for every figure."""
        found: dict[str, list[str]] = {}
        for row, column, cell in self.ordered_cells():
            if cell.note:
                place = row.text if len(self.columns) == 1 else f"{row.text} {column.text}"
                found.setdefault(cell.note, []).append(place)
        return [([] if len(places) == len(self.cells) else places, note) for note, places in found.items()]

    @cached_property
    def is_sample(self) -> bool:
        return any(cell.origin.is_sample for cell in self.cells.values())


def marks_of(cells: Iterable[Cell | None], *more: str) -> list[Mark]:
    """The marks that stand in the cells, and those of the codes `more`, in the order of all marks."""
    used = {cell.shown_mark for cell in cells if cell} | set(more)
    return [mark for mark in MARKS.values() if mark.code in used]


def in_order_met(items: Iterable) -> list:
    return list(dict.fromkeys(items))


def unit_name(unit: str, language: str) -> str:
    return UNITS[unit].name_zh if language.startswith("zh") else UNITS[unit].name_en


def latest(cells: Iterable[Cell]) -> Cell | None:
    """The one that supersedes the others: highest vintage, then highest revision."""
    return max(cells, key=lambda cell: cell.version, default=None)


def change(later: Cell | None, earlier: Cell | None) -> Decimal | None:
    """Per cent from one published level to the next, or None where such a number would mislead.

    Only from a year to the one after it, both plain values of one unit and one series of definitions, not of a
    share, and never between sample data and the zone's own. It is computed, so the page labels it as computed:
    a published comparable growth is a figure of its own.
    """
    if later is None or earlier is None or later.value is None or earlier.value is None:
        return None
    mismatched = (
        later.year != earlier.year + 1
        or later.unit != earlier.unit
        or later.definition.series != earlier.definition.series
        or later.origin.is_sample != earlier.origin.is_sample
    )
    if mismatched or later.qualifier or earlier.qualifier or UNITS[later.unit].dimension == "share":
        return None
    return growth(later.value, earlier.value)


def change_text(value: Decimal | None) -> str:
    """“+12.3”, “-0.4”, and nothing where nothing was computed."""
    return "" if value is None else f"{'+' if value > 0 else ''}{display(value, 1)}"


def changes(by_year: Mapping[int, Cell]) -> dict[int, Decimal]:
    """Per cent since the year before, for the years where it may be computed."""
    found = {year: change(cell, by_year.get(year - 1)) for year, cell in by_year.items()}
    return {year: value for year, value in found.items() if value is not None}


def newest_with_value(by_year: Mapping[int, Cell]) -> Cell | None:
    """The cell of the last year that has a number; where no year has one, the cell of the last year."""
    years = sorted(by_year)
    with_value = [year for year in years if by_year[year].value is not None]
    return by_year[(with_value or years)[-1]] if years else None
