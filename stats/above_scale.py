"""Above designated size (规模以上): by thresholds that notices set, dated, each for some industries; and who is near.

Known settings [S], to be entered with their notice: industry 2,000 万元 of main-business revenue; wholesale 2,000,
retail 500, hotels and catering 200; services 2,000 (G, I, N, 84), 1,000 (L, M, P, 702 to 709) or 500 (O, R, 85).
Construction goes by its qualification and real-estate development by its being active: no threshold decides those.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from enterprises.classification import lineage
from zoneportal.messages import N_
from zoneportal.numbers import Unit, convert

ABOVE, NEAR_ABOVE, NEAR_BELOW, BELOW = "above", "near_above", "near_below", "below"
PLACES: dict[str, str] = {
    ABOVE: N_("well above the line"),
    NEAR_ABOVE: N_("above the line, near it"),
    NEAR_BELOW: N_("below the line, near it"),
    BELOW: N_("well below the line"),
}

NO_INDUSTRY = N_("The industry of the enterprise is not known.")
NO_THRESHOLD = N_("No threshold is set for this industry and year.")
NO_VALUE = N_("The value that the threshold is about is missing.")


@dataclass(frozen=True)
class Threshold:
    """From `minimum` of an indicator on an enterprise of these industries is above scale, in these years of data."""

    industries: tuple[str, ...]  # section letters or codes of GB/T 4754
    indicator: str
    minimum: Decimal
    unit: Unit
    first_year: int
    last_year: int | None = None
    document: str = ""

    def in_force(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True)
class Value:
    amount: Decimal
    unit: Unit


@dataclass(frozen=True)
class Status:
    """`is_above` is None where it cannot be said, and then `reason` says why. `ratio`: the value in lines."""

    is_above: bool | None
    reason: str = ""
    threshold: Threshold | None = None
    ratio: Decimal | None = None

    def place(self, near: Decimal) -> str | None:
        """Where the value stands, `near` being a share of the line: 0.2 is within a fifth of it, on either side."""
        if self.ratio is None:
            return None
        if self.ratio >= 1:
            return NEAR_ABOVE if self.ratio < 1 + near else ABOVE
        return NEAR_BELOW if self.ratio >= 1 - near else BELOW


def parse_industries(text: str) -> tuple[str, ...]:
    """("B", "C", "65") of "B,C，65"; the commas of both kinds, the ideographic one and blanks part codes."""
    for mark in "，、;；":
        text = text.replace(mark, ",")
    return tuple(dict.fromkeys(code for part in text.split(",") for code in part.upper().split()))


def threshold_for(code: str, section: str, year: int, thresholds: Iterable[Threshold]) -> Threshold | None:
    """The one in force that names the industry most exactly; of two such the newer one."""
    above = lineage(code, section)
    found = [
        (above.index(each), threshold.first_year, threshold)
        for threshold in thresholds
        if threshold.in_force(year)
        for each in threshold.industries
        if each in above
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def status(code: str, section: str, year: int, values: dict[str, Value], thresholds: Iterable[Threshold]) -> Status:
    """Of an enterprise of this industry by its `values` (by indicator code) of `year`."""
    if not code:
        return Status(None, NO_INDUSTRY)
    threshold = threshold_for(code, section, year, thresholds)
    if threshold is None:
        return Status(None, NO_THRESHOLD)
    value = values.get(threshold.indicator)
    if value is None:
        return Status(None, NO_VALUE, threshold)
    amount = convert(value.amount, value.unit, threshold.unit)
    ratio = amount / threshold.minimum if threshold.minimum else None
    return Status(amount >= threshold.minimum, "", threshold, ratio)
