"""The cells of a chunk of rows become values, column by column."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from zoneportal.messages import Refused
from zoneportal.spreadsheets.files import formats
from zoneportal.spreadsheets.files.reading import Sheet
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.spreadsheets.layout.headers import Layout, Place
from zoneportal.spreadsheets.sheets.widgets import Hints
from zoneportal.spreadsheets.values import cells, formulas
from zoneportal.spreadsheets.values.rows import Headers, Row

MOST_REMEMBERED = 20_000  # distinct cells of a column
WRONG = (Refused, ValidationError)


class Cleaner:
    """One for a sheet. What a cell of a column means is found once where a column repeats few."""

    def __init__(self, resource: Any, sheet: Sheet, layout: Layout) -> None:
        places = {name: place.index for name, place in layout.places.items()}
        labels = {name: column.label for name, column in resource.columns.items()}
        self._headers = Headers(places, labels | {name: place.header for name, place in layout.places.items()})
        self._columns = [_ColumnCleaner(resource.columns[name], place, sheet) for name, place in layout.places.items()]
        self._is_text = sheet.format == formats.TEXT

    def rows(self, chunk: Iterable[tuple[int, list[Cell]]], names: frozenset[str] | None = None) -> list[Row]:
        """Rows with their values; only those of the columns `names`, where that is given."""
        found = [Row(number, self._unescaped(row), self._headers) for number, row in chunk]
        for column in self._columns:
            if names is None or column.name in names:
                column.clean(found)
        return found

    def _unescaped(self, row: list[Cell]) -> list[Cell]:
        """Without the apostrophe that an export puts before what a program would run as a formula."""
        if not self._is_text:
            return row
        return [formulas.unescape(cell) if isinstance(cell, str) else cell for cell in row]


class _ColumnCleaner:
    def __init__(self, column: Any, place: Place, sheet: Sheet) -> None:
        self.name, self._widget, self._blank_words = column.name, column.widget, column.blank_words
        self._index = place.index
        self._hints = Hints(place.unit, column.unit, sheet.has_1904_dates)
        self._known: dict[tuple[type, Cell], Any] | None = {} if column.widget.repeats else None

    def clean(self, rows: list[Row]) -> None:
        index, name, known = self._index, self.name, self._known
        if known is not None and len(known) > MOST_REMEMBERED:
            known.clear()
        for row in rows:
            cell = row.cells[index] if index < len(row.cells) else None
            if cell is None:
                row.values[name] = None
                continue
            if known is None:
                value = self._meaning(cell)
            else:
                key = (cell.__class__, cell)
                if key not in known:
                    known[key] = self._meaning(cell)
                value = known[key]
            if isinstance(value, WRONG):
                row.refuse_for(name, value)
            else:
                row.values[name] = value

    def _meaning(self, cell: Cell) -> Any:
        """The value, None for a blank cell, or the error that refuses it."""
        if cells.is_blank(cell, self._blank_words):
            return None
        try:
            return self._widget.clean(cell, hints=self._hints)
        except WRONG as error:
            return error
