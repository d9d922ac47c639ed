"""Kinds of qualification and the representative enterprises.

The customer's text names these enterprises and nothing more about them: no credit code, no park, no industry class.
"""

from enterprises.models.qualification import ABOVE_SCALE

QUALIFICATION_KINDS = (
    {"code": ABOVE_SCALE, "position": 10, "name_zh": "规模以上", "name_en": "Above designated size", "is_yearly": True},
    {"code": "high_tech", "position": 20, "name_zh": "高新技术企业", "name_en": "High-tech enterprise"},
    {
        "code": "specialised",
        "position": 30,
        "name_zh": "专精特新中小企业",
        "name_en": "Specialised and innovative small or medium-sized enterprise",
    },
    {
        "code": "little_giant",
        "position": 40,
        "name_zh": "专精特新“小巨人”企业",
        "name_en": "“Little giant” specialised and innovative enterprise",
    },
    {
        "code": "tech_sme",
        "position": 50,
        "name_zh": "科技型中小企业",
        "name_en": "Technology-based small or medium-sized enterprise",
    },
)

REPRESENTATIVE_ENTERPRISES = tuple(
    {
        "name_zh": name_zh,
        "name_en": name_en,
        "is_representative": True,
        "is_headquarters_economy": name_zh == "潞安环能",
    }
    for name_zh, name_en in (
        ("潞安环能", "Lu'an Environmental Energy"),
        ("康宝药业", "Kangbao Pharmaceutical"),
        ("达利食品", "Dali Foods"),
        ("立讯精密电子", "Luxshare Precision Electronics"),
        ("潞安太阳能", "Lu'an Solar Energy"),
        ("澳瑞特健身器材", "Aoruite Fitness Equipment"),
        ("铱格斯曼航空科技", "Yigesiman Aviation Technology"),
    )
)
