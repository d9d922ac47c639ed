"""Names of enterprises that do not exist. Every one begins with 示例, in English with Sample."""

import random
from dataclasses import dataclass

BRANDS = tuple(
    tuple(pair.split())
    for pair in (
        "华岳 Huayue",
        "云岭 Yunling",
        "晋源 Jinyuan",
        "漳水 Zhangshui",
        "太岳 Taiyue",
        "宏图 Hongtu",
        "瑞丰 Ruifeng",
        "星河 Xinghe",
        "天工 Tiangong",
        "博远 Boyuan",
        "金石 Jinshi",
        "青松 Qingsong",
        "海纳 Haina",
        "正大 Zhengda",
        "恒信 Hengxin",
        "新纪元 Xinjiyuan",
        "东篱 Dongli",
        "北辰 Beichen",
        "南风 Nanfeng",
        "中泰 Zhongtai",
    )
)


@dataclass(frozen=True)
class Trade:
    name_zh: str
    name_en: str
    division: str  # GB/T 4754, two digits
    industry: str = ""  # code of the leading industry, empty for none


TRADES = (
    Trade("生物制药", "Biopharmaceutical", "27", "biomedicine"),
    Trade("医药科技", "Medical Technology", "27", "biomedicine"),
    Trade("精密机械", "Precision Machinery", "34", "equipment-manufacturing"),
    Trade("智能装备", "Intelligent Equipment", "35", "equipment-manufacturing"),
    Trade("矿山机械", "Mining Machinery", "35", "equipment-manufacturing"),
    Trade("电子科技", "Electronics", "39", "electronics"),
    Trade("光电", "Optoelectronics", "39", "electronics"),
    Trade("软件", "Software", "65", "electronics"),
    Trade("食品", "Foods", "14", "healthy-food"),
    Trade("饮料", "Beverages", "15", "healthy-food"),
    Trade("物流", "Logistics", "59", "modern-services"),
    Trade("信息服务", "Information Services", "64", "modern-services"),
    Trade("商务服务", "Business Services", "72", "modern-services"),
    Trade("建材", "Building Materials", "30"),
    Trade("商贸", "Trading", "51"),
    Trade("建筑工程", "Construction", "48"),
    Trade("化工", "Chemicals", "26"),
)
FORMS = ("有限责任公司", "股份有限公司", "有限责任公司（自然人投资或控股）", "有限责任公司（法人独资）")


def invent_name(rng: random.Random, trade: Trade, serial: int) -> tuple[str, str]:
    """The Chinese and the English name; the serial number makes them unique."""
    chinese, english = rng.choice(BRANDS)
    return f"示例{chinese}{trade.name_zh}有限公司{serial}", f"Sample {english} {trade.name_en} Co., Ltd. {serial}"
