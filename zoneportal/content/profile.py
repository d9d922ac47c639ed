"""The chapters of the profile. Figures and planned areas stand in their own records, so that one edit is enough."""

SECTIONS = (
    {
        "slug": "overview",
        "position": 10,
        "title_zh": "高新区概况",
        "title_en": "Overview",
        "body_zh": (
            "<p>长治高新技术产业开发区（简称“长治高新区”）位于山西省长治市，始建于1992年。2015年2月，经国务院批复，"
            "升级为国家高新技术产业开发区，是山西省继太原高新区之后的第二家国家级高新区。</p>"
            "<p>高新区实行“一区多园”布局，由科技工业园、漳泽工业园、老顶山物流园和翟店工业园组成，"
            "入区企业涵盖制造业、现代服务业和总部经济等多种类型。</p>"
        ),
        "body_en": (
            "<p>Changzhi National High-tech Industrial Development Zone (Changzhi High-tech Zone for short) lies in "
            "Changzhi, Shanxi Province, and was founded in 1992. In February 2015, by reply of the State Council, it "
            "became a national high-tech industrial development zone: the second in the province, after Taiyuan "
            "High-tech Zone.</p>"
            "<p>The zone consists of several parks: Science and Technology Industrial Park, Zhangze Industrial Park, "
            "Laodingshan Logistics Park and Zhaidian Industrial Park. Its enterprises range from manufacturing and "
            "modern services to headquarters.</p>"
        ),
    },
    {
        "slug": "positioning",
        "position": 20,
        "title_zh": "发展定位",
        "title_en": "Positioning",
        "body_zh": (
            "<p>长治高新区以“上党动力源、三晋创新城”为发展愿景：立足上党，增强产业支撑和带动能力；面向全省，"
            "提升科技创新和成果转化能力。</p>"
            "<p>高新区的发展目标、衡量指标和目标年份，以“发展目标”栏目公布的内容为准。</p>"
        ),
        "body_en": (
            "<p>The zone aims to be “the engine of Shangdang and Shanxi's city of innovation”: a source of industrial "
            "strength for the Shangdang region, and for the whole province a place where research turns into "
            "products.</p>"
            "<p>The development goals, the indicators that measure them and their target years are published under "
            "“Goals”.</p>"
        ),
    },
    {
        "slug": "strategy",
        "position": 30,
        "title_zh": "产业战略",
        "title_en": "Industrial strategy",
        "body_zh": (
            "<p>长治高新区以建设制造业集聚区为主攻方向，坚持“一业为主、多业并举”的产业发展思路：突出制造业的主体地位，"
            "同时推动各主导产业协同发展，并面向未来培育战略性新兴产业。</p>"
            "<p>各主导产业、重点发展的战略性新兴产业及代表企业，见“产业”栏目。</p>"
        ),
        "body_en": (
            "<p>Building a manufacturing cluster is the main thrust of the zone. Its principle is “one leading "
            "industry, many side by side”: manufacturing comes first, the leading industries grow together, and "
            "strategic emerging industries are fostered for the future.</p>"
            "<p>The leading industries, the strategic emerging industries and representative enterprises are shown "
            "under “Industries”.</p>"
        ),
    },
    {
        "slug": "honours",
        "position": 40,
        "title_zh": "荣誉称号",
        "title_en": "Honours",
        "body_zh": (
            "<ul><li><p>国家高新技术产业开发区（2015年2月经国务院批复）</p></li>"
            "<li><p>国家新型工业化产业示范基地</p></li></ul>"
        ),
        "body_en": (
            "<ul><li><p>National high-tech industrial development zone (by reply of the State Council, February 2015)"
            "</p></li><li><p>National demonstration base of new-type industrialisation</p></li></ul>"
        ),
    },
    {
        "slug": "reform",
        "position": 50,
        "title_zh": "改革与扩区",
        "title_en": "Reform and expansion",
        "body_zh": (
            "<p>2016年12月全省开发区改革创新会议召开后，长治高新区加快推进整合、改制、扩区、调规等各项工作。</p>"
            "<p>扩区可行性研究报告已于2017年7月经省政府通过并上报国务院，批复尚待下达。"
            "历次规划面积及其法定状态，以大事记所列为准。</p>"
        ),
        "body_en": (
            "<p>Since the provincial conference on reform and innovation of development zones in December 2016, the "
            "zone has speeded up its consolidation, the reform of its administration, its expansion and the adjustment "
            "of its plans.</p>"
            "<p>In July 2017 the provincial government passed the feasibility report of the expansion and reported it "
            "to the State Council; the reply is pending. The milestones give each planned area with its legal "
            "standing.</p>"
        ),
    },
)
