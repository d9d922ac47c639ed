"""Large, medium, small or micro: 统计上大中小微型企业划分办法（2017）, 国家统计局 国统字〔2017〕213号, 2017-12-28.

The table is that of the annex: lower bounds by industry (GB/T 4754-2017), 从业人员 in persons, 营业收入 and 资产总额 in
万元. A large, medium or small enterprise reaches the lower bounds of all indicators named, else it is one class lower;
for a micro one a single indicator is enough. Staff is that of the end of the year; revenue is the main-business revenue
where the form has it; assets are total assets. Outside the annex (finance, education, health, railways, …) no class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from enterprises.classification import lineage
from zoneportal.messages import N_

SIZES = ("large", "medium", "small", "micro")
MICRO = SIZES.index("micro")
STAFF, REVENUE, ASSETS = "staff", "revenue", "assets"

NO_EDITION = N_("There is no national rule of size classes for %(year)s.")
NO_INDUSTRY = N_("The industry of the enterprise is not known.")
NOT_COVERED = N_("The national rule names no size class for this industry.")
TOO_COARSE = N_("The industry must be known more exactly: the national rule has several lines within it.")
MISSING = {
    STAFF: N_("The number of staff is missing."),
    REVENUE: N_("The revenue is missing."),
    ASSETS: N_("The total assets are missing."),
}
IMPOSSIBLE = N_("A number that the size class needs is negative.")


@dataclass(frozen=True)
class Rule:
    """One line of the annex. `codes` with their section letter; `bounds`: from which value on large, medium, small."""

    name_zh: str
    codes: tuple[str, ...]
    bounds: Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Edition:
    first_year: int
    document: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Verdict:
    """`size` is None where the data do not suffice, and then `reason` says why."""

    size: str | None
    reason: str = ""


_2017 = (
    Rule("农、林、牧、渔业", ("A",), {REVENUE: (20_000, 500, 50)}),
    Rule("工业", ("B", "C", "D"), {STAFF: (1_000, 300, 20), REVENUE: (40_000, 2_000, 300)}),
    Rule("建筑业", ("E",), {REVENUE: (80_000, 6_000, 300), ASSETS: (80_000, 5_000, 300)}),
    Rule("批发业", ("F51",), {STAFF: (200, 20, 5), REVENUE: (40_000, 5_000, 1_000)}),
    Rule("零售业", ("F52",), {STAFF: (300, 50, 10), REVENUE: (20_000, 500, 100)}),
    Rule(
        "交通运输业",
        ("G54", "G55", "G56", "G57", "G58", "G591"),
        {STAFF: (1_000, 300, 20), REVENUE: (30_000, 3_000, 200)},
    ),
    Rule(
        "仓储业",
        ("G592", "G593", "G594", "G595", "G596", "G599"),
        {STAFF: (200, 100, 20), REVENUE: (30_000, 1_000, 100)},
    ),
    Rule("邮政业", ("G60",), {STAFF: (1_000, 300, 20), REVENUE: (30_000, 2_000, 100)}),
    Rule("住宿业", ("H61",), {STAFF: (300, 100, 10), REVENUE: (10_000, 2_000, 100)}),
    Rule("餐饮业", ("H62",), {STAFF: (300, 100, 10), REVENUE: (10_000, 2_000, 100)}),
    Rule("信息传输业", ("I63", "I64"), {STAFF: (2_000, 100, 10), REVENUE: (100_000, 1_000, 100)}),
    Rule("软件和信息技术服务业", ("I65",), {STAFF: (300, 100, 10), REVENUE: (10_000, 1_000, 50)}),
    Rule("房地产开发经营", ("K701",), {REVENUE: (200_000, 1_000, 100), ASSETS: (10_000, 5_000, 2_000)}),
    Rule("物业管理", ("K702",), {STAFF: (1_000, 300, 100), REVENUE: (5_000, 1_000, 500)}),
    Rule("租赁和商务服务业", ("L",), {STAFF: (300, 100, 10), ASSETS: (120_000, 8_000, 100)}),
    # 不包括自有房地产经营活动: that is 704 (房地产租赁经营) in the edition of 2017, which has no line of its own.
    Rule("其他未列明行业", ("K703", "K709", "M", "N", "O", "Q85", "R"), {STAFF: (300, 100, 10)}),
)
EDITIONS = (Edition(2017, "国统字〔2017〕213号", _2017),)


def edition_of(year: int, editions: tuple[Edition, ...] = EDITIONS) -> Edition | None:
    """The rule in force for the data of `year`: the newest that began by then."""
    begun = [edition for edition in editions if edition.first_year <= year]
    return max(begun, key=lambda edition: edition.first_year, default=None)


def size_class(
    code: str,
    section: str,
    *,
    year: int,
    staff: Decimal | None,
    revenue_wan: Decimal | None,
    assets_wan: Decimal | None,
    editions: tuple[Edition, ...] = EDITIONS,
) -> Verdict:
    """Of an enterprise of this industry (`code` of any level, `section` its letter) by its numbers of `year`."""
    edition = edition_of(year, editions)
    if edition is None:
        return Verdict(None, NO_EDITION)
    rule = _rule(edition, code, section)
    if isinstance(rule, str):
        return Verdict(None, rule)
    return _judged(rule, {STAFF: staff, REVENUE: revenue_wan, ASSETS: assets_wan})


def _rule(edition: Edition, code: str, section: str) -> Rule | str:
    """The line of the annex, or the reason why there is none."""
    if not code:
        return NO_INDUSTRY
    own = lineage(code, section)
    named = [(rule, lineage(each[1:] or each, each[0])) for rule in edition.rules for each in rule.codes]
    for rule, line in named:
        if line[-1] in own:
            return rule
    return TOO_COARSE if any(code in line for _rule, line in named) else NOT_COVERED


def _judged(rule: Rule, values: Mapping[str, Decimal | None]) -> Verdict:
    asked = {measure: values[measure] for measure in rule.bounds}
    known = {measure: value for measure, value in asked.items() if value is not None}
    if any(value < 0 for value in known.values()):
        return Verdict(None, IMPOSSIBLE)
    reached = [_reached(value, rule.bounds[measure]) for measure, value in known.items()]
    lowest = max(reached, default=0)
    if len(known) == len(asked) or lowest == MICRO:  # for a micro one a single indicator is enough
        return Verdict(SIZES[lowest])
    return Verdict(None, MISSING[next(measure for measure in asked if measure not in known)])


def _reached(value: Decimal, bounds: tuple[int, int, int]) -> int:
    """The place in SIZES that one indicator alone would give."""
    return next((place for place, bound in enumerate(bounds) if value >= bound), MICRO)
