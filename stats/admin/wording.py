"""A figure in words, as the office reads it before anybody else does."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stats.marks import MARKS, qualified
from stats.models import Figure
from zoneportal.numbers import UNITS, decimals_in, decimals_of, display


def unit_of(figure: Figure) -> str:
    unit = UNITS[figure.definition.unit]
    return unit.name_zh if (get_language() or "").startswith("zh") else unit.name_en


def decimals_shown(figure: Figure) -> int:
    return decimals_in(UNITS[figure.definition.unit], figure.indicator.decimals)


def amount_of(figure: Figure) -> str:
    """Every digit that is stored, never fewer decimals than the public sees: a slip by 10 should catch the eye."""
    if figure.value is None:
        return MARKS[figure.mark].symbol
    number = display(figure.value, max(decimals_shown(figure), decimals_of(figure.value)))
    return qualified(number, figure.qualifier, get_language() or "") if figure.qualifier else number


def value_of(figure: Figure) -> str:
    """ "358.26 亿元", or the symbol of a mark without a unit."""
    return amount_of(figure) if figure.value is None else f"{amount_of(figure)} {unit_of(figure)}"


def amount_with_unit(figure: Figure, value: Decimal) -> str:
    """A value of the figure's unit, every digit of it: "1,717.31 亿元"."""
    return f"{display(value, max(decimals_shown(figure), decimals_of(value)))} {unit_of(figure)}"


def scope_of(figure: Figure) -> str:
    parts = [
        str(part)
        for part in (figure.park, figure.industry, figure.get_size_class_display() if figure.size_class else None)
        if part
    ]
    return " · ".join(parts) or _("the whole zone")
