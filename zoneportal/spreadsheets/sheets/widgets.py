"""Cells to values and back, as import_export widgets. A cell that is wrong raises `Refused`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from import_export.widgets import Widget

from zoneportal import richtext
from zoneportal.characters import compact
from zoneportal.messages import N_
from zoneportal.numbers import Unit, check_digits, convert
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.spreadsheets.values import cells


@dataclass(frozen=True)
class Hints:
    """What the sheet says about a column's cells besides their content."""

    unit: Unit | None = None  # of the header or the unit row
    own_unit: Unit | None = None  # in which the value is stored
    has_1904_dates: bool = False


NO_HINTS = Hints()

LIST_ONLY = N_("Only the words of the list are understood. A wrong one is refused, and the nearest one is offered.")
CODE_AS_NUMBER = N_(
    "Typed as a number, a long code loses its last digits and a short one its zeros. "
    "The cells of this column are formatted as text: leave them so, and paste values only."
)
NO_UNIT_IN_CELL = N_("A unit or a word in the cell (“1,200 or so”). The unit stands in the header; write digits only.")
HALF_A_DATE = N_("Year and month only, or a day that does not exist (2015-02-30). Leave an unknown day empty.")
TWO_DIGIT_YEAR = N_("A year of two digits (17), or a whole date.")
NOT_WHOLE = N_("Decimals or a unit in the cell.")


class SheetWidget(Widget):
    """`clean` never sees a blank cell, `render` returns what is written into a cell: text, number, date or None."""

    repeats = False  # few distinct cells: worth remembering what each of them means
    format = "text"  # text, number, whole or day: how a workbook formats the column
    takes_codes = False  # text that a program could take for a number: it would lose zeros and digits
    choices: tuple[str, ...] = ()
    takes_several = False  # choices, in one cell
    takes_words = False  # beside numbers
    example = ""  # what a template shows as one
    pitfall = ""  # what often goes wrong, a sentence to be translated
    entry_headers: tuple[str, ...] = (N_("Entry"),)  # over `entries`

    def prepare(self, user: Any) -> None:
        """Fetches what the column needs for a whole sheet, such as a table of names."""

    def clean(self, value: Cell, row: Any = None, *, hints: Hints = NO_HINTS, **kwargs: Any) -> Any:
        raise NotImplementedError

    def entries(self) -> list[tuple[str, ...]]:
        """The choices as a list that is looked up: first what belongs into the cell, then what it stands for."""
        return [(choice,) for choice in self.choices]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value

    def shown(self, value: Any) -> str:
        """The value as the preview shows it."""
        rendered = self.render(value)
        return "" if rendered is None else str(rendered)


class Text(SheetWidget):
    takes_codes = True

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str:
        return cells.text(value)


class RichText(SheetWidget):
    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str:
        return richtext.checked(cells.text(value))


class Word(SheetWidget):
    """A key such as `keji`: half width, without spaces."""

    takes_codes = True

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str:
        return compact(cells.text(value))


class Code(SheetWidget):
    """Capitals and digits; a number cell is refused, because it may have lost digits."""

    takes_codes = True
    pitfall = CODE_AS_NUMBER

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str:
        return cells.code(value)


class Quantity(SheetWidget):
    """An amount, converted from the unit that the sheet names to the one in which it is stored."""

    example = "1234.5"
    pitfall = NO_UNIT_IN_CELL
    format = "number"

    def clean(self, value: Cell, row: Any = None, *, hints: Hints = NO_HINTS, **kwargs: Any) -> Decimal | None:
        number = cells.decimal(value)
        if number is not None and hints.unit and hints.own_unit:
            return check_digits(convert(number, hints.unit, hints.own_unit))
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Decimal | None:
        return None if value is None else plain_decimal(value)

    def shown(self, value: Any) -> str:
        return "" if value is None else format(plain_decimal(value), "f")


def plain_decimal(value: Decimal) -> Decimal:
    """Without zeros at the end: 358.2600 is 358.26, 1000 stays 1000."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class Whole(SheetWidget):
    example = "1"
    pitfall = NOT_WHOLE
    format = "whole"

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> int | None:
        return cells.integer(value)


class Year(SheetWidget):
    example = "2024"
    pitfall = TWO_DIGIT_YEAR
    format = "whole"
    repeats = True

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> int | None:
        return cells.year(value)


class Day(SheetWidget):
    example = "2015-02-04"
    pitfall = HALF_A_DATE
    format = "day"
    repeats = True

    def clean(self, value: Cell, row: Any = None, *, hints: Hints = NO_HINTS, **kwargs: Any) -> date | None:
        return cells.day(value, hints.has_1904_dates)


class YesNo(SheetWidget):
    pitfall = LIST_ONLY
    repeats = True
    choices = ("是", "否")

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> bool | None:
        return cells.boolean(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return None if value is None else self.choices[0 if value else 1]


class Choice(SheetWidget):
    """`labels` is {code: (Chinese label, other words …)}; the code itself is understood too."""

    pitfall = LIST_ONLY
    repeats = True

    def __init__(self, labels: Mapping[Any, Collection[str]]) -> None:
        super().__init__()
        self.labels = {str(code): tuple(words) for code, words in labels.items()}
        self.codes = {str(code): code for code in labels}
        self.choices = tuple(words[0] for words in self.labels.values())

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        return self.codes[cells.choice(value, self.labels)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return None if value in (None, "") else self.labels[str(value)][0]
