"""The Chinese words that sheets of statistics write and understand, whatever the language of the screen."""

from stats.marks import QUALIFIERS
from stats.models import Vintage
from stats.models.figure import SizeClass
from stats.models.indicator import Direction, Theme
from zoneportal.numbers import UNITS

THEMES = {
    Theme.ECONOMY: ("经济总量", "economy", "经济"),
    Theme.INDUSTRY: ("工业", "industry"),
    Theme.FINANCE: ("财政", "public finance"),
    Theme.ENTERPRISES: ("企业", "enterprises"),
    Theme.INNOVATION: ("科技创新", "innovation", "创新"),
    Theme.TRADE: ("外贸与投资", "trade and investment"),
    Theme.PEOPLE: ("人口与就业", "people and employment"),
    Theme.LAND: ("土地与环境", "land and environment"),
}
DIRECTIONS = {
    Direction.UP: ("越高越好", "more is better"),
    Direction.DOWN: ("越低越好", "less is better"),
    Direction.NEUTRAL: ("不分高低", "neither"),
}
VINTAGES = {
    Vintage.FLASH: ("快报数", "flash", "快报"),
    Vintage.PRELIMINARY: ("初步数", "preliminary", "初步核算数"),
    Vintage.ANNUAL: ("年报数", "final annual", "年报", "annual"),
    Vintage.VERIFIED: ("核实数", "verified", "最终核实数"),
}
SIZES = {
    SizeClass.LARGE: ("大型", "large"),
    SizeClass.MEDIUM: ("中型", "medium"),
    SizeClass.SMALL: ("小型", "small"),
    SizeClass.MICRO: ("微型", "micro"),
}
QUALIFIER_WORDS = {code: (each.word_zh, each.word_en) for code, each in QUALIFIERS.items()}
UNIT_WORDS = {code: (unit.name_zh, unit.name_en, *unit.aliases) for code, unit in UNITS.items()}
