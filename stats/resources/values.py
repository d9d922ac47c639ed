"""What the value cell of a figure says: a number with its qualifier and unit, or a mark."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stats.marks import MARKS, QUALIFIERS
from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.numbers import UNITS, Unit, convert, find_unit, unit_of
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.widgets import NO_HINTS, Hints, Quantity
from zoneportal.spreadsheets.values import cells

NOT_A_FIGURE = N_("“%(value)s” is neither a number nor one of the marks %(marks)s.")
TWO_UNITS = N_("The unit is given twice and differently: %(first)s and %(second)s.")
NO_UNIT = N_(
    "This number says no unit, and the figure is kept in %(unit)s. Write the unit into the header, like "
    "数值（%(unit)s）, into the column of units, or behind the number."
)

BLANK_FIGURE = N_("An empty cell or a zero where the number is not known. Write one of the marks instead.")

_OTHER_SIGNS = {"——": "not_available", "……": "below_unit", "...": "below_unit", "・": "not_applicable"}
_MARKS = {mark.symbol: code for code, mark in MARKS.items()} | {code: code for code in MARKS} | _OTHER_SIGNS
_BEFORE = "|".join(each.word_zh for each in QUALIFIERS.values() if not each.follows)
_AFTER = "|".join(each.word_zh for each in QUALIFIERS.values() if each.follows)
_BY_WORD = {each.word_zh: code for code, each in QUALIFIERS.items()}
_SHAPE = re.compile(rf"(?P<before>{_BEFORE})?(?P<number>[+-]?[0-9.,]+)(?P<after>{_AFTER})?(?P<unit>[^0-9.,]*)")
_IN_HEADER = re.compile(r".+[(\[](?P<unit>[^()\[\]]+)[)\]]")


@dataclass(frozen=True)
class Given:
    value: Decimal | None = None
    mark: str = ""
    qualifier: str = ""
    unit: Unit | None = None  # written in the cell
    row_unit: Unit | None = None  # of the header or the unit row, for money

    def shown(self) -> str:
        return MARKS[self.mark].symbol if self.mark else format(self.value or Decimal(0), "f")


class FigureValue(Quantity):
    repeats = True
    takes_words = True
    example = "358.26"
    pitfall = BLANK_FIGURE

    def clean(self, value: Cell, row: Any = None, *, hints: Hints = NO_HINTS, **kwargs: Any) -> Given:
        if not isinstance(value, str):
            return Given(cells.decimal(value), row_unit=hints.unit)
        written = compact(cells.text(value))
        mark = _MARKS.get(written)
        if mark:
            return Given(mark=mark)
        shape = _SHAPE.fullmatch(written)
        if not shape:
            raise Refused(NOT_A_FIGURE, value=value.strip(), marks=" ".join(mark.symbol for mark in MARKS.values()))
        qualifier = _BY_WORD.get(shape["before"] or shape["after"] or "", "")
        unit = unit_of(shape["unit"]) if shape["unit"] else None
        return Given(cells.decimal(shape["number"]), "", qualifier, unit, hints.unit)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """A number, or the symbol of a mark."""
        return value if isinstance(value, str) else super().render(value)


class ValueColumn(Column):
    """Values of every unit: money by the header reader, the others as names of the column itself."""

    @property
    def header(self) -> str:
        return self.label

    @classmethod
    def other_units(cls, label: str) -> list[str]:
        """“数值（家）” and its like, which the header reader would take for a foreign unit."""
        return [
            f"{label}({name})"
            for unit in UNITS.values()
            if unit.dimension != "money"
            for name in (unit.name_zh, unit.name_en, *unit.aliases)
        ]


def in_unit_of(given: Given, own: Unit, named: Unit | None, header: str) -> Decimal | None:
    """The value in the unit `own` of its definition.

    Units count in this order: cell, column of units (`named`), header, unit row; two that differ are refused.
    A unit row that is about something else (单位：万元 over a number of enterprises) is passed over.
    Where nothing says the unit of an amount that has several (money, area), it is refused: a slip by 10,000 looks
    like any other number.
    """
    if given.value is None:
        return None
    in_header = _IN_HEADER.fullmatch(compact(header))
    stated = [unit for unit in (given.unit, named, find_unit(in_header["unit"]) if in_header else None) if unit]
    for other in stated[1:]:
        if other != stated[0]:
            raise Refused(TWO_UNITS, first=stated[0].name_zh, second=other.name_zh)
    if not stated and given.row_unit and given.row_unit.dimension == own.dimension:
        stated = [given.row_unit]
    if not stated and has_several_units(own):
        raise Refused(NO_UNIT, unit=own.name_zh)
    return convert(given.value, stated[0], own) if stated else given.value


def has_several_units(unit: Unit) -> bool:
    return sum(other.dimension == unit.dimension for other in UNITS.values()) > 1
