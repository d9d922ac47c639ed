"""Where a sheet's header stands, which column is which, in which unit, and what is no data row.

Nothing is guessed in silence: whatever is passed over is in `Layout.skipped` with the reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.numbers import Unit, unit_of
from zoneportal.spreadsheets.files import own_parts
from zoneportal.spreadsheets.files.places import letter
from zoneportal.spreadsheets.files.wire import Cell, written
from zoneportal.spreadsheets.layout import margins

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
    """The layout of a sheet whose first row is row 1, with its data. Errors: Refused when there is no header."""
    table = Table(rows, columns)
    table.layout.data = list(table)
    return table.layout


class Table:
    """A sheet whose header was found; iterating gives its data rows, (number, cells), one after another.

    What only the rows themselves tell (`layout.skipped`, columns without a header in `layout.unknown`) is complete
    when the last of them was given. Errors: Refused when no row looks like a header.
    """

    def __init__(self, rows: Iterable[list[Cell]], columns: Sequence[Column]) -> None:
        remaining = iter(rows)
        head = list(islice(remaining, _SEARCHED_ROWS + 1))
        known = {_label(label): column for column in columns for label in column.labels}
        top, headers = _header(head, known)
        if top is None:
            names = "、".join(column.labels[0] for column in columns[:5])
            raise Refused(NO_HEADER, rows=min(_SEARCHED_ROWS, len(head)), columns=names)
        bottom = top + (1 if headers.is_merged else 0)
        self.layout = Layout(header_rows=tuple(range(top + 1, bottom + 2)))
        self.layout.skipped += margins.above(head[:top])
        below = margins.Below(chain(head[bottom + 1 :], remaining), head[bottom], bottom + 2)
        below.skipped = self.layout.skipped
        data = iter(below)
        self._data = chain(list(islice(data, 1)), data)  # whatever stands between header and data is known now
        _place(self.layout, headers.texts, known, below.units)
        _give_units(self.layout, columns, margins.unit_row(head[:top]))
        named = self.layout.places
        self.layout.missing = [column for column in columns if column.is_required and column.name not in named]
        self._headed = {index for index, text in enumerate(headers.texts) if text}
        self._width = max(self._headed, default=-1) + 1
        self._has_gaps = len(self._headed) < self._width

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows, without those that a clerk emptied, where only the portal's own cells are left (one is hidden)."""
        own = {place.index for place in (self.layout.fingerprint, self.layout.own_errors) if place}
        for number, row in self._data:
            if self._has_gaps or len(row) > self._width:
                self._find_unnamed(row)
            if not own or any(cell is not None and index not in own for index, cell in enumerate(row)):
                yield number, row

    def _find_unnamed(self, row: list[Cell]) -> None:
        for index, cell in enumerate(row):
            if cell is not None and index not in self._headed:
                self._headed.add(index)
                self.layout.unknown.append(Place(index, ""))
                self.layout.unknown.sort(key=lambda place: place.index)


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
    return cell.strip() if isinstance(cell, str) else written(cell)


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
    for index, text in enumerate(texts):
        if not text:
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
        if key in seen:
            places = f"{letter(seen[key].index)}、{letter(index)}"
            layout.errors.append(Refused(DUPLICATE, header=text, places=places))
        elif column:
            layout.places[column.name] = place
        else:
            layout.unknown.append(place)
        seen[key] = seen.get(key, place)


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
