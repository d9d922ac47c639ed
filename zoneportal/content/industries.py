"""The industries the zone names itself. The descriptions say what an industry is, not what the zone has of it."""

from enterprises.models.industry import IndustryScheme


def industry(scheme: str, position: int, code: str, names: tuple[str, str], about: tuple[str, str]) -> dict:
    return {
        "scheme": scheme,
        "position": position,
        "code": code,
        "name_zh": names[0],
        "name_en": names[1],
        "description_zh": about[0],
        "description_en": about[1],
    }


LEADING = (
    industry(
        IndustryScheme.LEADING,
        10,
        "biomedicine",
        ("生物医药", "Biomedicine"),
        (
            "运用现代生物技术和制药技术，从事药品、生物制品等产品的研发、生产和服务。",
            "Research, manufacture and services for medicines and biological products by modern biotechnology.",
        ),
    ),
    industry(
        IndustryScheme.LEADING,
        20,
        "equipment-manufacturing",
        ("装备制造", "Equipment manufacturing"),
        (
            "为国民经济各行业提供机械、成套设备及其关键零部件的制造业。",
            "Manufacture of machinery, complete plant and key components for all branches of the economy.",
        ),
    ),
    industry(
        IndustryScheme.LEADING,
        30,
        "electronics",
        ("电子信息", "Electronic information"),
        (
            "电子元器件、电子设备的制造以及相关的软件和信息技术服务。",
            "Manufacture of electronic components and equipment, with software and information services around them.",
        ),
    ),
    industry(
        IndustryScheme.LEADING,
        40,
        "healthy-food",
        ("健康食品", "Healthy food"),
        (
            "以营养、安全、健康为导向的食品和饮料的加工制造。",
            "Processing and manufacture of food and beverages with nutrition, safety and health in view.",
        ),
    ),
    industry(
        IndustryScheme.LEADING,
        50,
        "modern-services",
        ("现代服务", "Modern services"),
        (
            "以信息技术和现代管理为支撑的物流、商务、科技、金融等服务业。",
            "Logistics, business, technical, financial and other services built on information technology and "
            "modern management.",
        ),
    ),
)

STRATEGIC = (
    industry(
        IndustryScheme.STRATEGIC,
        10,
        "next-generation-it",
        ("新一代信息技术", "Next-generation information technology"),
        (
            "下一代通信网络、物联网、云计算、大数据、人工智能等信息技术及其应用。",
            "Next-generation networks, the internet of things, cloud computing, big data, artificial intelligence "
            "and their applications.",
        ),
    ),
    industry(
        IndustryScheme.STRATEGIC,
        20,
        "cnc-and-robotics",
        ("数控机床及机器人", "CNC machine tools and robots"),
        (
            "数控机床、工业机器人、服务机器人及其关键部件。",
            "Computer-controlled machine tools, industrial and service robots, and their key components.",
        ),
    ),
    industry(
        IndustryScheme.STRATEGIC,
        30,
        "aerospace-equipment",
        ("航空航天设备", "Aerospace equipment"),
        (
            "航空器、航天器及其零部件和配套设备。",
            "Aircraft, spacecraft, their components and supporting equipment.",
        ),
    ),
    industry(
        IndustryScheme.STRATEGIC,
        40,
        "new-energy-vehicles",
        ("节能与新能源汽车", "Energy-saving and new-energy vehicles"),
        (
            "节能汽车、新能源汽车及其动力电池、电机、电控等关键部件。",
            "Energy-saving and new-energy vehicles and their key components such as batteries, motors and controls.",
        ),
    ),
    industry(
        IndustryScheme.STRATEGIC,
        50,
        "biomedicine-and-devices",
        ("生物医药与高性能医疗器械", "Biomedicine and high-performance medical devices"),
        (
            "创新药物、生物制品以及高性能诊断和治疗设备。",
            "Innovative medicines, biological products, and high-performance equipment for diagnosis and treatment.",
        ),
    ),
)

INDUSTRIES = LEADING + STRATEGIC
