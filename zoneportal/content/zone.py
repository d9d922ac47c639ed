"""The zone and its parks. Contacts, codes and registration numbers stay empty: the office fills them in."""

ZONE = {
    "id": 1,
    "name_zh": "长治高新技术产业开发区",
    "name_en": "Changzhi National High-tech Industrial Development Zone",
    "short_name_zh": "长治高新区",
    "short_name_en": "Changzhi High-tech Zone",
    "slogan_zh": "上党动力源、三晋创新城",
    "slogan_en": "Engine of Shangdang, city of innovation of Shanxi",
    "standing_zh": "国家高新技术产业开发区，国家新型工业化产业示范基地",
    "standing_en": (
        "National high-tech industrial development zone; national demonstration base of new-type industrialisation"
    ),
    "positioning_zh": (
        "以建设制造业集聚区为主攻方向，坚持“一业为主、多业并举”，壮大主导产业，培育战略性新兴产业，"
        "努力成为“上党动力源、三晋创新城”。"
    ),
    "positioning_en": (
        "Building a manufacturing cluster is the main thrust. With one leading industry and many side by side, the "
        "zone strengthens its leading industries and fosters strategic emerging ones, to become the engine of "
        "Shangdang and Shanxi's city of innovation."
    ),
    "accent_colour": "#0f5c7a",
}


def park(position: int, code: str, name_zh: str, name_en: str) -> dict:
    return {
        "code": code,
        "slug": code,
        "position": position,
        "name_zh": name_zh,
        "name_en": name_en,
        "description_zh": f"<p>{name_zh}是长治高新区“一区多园”布局中的园区之一。</p>",
        "description_en": f"<p>{name_en} is one of the parks of Changzhi High-tech Zone.</p>",
    }


PARKS = (
    park(10, "keji", "科技工业园", "Science and Technology Industrial Park"),
    park(20, "zhangze", "漳泽工业园", "Zhangze Industrial Park"),
    park(30, "laodingshan", "老顶山物流园", "Laodingshan Logistics Park"),
    park(40, "zhaidian", "翟店工业园", "Zhaidian Industrial Park"),
)
