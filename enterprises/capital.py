"""Registered capital as registers write it: an amount in 万 with its currency, or unknown, or an error.

"6,920(万)" is 6920 万 CNY, "200((万美元))" is 200 万 USD, "3200000人民币" is 320 万 CNY.
The one rule above all others: never a wrong amount.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.numbers import UNITS, Unit, check_digits, convert

DECIMALS = 4  # in 万, so the smallest amount is one yuan
UNKNOWN_WORDS = frozenset(("N/A", "NA", "—", "——", "-", "--", "/", "…", "……", "...", "无", "暂无", "未知"))
CURRENCIES: dict[str, str] = {
    "元": "CNY",
    "元人民币": "CNY",
    "人民币": "CNY",
    "人民币元": "CNY",
    "美元": "USD",
    "港元": "HKD",
    "港币": "HKD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "韩元": "KRW",
    "新加坡元": "SGD",
    "澳大利亚元": "AUD",
    "澳元": "AUD",
    "加拿大元": "CAD",
    "加元": "CAD",
    "瑞士法郎": "CHF",
    "新台币": "TWD",
    "台币": "TWD",
    "澳门元": "MOP",
}
_NAMES = {**CURRENCIES, **{code: code for code in CURRENCIES.values()}, "RMB": "CNY"}
_SCALES = {"": "0.0001", "千": "0.1", "百万": "100", "千万": "1000", "万": "1", "亿": "10000"}

NO_UNIT = N_("“%(value)s” has no unit, so the registered capital was left unknown.")
NOT_STATED = N_("“%(value)s” states no amount, so the registered capital was left unknown.")
NOT_READABLE = N_(
    "“%(value)s” is not a registered capital that can be read. Write an amount with its unit and currency, "
    "like 500万元 or 200万美元."
)
SCIENTIFIC = N_("“%(value)s” is written in scientific notation. Write the amount out with its unit, like 500万元.")
AMBIGUOUS = N_(
    "“%(value)s” names a currency but not whether it is counted in 元 or in %(unit)s, "
    "the unit of the column. Write the unit into the cell, like 500万元."
)
TOO_FINE = N_("“%(value)s” is finer than one 元 (four decimals of 万). Round it.")

_CURRENCY = "|".join(sorted(_NAMES, key=len, reverse=True))
_CAPITAL = re.compile(
    rf"(?P<prefix>{_CURRENCY})?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<scale>百万|千万|千|万|亿)?(?P<currency>{_CURRENCY})?",
    re.ASCII,
)
_BRACKETS = str.maketrans("", "", "()[]【】")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E[+-]?\d+")
# These words say that the number counts single yuan; a bare 人民币 or 美元 does not.
_COUNTED_SINGLY = frozenset(("元", "元人民币", "人民币元"))


@dataclass(frozen=True)
class Capital:
    """`amount_wan` None means unknown; `notice` then says why, unless the cell was simply blank."""

    amount_wan: Decimal | None = None
    currency: str = "CNY"
    notice: Refused | None = None


def parse(cell: object, column_unit: Unit | None = None) -> Capital:
    """Reads one cell; `column_unit` is the unit of the header or the unit row, for bare numbers only.

    "1E-06万人民币" would be 0.01 元: nobody's capital, and finer than is stored, so it is an error.
    """
    text = _plain(cell)
    if not text:
        return Capital()
    if text in UNKNOWN_WORDS:
        return Capital(notice=Refused(NOT_STATED, value=cell))
    if _SCIENTIFIC.search(text):
        raise Refused(SCIENTIFIC, value=cell)
    shape = _CAPITAL.fullmatch(_unbracketed(text))
    if not shape:
        raise Refused(NOT_READABLE, value=cell)
    if not (shape["prefix"] or shape["scale"] or shape["currency"]):
        return _bare(cell, shape, None if "(" in text else column_unit)
    return _stated(cell, shape, column_unit)


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise Refused(NOT_READABLE, value=cell)
    if isinstance(cell, float):  # the digits a spreadsheet program keeps; the rest is noise of its arithmetic
        return f"{cell:.15g}".upper()
    return compact(str(cell)).upper()


def _unbracketed(text: str) -> str:
    """Without the brackets round the unit; a bracket before the first digit is left to be refused."""
    first_digit = re.search(r"\d", text)
    if not first_digit or text.count("(") != text.count(")"):
        return text
    start = first_digit.start()
    return text[:start] + text[start:].translate(_BRACKETS)


def _bare(cell: object, shape: re.Match[str], column_unit: Unit | None) -> Capital:
    if column_unit is None:
        return Capital(notice=Refused(NO_UNIT, value=cell))
    return Capital(_checked(cell, convert(_number(shape), column_unit, UNITS["wan_yuan"])))


def _stated(cell: object, shape: re.Match[str], column_unit: Unit | None) -> Capital:
    prefix, suffix = shape["prefix"], shape["currency"]
    if prefix and suffix and suffix != "元" and _NAMES[prefix] != _NAMES[suffix]:
        raise Refused(NOT_READABLE, value=cell)
    says_its_size = shape["scale"] or suffix in _COUNTED_SINGLY
    if not says_its_size and column_unit is not None and column_unit.code != "yuan":
        raise Refused(AMBIGUOUS, value=cell, unit=column_unit.name_zh)
    amount = _number(shape) * Decimal(_SCALES[shape["scale"] or ""])
    return Capital(_checked(cell, amount), _NAMES[prefix or suffix or "元"])


def _number(shape: re.Match[str]) -> Decimal:
    return Decimal(shape["number"].replace(",", ""))


def _checked(cell: object, amount: Decimal) -> Decimal:
    check_digits(amount)
    if amount != round(amount, DECIMALS):
        raise Refused(TOO_FINE, value=cell)
    return round(amount, DECIMALS)
