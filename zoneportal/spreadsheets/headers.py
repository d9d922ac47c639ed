"""Where a sheet's header stands, which column is which, in which unit, and what is no data row.

Nothing is guessed in silence: whatever is passed over is in `Layout.skipped` with the reason.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.numbers import Unit, unit_of
from zoneportal.spreadsheets import margins, own_parts
from zoneportal.spreadsheets.places import letter
from zoneportal.spreadsheets.wire import Cell

_SEARCHED_ROWS = 30
_BRACKETED = re.compile(r"(?P<label>.+?)[(\[【](?:单位[::])?(?P<unit>[^()\[\]【】]+)[)\]】]")

NO_HEADER = N_("No header row was found in the first %(rows)s rows. It should name columns such as: %(columns)s.")
DUPLICATE = N_("The column “%(header)s” occurs twice (%(places)s). Delete or rename one of them.")
WRONG_UNIT = N_("The column “%(header)s” cannot be in %(unit)s: it is kept in %(own)s.")
NO_UNIT_COLUMN = N_("The column “%(header)s” has no unit, but its header says “%(unit)s”.")


@dataclass(frozen=True)
class Column:
    """A column that a sheet may have. `labels`: Chinese label, English name, aliases; `unit` of what is stored."""

    name: str
    labels: tuple[str, ...]
    is_required: bool = False
    unit: Unit | None = None


@dataclass(frozen=True)
class Place:
    index: int  # 0 is column A
    header: str  # as it was sent
    unit: Unit | None = None  # of the header, else of the unit row; None when neither says one


@dataclass
class Layout:
    header_rows: tuple[int, ...]  # row numbers of the sheet, from 1
    places: dict[str, Place] = field(default_factory=dict)
    unknown: list[Place] = field(default_factory=list)
    missing: list[Column] = field(default_factory=list)
    errors: list[Refused] = field(default_factory=list)
    skipped: list[margins.Skipped] = field(default_factory=list)
    data: list[tuple[int, list[Cell]]] = field(default_factory=list)
    fingerprint: Place | None = None  # the portal's own columns, where the sheet comes from an export …
    own_errors: Place | None = None  # … or from a copy with the errors in it

    def cell(self, row: list[Cell], name: str) -> Cell:
        """The cell of a column in a data row; None where the row ends before it or the column is not there."""
        place = self.places.get(name)
        return row[place.index] if place and place.index < len(row) else None


def find(rows: Iterable[list[Cell]], columns: Sequence[Column]) -> Layout:
    """The layout of a sheet whose first row is row 1. Errors: Refused when no row looks like a header."""
    rows = list(rows)
    known = {_label(label): column for column in columns for label in column.labels}
    top, headers = _header(rows, known)
    if top is None:
        names = "、".join(column.labels[0] for column in columns[:5])
        raise Refused(NO_HEADER, rows=min(_SEARCHED_ROWS, len(rows)), columns=names)
    bottom = top + (1 if headers.is_merged else 0)
    layout = Layout(header_rows=tuple(range(top + 1, bottom + 2)))
    layout.skipped += margins.above(rows[:top])
    table = margins.below(rows, bottom + 1)
    layout.skipped += table.skipped
    layout.data = table.data
    units = margins.unit_row(rows[:top])
    _place(layout, headers.texts, known, table.units)
    layout.data = _without_rests(layout)
    _give_units(layout, columns, units)
    layout.missing = [column for column in columns if column.is_required and column.name not in layout.places]
    return layout


@dataclass(frozen=True)
class _Headers:
    texts: list[str]
    is_merged: bool = False


def _header(rows: Sequence[list[Cell]], known: dict[str, Column]) -> tuple[int | None, _Headers]:
    """The row that names the most known columns, the first among equals.

    Two rows read as one merged header only where that names more columns than either alone.
    """
    texts = [[_text(cell) for cell in row] for row in rows[: _SEARCHED_ROWS + 1]]
    candidates = [(index, _Headers(row)) for index, row in enumerate(texts[:_SEARCHED_ROWS])]
    candidates += [
        (index, _Headers(_merged(upper, lower, known), is_merged=True))
        for index, (upper, lower) in enumerate(pairwise(texts))
    ]
    best, best_row, found = 0, None, _Headers([])
    for index, headers in candidates:
        score = len({column.name for text in headers.texts if (column := _match(text, known))})
        if score > best:
            best, best_row, found = score, index, headers
    return (best_row, found) if best >= min(2, len(known)) else (None, found)


def _merged(upper: list[str], lower: list[str], known: dict[str, Column]) -> list[str]:
    """One text a column from a two-row header: the lower one, the upper one where it spans both, or both."""
    merged, group = [], ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        group = above or group
        if not below:
            merged.append(above)
        elif not _match(below, known) and _match(group + below, known):
            merged.append(group + below)
        else:
            merged.append(below)
    return merged


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def _label(text: str) -> str:
    return compact(text).casefold().rstrip("*")


def _parts(text: str) -> tuple[str, str]:
    """("产值", "万元") of "产值（万元）"; the second is empty without brackets at the end."""
    bracketed = _BRACKETED.fullmatch(_label(text))
    return (bracketed["label"], bracketed["unit"]) if bracketed else (_label(text), "")


def _match(text: str, known: dict[str, Column]) -> Column | None:
    """The column of a header. Brackets may be part of a label; else they hold the unit of a quantity."""
    whole = known.get(_label(text))
    if whole or not text:
        return whole
    label, unit = _parts(text)
    column = known.get(label)
    return column if unit and column and column.unit else None


def _place(layout: Layout, texts: list[str], known: dict[str, Column], units: dict[int, str]) -> None:
    seen: dict[str, Place] = {}
    width = max([len(texts), *(len(row) for _, row in layout.data)])
    for index in range(width):
        text = texts[index] if index < len(texts) else ""
        if not text and not _is_filled(layout, index):
            continue
        if own_parts.is_fingerprint_header(text):
            layout.fingerprint = Place(index, text)
            continue
        if own_parts.is_errors_header(text):
            layout.own_errors = Place(index, text)
            continue
        column = _match(text, known)
        place = Place(index, text, _header_unit(layout, text, column, units.get(index, "")))
        key = column.name if column else _label(text)
        if text and key in seen:
            places = f"{letter(seen[key].index)}、{letter(index)}"
            layout.errors.append(Refused(DUPLICATE, header=text, places=places))
        elif column:
            layout.places[column.name] = place
        else:
            layout.unknown.append(place)
        seen[key] = seen.get(key, place)


def _without_rests(layout: Layout) -> list[tuple[int, list[Cell]]]:
    """The data without rows that a clerk emptied, where only the portal's own cells are left (one is hidden)."""
    own = {place.index for place in (layout.fingerprint, layout.own_errors) if place}
    if not own:
        return layout.data
    return [
        (number, row)
        for number, row in layout.data
        if any(cell is not None and index not in own for index, cell in enumerate(row))
    ]


def _is_filled(layout: Layout, index: int) -> bool:
    return any(index < len(row) and row[index] is not None for _, row in layout.data)


def _header_unit(layout: Layout, text: str, column: Column | None, below: str) -> Unit | None:
    """The unit in a header's brackets or in the cell under it; an unknown or foreign one is an error."""
    if column is None:
        return None
    in_brackets = "" if _label(text) in {_label(label) for label in column.labels} else _parts(text)[1]
    named = in_brackets or below
    if not named:
        return None
    if column.unit is None:
        layout.errors.append(Refused(NO_UNIT_COLUMN, header=text, unit=named))
        return None
    try:
        unit = unit_of(named)
    except Refused as refused:
        layout.errors.append(refused)
        return None
    if unit.dimension != column.unit.dimension:
        layout.errors.append(Refused(WRONG_UNIT, header=text, unit=unit.name_zh, own=column.unit.name_zh))
        return None
    return unit


def _give_units(layout: Layout, columns: Sequence[Column], units: margins.UnitRow) -> None:
    """What the unit row says goes to the columns of its dimension whose header names no unit of its own."""
    layout.errors += units.errors
    for column in columns:
        place = layout.places.get(column.name)
        if place and column.unit and not place.unit and column.unit.dimension in units.by_dimension:
            unit = units.by_dimension[column.unit.dimension]
            layout.places[column.name] = Place(place.index, place.header, unit)
