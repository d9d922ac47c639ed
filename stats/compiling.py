"""From accepted returns to figures: exact sums per indicator and scope, the same for the same input, always.

Values come in the unit of the form's line. They are added up exactly, converted once to the unit of the definition
and rounded once, half up. Where nobody gave a value there is no figure: a blank is never a zero.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from stats.scope import scope_key
from zoneportal.messages import N_, Refused
from zoneportal.numbers import COUNTED, UNITS, VALUE_LIMIT, convert, plain_number, round_half_up

DECIMALS = 4
# What a figure can be about, besides the whole zone. Who has no main industry or no size class is in the totals only.
BREAKDOWNS: tuple[tuple[str, ...], ...] = ((), ("park",), ("industry",), ("size_class",), ("park", "industry"))

TOO_LARGE = N_(
    "The sum of “%(indicator)s” is too large for its unit %(unit)s. Give the indicator a definition in a larger unit "
    "(万元 or 亿元) from this year on, then compile again."
)
NOT_A_COUNT = N_(
    "The sum of “%(indicator)s” is not a whole number that is zero or more. Look for a negative or broken value among "
    "the returns."
)


@dataclass(frozen=True)
class Line:
    """A line of the form: the indicator, the unit that it asks and the one in which its figures are published."""

    indicator: str
    unit: str  # codes in zoneportal.numbers.UNITS
    published_unit: str


@dataclass(frozen=True)
class Entry:
    """An accepted return and where the frozen year puts it; codes, empty where there is none."""

    number: str  # of the enterprise
    park: str
    industry: str = ""
    size_class: str = ""
    holding: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)  # by indicator, in the unit of its line

    def scope(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("number", "park", "industry", "size_class", "holding")}


@dataclass(frozen=True, order=True)
class Sum:
    indicator: str
    scope: str  # see stats.scope
    value: Decimal  # in the published unit
    contributors: int  # returns with a value


def compiled(
    lines: Iterable[Line], entries: Iterable[Entry], breakdowns: Iterable[Iterable[str]] = BREAKDOWNS
) -> list[Sum]:
    """Every sum with at least one value, by indicator and scope. Errors: Refused, naming the indicator only."""
    by_indicator = {line.indicator: line for line in lines}
    ways = [tuple(breakdown) for breakdown in breakdowns]
    totals: dict[tuple[str, str], Decimal] = {}
    counts: dict[tuple[str, str], int] = {}
    for entry in entries:
        scopes = scopes_of(entry, ways)
        for indicator, value in entry.values.items():
            for scope in scopes:
                key = indicator, scope
                totals[key] = totals.get(key, Decimal(0)) + value
                counts[key] = counts.get(key, 0) + 1
    return [
        Sum(indicator, scope, _published(by_indicator[indicator], totals[indicator, scope]), counts[indicator, scope])
        for indicator, scope in sorted(totals)
    ]


def told_by(entries: Iterable[Entry], breakdowns: Iterable[tuple[str, ...]] = BREAKDOWNS) -> set[tuple[str, str]]:
    """(indicator, scope) of every sum to which one of these returns gives a value."""
    ways = tuple(breakdowns)
    return {(indicator, scope) for entry in entries for scope in scopes_of(entry, ways) for indicator in entry.values}


def scopes_of(entry: Entry, breakdowns: Iterable[tuple[str, ...]] = BREAKDOWNS) -> list[str]:
    """["zone", "park:kj", "industry:food", …]: where the values of an enterprise are counted."""
    found = []
    for breakdown in breakdowns:
        parts = {name: getattr(entry, name) for name in breakdown}
        if all(parts.values()):
            found.append(scope_key(**parts))
    return found


def _published(line: Line, total: Decimal) -> Decimal:
    unit = UNITS[line.published_unit]
    value = round_half_up(convert(total, UNITS[line.unit], unit), DECIMALS)
    if abs(value) >= VALUE_LIMIT:
        raise Refused(TOO_LARGE, indicator=line.indicator, unit=unit.name_zh)
    if unit.dimension in COUNTED and (value < 0 or value % 1):
        raise Refused(NOT_A_COUNT, indicator=line.indicator)
    return value


def rules(lines: Iterable[Line]) -> dict[str, Any]:
    """By which rules a compilation was made, as it is stored with it. `lines_in` and `breakdowns` read it back."""
    return {
        "breakdowns": [list(breakdown) for breakdown in BREAKDOWNS],
        "decimals": DECIMALS,
        "lines": [
            {"indicator": line.indicator, "unit": line.unit, "published_unit": line.published_unit}
            for line in sorted(lines, key=lambda line: line.indicator)
        ],
        "rounding": "half_up",
    }


def lines_in(stored: Mapping[str, Any]) -> list[Line]:
    return [Line(**each) for each in stored["lines"]]


def digest_of_input(stored_rules: Mapping[str, Any], entries: Iterable[Entry]) -> str:
    """SHA-256 of the rules and of every return with its place and values, whatever their order."""
    rows = [
        {**entry.scope(), "values": stored_values(entry)} for entry in sorted(entries, key=lambda entry: entry.number)
    ]
    return digest({"returns": rows, "rules": stored_rules})


def digest_of_figures(sums: Iterable[Sum]) -> str:
    return digest([[each.indicator, each.scope, plain_number(each.value), each.contributors] for each in sorted(sums)])


def stored_values(entry: Entry) -> dict[str, str]:
    return {indicator: plain_number(value) for indicator, value in sorted(entry.values.items())}


def digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
