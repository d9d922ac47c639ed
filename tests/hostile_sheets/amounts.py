"""What an amount with its unit is worth, worked out the slow and obvious way, without the portal's own code."""

import itertools
import unicodedata
from fractions import Fraction

CURRENCIES = {
    "CNY": ("元", "元人民币", "人民币", "人民币元", "RMB", "CNY"),
    "USD": ("美元", "USD"),
    "HKD": ("港元", "港币", "HKD"),
    "EUR": ("欧元", "EUR"),
    "JPY": ("日元", "JPY"),
    "GBP": ("英镑", "GBP"),
    "KRW": ("韩元", "KRW"),
    "SGD": ("新加坡元", "SGD"),
    "AUD": ("澳大利亚元", "澳元", "AUD"),
    "CAD": ("加拿大元", "加元", "CAD"),
    "CHF": ("瑞士法郎", "CHF"),
    "TWD": ("新台币", "台币", "TWD"),
    "MOP": ("澳门元", "MOP"),
}
WORDS = {word: code for code, words in CURRENCIES.items() for word in words}
SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
MONEY = {"yuan": 1, "thousand_yuan": 10**3, "wan_yuan": 10**4, "yi_yuan": 10**8}


def plain(text: str) -> str:
    """Without spaces, brackets and what nobody sees; full-width letters and digits as narrow ones."""
    kept = ""
    for sign in text:
        narrow = unicodedata.normalize("NFKC", sign) if 0xFF01 <= ord(sign) <= 0xFF5E else sign
        if narrow.isspace() or unicodedata.category(narrow) == "Cf" or narrow in "()[]【】":
            continue
        kept += narrow
    return kept.upper()


def value_of(number: str) -> Fraction | None:
    """Of digits with or without commas at every third place; None for anything else."""
    whole, point, decimals = number.partition(".")
    groups = whole.split(",")
    digits = "".join(groups)
    if not digits or any(sign not in "0123456789" for sign in digits + decimals) or (point and not decimals):
        return None
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    return Fraction(int(digits + decimals), 10 ** len(decimals))


def capital_of(text: str) -> set[tuple[Fraction, str]]:
    """Every amount in yuan (or whatever its currency counts) that the text could possibly mean."""
    found, written = set(), plain(text)
    for before, scale, after in itertools.product(("", *WORDS), SCALES, ("", *WORDS)):
        ending = scale + after
        if written.startswith(before) and written.endswith(ending) and (before or ending):
            value = value_of(written[len(before) : len(written) - len(ending)])
            if value is not None:
                found.add((value * SCALES[scale], WORDS.get(before) or WORDS.get(after) or "CNY"))
    return found
