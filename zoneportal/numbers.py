"""Units, exact conversion, rounding, display and growth: the only place where amounts change their unit."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused

# SQLite stores decimals as 8-byte floats: 15 significant digits come back as they went in, 16 may not.
MAX_DIGITS = 15
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)  # one for all: pages round hundreds of numbers
# What 15 digits hold when 4 are decimals. A limit also keeps NaN out, which PostgreSQL stores and sorts above all.
VALUE_LIMIT = 10**11
# Larger than any zone, smaller than hectares or mu taken for square kilometres.
AREA_LIMIT_KM2 = 10_000

UNKNOWN_UNIT = N_("“%(unit)s” is not a known unit. Use one of: %(known)s.")
OTHER_DIMENSION = N_("%(from_unit)s cannot be converted to %(to_unit)s: they measure different things.")
TOO_MANY_DIGITS = N_("%(value)s has more than %(limit)s significant digits. Use a larger unit or round it.")
NOT_FINITE = N_("%(value)s is not a number.")


@dataclass(frozen=True)
class Unit:
    code: str
    name_zh: str
    name_en: str
    dimension: str
    factor: Decimal  # how many of the smallest unit of the dimension; exact, never a rounded ratio
    aliases: tuple[str, ...] = ()


# Areas count from the mu's side (1 m² = 0.0015 mu exactly), because a mu in m² has no finite decimal.
UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit("yuan", "元", "yuan", "money", Decimal(1), ("人民币元", "元人民币", "CNY", "RMB")),
        Unit("thousand_yuan", "千元", "thousand yuan", "money", Decimal(1000), ("千元人民币", "人民币千元")),
        Unit(
            "wan_yuan",
            "万元",
            "ten thousand yuan",
            "money",
            Decimal(10_000),
            ("万", "万元人民币", "万人民币", "万人民币元", "人民币万元", "10 thousand yuan"),
        ),
        Unit(
            "yi_yuan",
            "亿元",
            "hundred million yuan",
            "money",
            Decimal(100_000_000),
            ("亿", "亿元人民币", "亿人民币", "人民币亿元", "100 million yuan"),
        ),
        Unit(
            "km2",
            "平方公里",
            "square kilometres",
            "area",
            Decimal(1500),
            ("平方千米", "km2", "sq km", "square kilometre", "square kilometers"),
        ),
        Unit("hectare", "公顷", "hectares", "area", Decimal(15), ("ha", "hm2", "hectare")),
        Unit("mu", "亩", "mu", "area", Decimal(1), ("市亩",)),
        Unit(
            "m2",
            "平方米",
            "square metres",
            "area",
            Decimal("0.0015"),
            ("平米", "m2", "sq m", "square metre", "square meters"),
        ),
        Unit("enterprise", "家", "enterprises", "enterprises", Decimal(1), ("户", "个企业", "enterprise")),
        Unit("person", "人", "persons", "persons", Decimal(1), ("名", "person", "people")),
        Unit("percent", "%", "per cent", "share", Decimal(1), ("percent", "百分比", "百分之")),
    )
}


COUNTED = ("enterprises", "persons")  # dimensions of which there are no parts

_SQUARED = {ord("²"): "2", ord("㎡"): "m2", ord("㎢"): "km2"}


def _key(text: str) -> str:
    return compact(text).translate(_SQUARED).casefold()


_BY_NAME: dict[str, Unit] = {
    _key(name): unit for unit in UNITS.values() for name in (unit.code, unit.name_zh, unit.name_en, *unit.aliases)
}


def find_unit(text: str) -> Unit | None:
    """The unit named by its code, Chinese or English name or an alias (万元人民币, km², ㎡), else None."""
    return _BY_NAME.get(_key(text))


def unit_of(text: str) -> Unit:
    """As `find_unit`, but a unit that is not known is refused with the list of those that are."""
    unit = find_unit(text)
    if unit is None:
        known = "、".join(each.name_zh for each in UNITS.values())
        raise Refused(UNKNOWN_UNIT, unit=text, known=known)
    return unit


def convert(value: Decimal, from_unit: Unit, to_unit: Unit) -> Decimal:
    """The same quantity in another unit of the dimension.

    Exact wherever a finite decimal exists; what has none (100 亩 in 公顷) keeps MAX_DIGITS digits.
    """
    if from_unit.dimension != to_unit.dimension:
        raise Refused(OTHER_DIMENSION, from_unit=from_unit.name_zh, to_unit=to_unit.name_zh)
    if from_unit == to_unit:
        return value
    wide = Context(prec=60, rounding=ROUND_HALF_UP)
    converted = wide.divide(wide.multiply(value, from_unit.factor), to_unit.factor)
    if len(converted.as_tuple().digits) >= wide.prec:
        converted = Context(prec=MAX_DIGITS, rounding=ROUND_HALF_UP).plus(converted)
    return converted


def check_digits(value: Decimal) -> Decimal:
    """The value, when it is finite and has at most MAX_DIGITS digits, zeros at its end not counted."""
    if not value.is_finite():
        raise Refused(NOT_FINITE, value=value)
    digits = "".join(map(str, value.as_tuple().digits)).rstrip("0")
    if len(digits) > MAX_DIGITS or value.adjusted() >= MAX_DIGITS:
        raise Refused(TOO_MANY_DIGITS, value=value, limit=MAX_DIGITS)
    return value


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(last_place(decimals), context=_WIDE)


@cache
def last_place(decimals: int) -> Decimal:
    """0.01 for two decimals."""
    return Decimal(1).scaleb(-decimals)


def display(value: Decimal, decimals: int) -> str:
    """1234.5 with 2 decimals is "1,234.50"; the sign stays, except that nothing is shown as minus zero."""
    rounded = round_half_up(value, decimals)
    return format(abs(rounded) if rounded.is_zero() else rounded, ",f")


def plain_number(value: Decimal) -> str:
    """ "358.26" for 358.2600: exact, no exponent, no zeros that say nothing."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def decimals_of(value: Decimal) -> int:
    """358.2600 has two decimals, 4000 none."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def decimals_in(unit: Unit, decimals: int) -> int:
    """How many are shown of a number in this unit: of persons and enterprises none."""
    return 0 if unit.dimension in COUNTED else decimals


def without_empty_decimals(value: Decimal) -> Decimal:
    """358.2600, as a column with four decimals gives it back, is 358.26."""
    return round_half_up(value, decimals_of(value))


def growth(later: Decimal, earlier: Decimal, decimals: int = 1) -> Decimal | None:
    """Per cent from the earlier to the later level; None where the earlier one is not above zero."""
    if earlier <= 0:
        return None
    return round_half_up((later - earlier) * 100 / earlier, decimals)


def required_growth(baseline: Decimal, target: Decimal, years: int, decimals: int = 1) -> Decimal | None:
    """Per cent a year that leads from baseline to target: 358.26 to 1000 takes 40.8 over 3 years.

    None where no such rate exists: no year left, or a level that is not above zero.
    """
    if years < 1 or baseline <= 0 or target <= 0:
        return None
    yearly = (target / baseline) ** (Decimal(1) / Decimal(years))
    return round_half_up((yearly - 1) * 100, decimals)
