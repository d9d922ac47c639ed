"""What the checks take for near, much and large: dated data of the office, by code of a rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zoneportal.messages import N_, Refused
from zoneportal.numbers import UNITS, Unit, convert

# The slips of this trade: a digit too many, 元 for 千元, 元 for 万元 or 万元 for 亿元.
SLIPS = (Decimal(10), Decimal(1_000), Decimal(10_000))
FAR = Decimal(1_000)  # no enterprise differs so much from others of its industry by nature
PER_HEAD = UNITS["wan_yuan"]  # in which the office says what a head can earn

# The units in which the office says from what on something is large, by dimension.
LARGE_UNITS: dict[str, Unit] = {
    "money": UNITS["wan_yuan"],
    "persons": UNITS["person"],
    "enterprises": UNITS["enterprise"],
    "area": UNITS["mu"],
}
# Every rule, with what its number means.
RULES: dict[str, str] = {
    "slip_tolerance": N_("unit slip: how near 10, 1,000 or 10,000 times (per cent)"),
    "outlier_rise": N_("year on year: from which rise on it is strange (per cent)"),
    "outlier_fall": N_("year on year: from which fall on it is strange (per cent)"),
    "peers_needed": N_("how many other enterprises of the industry a comparison needs"),
    "peers_far": N_("how many times the usual by head of the staff looks like a slip of the unit, at the least"),
    "revenue_per_head_most": N_("above which revenue by head the unit is asked about (10,000 yuan)"),
    "revenue_per_head_least": N_("below which revenue by head the unit is asked about (10,000 yuan)"),
    "large_money": N_("from which amount on changes are looked at (10,000 yuan)"),
    "large_persons": N_("from which number of persons on changes are looked at"),
    "large_enterprises": N_("from which number of enterprises on changes are looked at"),
    "large_area": N_("from which area on changes are looked at (mu)"),
}

NOT_SET = N_("The checks need the threshold “%(rule)s” for this year. Add it under thresholds of checks.")
NOT_BETWEEN = N_("The threshold “%(rule)s” of the checks must be above %(least)s and below %(most)s.")
LEAST_ABOVE_MOST = N_("The threshold “%(least)s” of the checks must be below “%(most)s”.")

# Up to three times what is near 1,000 is not near 10,000 as well; a fall ends at nothing.
_BETWEEN = {
    "slip_tolerance": (0, 200),
    "outlier_rise": (0, 10_000),
    "outlier_fall": (0, 100),
    "peers_needed": (0, 1_000),
    "peers_far": (10, 10_001),
}
PER_HEAD_RULES = ("revenue_per_head_most", "revenue_per_head_least")


@dataclass(frozen=True)
class Thresholds:
    slip_tolerance: Decimal
    outlier_rise: Decimal
    outlier_fall: Decimal
    peers_needed: Decimal
    peers_far: Decimal
    revenue_per_head_most: Decimal  # in PER_HEAD
    revenue_per_head_least: Decimal
    large: Mapping[str, Decimal]  # by dimension, in LARGE_UNITS

    @classmethod
    def of(cls, numbers: Mapping[str, Decimal]) -> "Thresholds":
        """From numbers by rule. One that is missing or makes no sense is refused by its code."""
        for rule in RULES:
            if rule not in numbers:
                raise Refused(NOT_SET, rule=rule)
        for rule, (least, most) in _BETWEEN.items():
            if not least < numbers[rule] < most:
                raise Refused(NOT_BETWEEN, rule=rule, least=least, most=most)
        if numbers[PER_HEAD_RULES[1]] >= numbers[PER_HEAD_RULES[0]]:
            raise Refused(LEAST_ABOVE_MOST, least=PER_HEAD_RULES[1], most=PER_HEAD_RULES[0])
        return cls(
            **{rule: numbers[rule] for rule in (*_BETWEEN, *PER_HEAD_RULES)},
            large={dimension: numbers[f"large_{dimension}"] for dimension in LARGE_UNITS},
        )

    def near(self, ratio: Decimal, times: Decimal) -> bool:
        """With 50 per cent 667 to 1,500 is near 1,000, and 0.000667 to 0.0015 near a thousandth."""
        band = 1 + self.slip_tolerance / 100
        return times / band <= ratio <= times * band

    def is_large(self, value: Decimal, unit: Unit) -> bool:
        """Whether it is worth comparing. What has no threshold of its kind always is."""
        if unit.dimension not in LARGE_UNITS:
            return True
        return abs(convert(value, unit, LARGE_UNITS[unit.dimension])) >= self.large[unit.dimension]
