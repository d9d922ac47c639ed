"""The columns of the sheet of returns: one for each indicator that a frozen year asks, and one for the year before."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from stats.models import FormLine
from stats.resources.values import Given, has_several_units
from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.numbers import (
    COUNTED,
    UNITS,
    Unit,
    check_digits,
    convert,
    decimals_of,
    plain_number,
    round_half_up,
    unit_of,
    without_empty_decimals,
)
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.widgets import NO_HINTS, Hints, Quantity
from zoneportal.spreadsheets.values import cells

VALUE, BEFORE = "line_", "before_"
DECIMALS = 4  # of a stored value

NOT_PLAIN = N_("“%(value)s” is no plain number. Write digits only; a note belongs into the column “备注”.")
TWO_UNITS = N_(
    "The cell says %(first)s, the header or the line of units says %(second)s. Write the number in %(second)s without "
    "a unit; or, where the whole column is in %(first)s, write that into the header."
)
NOT_WHOLE_CELL = N_("Decimals, or a word beside the number. Write a whole number.")
NO_UNIT = N_(
    "Nothing says the unit of this amount. Write it into the header, like “%(label)s（%(unit)s）”: "
    "a slip by 10,000 looks like any other number."
)
NEGATIVE = N_("“%(label)s” cannot be negative. Check the sign.")
NOT_WHOLE = N_("“%(label)s” is counted in %(unit)s and has no decimals.")
ROUNDED = N_("Rounded to %(value)s %(unit)s: four decimals are kept.")
TOO_LARGE = N_("This is too large for “%(label)s” in %(unit)s. Check the unit.")
BEFORE_HELP = N_("For comparison only. The import passes this column over.")
LARGEST = Decimal(10) ** 11
_WITH_UNIT = re.compile(r"(?P<number>[+-]?[0-9.,]+)(?P<unit>[^0-9.,()\[\]]*)")


class Answer(Quantity):
    """A number as the enterprise wrote it: in the unit of the cell, of the header, or of the unit row."""

    def clean(self, value: Cell, row: Any = None, *, hints: Hints = NO_HINTS, **kwargs: Any) -> Given:
        if not isinstance(value, str):
            return Given(cells.decimal(value), row_unit=hints.unit)
        shape = _WITH_UNIT.fullmatch(compact(cells.text(value)))
        if not shape:
            raise Refused(NOT_PLAIN, value=value.strip())
        unit = unit_of(shape["unit"]) if shape["unit"] else None
        return Given(cells.decimal(shape["number"]), unit=unit, row_unit=hints.unit)


class Count(Answer):
    """Persons and enterprises: there are no parts of them."""

    example = "120"
    pitfall = NOT_WHOLE_CELL
    format = "whole"


class Passed(Quantity):
    """Shown beside the answer; what comes back in it says nothing."""

    pitfall = ""

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> None:
        return None


def columns_of(lines: Iterable[FormLine]) -> dict[str, Column]:
    """By name, in the order of the lines (newest form first). The unit is that of the first line of an indicator."""
    found: dict[str, Column] = {}
    for line in lines:
        code, unit, name = line.indicator.code, UNITS[line.unit], line.indicator.name_zh
        if VALUE + code in found:
            continue
        english = line.indicator.name_en or code
        is_count = unit.dimension in COUNTED and not line.may_be_negative
        answer = Count() if is_count else Answer()
        found[VALUE + code] = Column(None, name, english, answer, unit=unit, help_text=line.hint)
        found[BEFORE + code] = Column(
            None, f"上年{name}", f"last year: {english}", Passed(), unit=unit, help_text=gettext_lazy(BEFORE_HELP)
        )
    return found


def in_unit_of_line(given: Given, line: FormLine, label: str) -> tuple[Decimal, str]:
    """The value in the unit of its line, and what it was rounded to ("" where it was not). Errors: Refused."""
    own = UNITS[line.unit]
    if given.unit and given.row_unit and given.unit != given.row_unit:
        raise Refused(TWO_UNITS, first=given.unit.name_zh, second=given.row_unit.name_zh)
    unit = given.unit or given.row_unit
    if unit is None and has_several_units(own):
        raise Refused(NO_UNIT, label=label, unit=own.name_zh)
    value = check_digits(convert(given.value or Decimal(0), unit or own, own))
    if value < 0 and not line.may_be_negative:
        raise Refused(NEGATIVE, label=label)
    if abs(value) >= LARGEST:
        raise Refused(TOO_LARGE, label=label, unit=own.name_zh)
    if own.dimension in COUNTED and value != value.to_integral_value():
        raise Refused(NOT_WHOLE, label=label, unit=own.name_zh)
    if decimals_of(value) > DECIMALS:
        value = without_empty_decimals(round_half_up(value, DECIMALS))
        return value, plain_number(value)
    return without_empty_decimals(value), ""


def shown(value: Decimal | None, line: FormLine) -> str:
    """ "12345.6 千元": with its unit, so that a slip catches the eye."""
    return "" if value is None else f"{plain_number(value)} {UNITS[line.unit].name_zh}"


def in_unit(value: Decimal, line: FormLine, unit: Unit | None) -> Decimal:
    return convert(value, UNITS[line.unit], unit) if unit else value
