"""Indicators with their definitions, the figures of the customer's text, the release they stand in, and the goal."""

from decimal import Decimal

from stats.models.indicator import Theme

SINCE = 1992  # the definitions hold from the founding of the zone until the office adds another
SOURCE = {
    "source_zh": "长治高新区管委会提供",
    "source_en": "Provided by the administration of Changzhi High-tech Zone",
}

INDICATORS = (
    {
        "code": "operating_revenue",
        "name_zh": "营业收入",
        "name_en": "Operating revenue",
        "theme": Theme.ECONOMY,
        "position": 10,
        "decimals": 2,
        "is_headline": True,
    },
    {
        "code": "above_scale_industrial_output",
        "name_zh": "规模以上工业总产值",
        "name_en": "Gross output of above-scale industry",
        "theme": Theme.INDUSTRY,
        "position": 20,
        "decimals": 0,
        "is_headline": True,
    },
    {
        "code": "fiscal_revenue",
        "name_zh": "财政总收入",
        "name_en": "Total fiscal revenue",
        "theme": Theme.FINANCE,
        "position": 30,
        "decimals": 1,
        "is_headline": True,
    },
    {
        "code": "registered_enterprises",
        "name_zh": "入区企业数",
        "name_en": "Enterprises in the zone",
        "theme": Theme.ENTERPRISES,
        "position": 40,
        "decimals": 0,
        "is_headline": True,
    },
    {
        "code": "industrial_enterprises",
        "name_zh": "工业企业数",
        "name_en": "Industrial enterprises",
        "theme": Theme.ENTERPRISES,
        "position": 50,
        "decimals": 0,
    },
    {
        "code": "above_scale_industrial_enterprises",
        "name_zh": "规模以上工业企业数",
        "name_en": "Above-scale industrial enterprises",
        "theme": Theme.ENTERPRISES,
        "position": 60,
        "decimals": 0,
    },
)

# Indicator code -> unit, definition in Chinese and English. What the customer's text leaves open is said.
DEFINITIONS = {
    "operating_revenue": (
        "yi_yuan",
        "园区企业在一年内从事经营活动取得的营业收入之和。来源材料未说明纳入统计的企业范围。",
        "The sum of what the zone's enterprises earned from their operations in a year. The source does not say which "
        "enterprises are counted.",
    ),
    "above_scale_industrial_output": (
        "yi_yuan",
        "园区规模以上工业企业在一年内生产的、以货币形式表现的工业产品和工业性作业的总价值量。",
        "The total value in money of the industrial products and industrial work of the zone's above-scale industrial "
        "enterprises in a year.",
    ),
    "fiscal_revenue": (
        "yi_yuan",
        "园区在一年内实现的财政总收入。",
        "The zone's total fiscal revenue in a year.",
    ),
    "registered_enterprises": (
        "enterprise",
        "园区内企业的户数。",
        "The number of enterprises in the zone.",
    ),
    "industrial_enterprises": (
        "enterprise",
        "园区内企业中工业企业的户数。",
        "The number of industrial enterprises among the enterprises in the zone.",
    ),
    "above_scale_industrial_enterprises": (
        "enterprise",
        "园区工业企业中规模以上工业企业的户数，规模标准按国家统计制度执行。",
        "The number of above-scale enterprises among the zone's industrial enterprises, by the threshold of the "
        "national statistical system.",
    ),
}

RELEASE = {
    "slug": "2017",
    "title_zh": "长治高新区2017年主要经济指标",
    "title_en": "Main economic indicators of Changzhi High-tech Zone, 2017",
    "basis_zh": "长治高新区管委会提供的高新区情况材料",
    "basis_en": "Account of the zone provided by the administration of Changzhi High-tech Zone",
    "notes_zh": "企业户数在来源材料中未注明统计日期，随2017年经济指标一并列示。",
    "notes_en": "The source names no day for the numbers of enterprises; they are shown with the figures of 2017.",
}
NO_DAY = {
    "note_zh": "来源材料未注明统计日期，列入2017年。",
    "note_en": "The source names no day; shown under 2017.",
}
FIGURES = {
    "operating_revenue": {"value": Decimal("358.26")},
    "above_scale_industrial_output": {"value": Decimal(297)},
    "fiscal_revenue": {"value": Decimal("26.9")},
    "registered_enterprises": {"value": Decimal(4000), "qualifier": "over", **NO_DAY},
    "industrial_enterprises": {"value": Decimal(267), **NO_DAY},
    "above_scale_industrial_enterprises": {"value": Decimal(17), **NO_DAY},
}
YEAR = 2017

GOAL_INDICATOR = "operating_revenue"
GOAL = {
    "slug": "100-billion",
    "position": 10,
    "title_zh": "建成千亿级园区",
    "title_en": "A park of the 100-billion class",
    "wording_zh": "3至5年内建成千亿级园区，成为“上党动力源、三晋创新城”。",
    "wording_en": (
        "Within 3 to 5 years become a park of the 100-billion-yuan class, the engine of Shangdang and Shanxi's city of "
        "innovation."
    ),
    "baseline_year": YEAR,
    "baseline_value": Decimal("358.26"),
    "target_value": Decimal(1000),
    "first_target_year": 2020,
    "last_target_year": 2022,
    "choice_note_zh": (
        "来源材料未写明“千亿”所指的指标，也未写明起算时点。以营业收入为衡量指标、以2017年为基期、"
        "以2020年至2022年为目标年份，系管理员选定。"
    ),
    "choice_note_en": (
        "The source names neither the indicator behind the 100 billion yuan nor the day from which the years count. "
        "Operating revenue, the base year 2017 and the window 2020 to 2022 are the administrator's choice."
    ),
}

# Industry is above designated size from 2,000 万元 of main-business revenue a year on. The number of the notice is not
# known here: the office enters it, as it enters the thresholds of other sectors.
ABOVE_SCALE = {
    "industries": "B,C,D",
    "minimum": Decimal(2000),
    "unit": "wan_yuan",
    "valid_from_year": 2011,
    "document_number": "国家统计局规模以上工业统计范围（文号待补）",
}
ABOVE_SCALE_INDICATOR = "operating_revenue"
