"""The zone's history. A planned area always carries its legal standing."""

from decimal import Decimal

from parks.models.profile import LegalStanding

MILESTONES = (
    {
        "slug": "founded",
        "year": 1992,
        "title_zh": "长治高新区创建",
        "title_en": "The zone is founded",
        "description_zh": "长治高新区始建，最初规划面积7.53平方公里。",
        "description_en": "Changzhi High-tech Zone is founded with a planned area of 7.53 square kilometres.",
        "planned_area_km2": Decimal("7.53"),
        "legal_standing": LegalStanding.IN_FORCE,
        "legal_note_zh": "最初规划面积；扩区方案待国务院批复",
        "legal_note_en": "The original planned area; the State Council's reply on the expansion is pending",
    },
    {
        "slug": "national-level",
        "year": 2015,
        "month": 2,
        "title_zh": "升级为国家级高新区",
        "title_en": "Raised to the national level",
        "description_zh": (
            "经国务院批复，升级为国家高新技术产业开发区，成为山西省继太原高新区之后的第二家国家级高新区。"
        ),
        "description_en": (
            "By reply of the State Council the zone becomes a national high-tech industrial development zone, the "
            "second in Shanxi Province after Taiyuan High-tech Zone."
        ),
        "authority_zh": "国务院",
        "authority_en": "State Council",
        "legal_standing": LegalStanding.IN_FORCE,
    },
    {
        "slug": "provincial-conference",
        "year": 2016,
        "month": 12,
        "title_zh": "全省开发区改革创新会议召开",
        "title_en": "Provincial conference on reform and innovation of development zones",
        "description_zh": "会议召开后，长治高新区加快推进整合、改制、扩区、调规。",
        "description_en": (
            "After the conference the zone speeds up its consolidation, the reform of its administration, its "
            "expansion and the adjustment of its plans."
        ),
        "authority_zh": "山西省",
        "authority_en": "Shanxi Province",
    },
    {
        "slug": "expansion-report",
        "year": 2017,
        "month": 7,
        "title_zh": "扩区可行性研究报告经省政府通过并上报国务院",
        "title_en": "Feasibility report of the expansion passed by the province and reported to the State Council",
        "description_zh": (
            "省政府通过长治高新区扩区可行性研究报告并上报国务院。整合扩区后规划面积为104.31平方公里，批复尚待下达。"
        ),
        "description_en": (
            "The provincial government passes the feasibility report of the zone's expansion and reports it to the "
            "State Council. The planned area after consolidation and expansion is 104.31 square kilometres; the "
            "reply is pending."
        ),
        "authority_zh": "山西省人民政府",
        "authority_en": "People's Government of Shanxi Province",
        "planned_area_km2": Decimal("104.31"),
        "legal_standing": LegalStanding.REPLY_PENDING,
        "legal_note_zh": "扩区可行性研究报告2017年7月经省政府通过并上报国务院，批复待下达",
        "legal_note_en": (
            "Feasibility report passed by the provincial government in July 2017 and reported to the State Council; "
            "reply pending"
        ),
    },
)
