"""What a plausibility check reads and what it answers: plain values, every number in the unit of its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zoneportal.numbers import Unit


@dataclass(frozen=True)
class Line:
    """One line of the form. `part_of` is the code of the line that this one is a part of (其中)."""

    code: str
    unit: Unit
    part_of: str = ""
    may_be_negative: bool = False


@dataclass(frozen=True)
class Form:
    """`revenue` and `staff` name the lines of these roles; blank where the form does not ask them."""

    year: int
    lines: tuple[Line, ...]
    revenue: str = ""
    staff: str = ""


@dataclass(frozen=True)
class Standing:
    """How the enterprise stood in the year of the form."""

    in_zone: bool = True  # registered in one of its parks on at least one day of the year
    deregistered_on: date | None = None


@dataclass(frozen=True)
class Report:
    """One return: values by line code, this year's and last year's, both in the unit of this year's line.

    What was left blank is not in the mapping; a zero is.
    """

    values: Mapping[str, Decimal]
    last: Mapping[str, Decimal] = field(default_factory=dict)
    standing: Standing = Standing()


@dataclass(frozen=True)
class Finding:
    """What is strange in a return. `line` is blank where it is about the return as a whole.

    `SENTENCES[code, variant]` says it with `params` (see stats.plausibility.sentences), which hold no value.
    `beside` holds the values it was judged beside, its own apart: an explanation is about all of them together.
    """

    code: str
    variant: str
    line: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Decimal] = field(default_factory=dict)
