"""A register of any size for measuring, made inside PostgreSQL within minutes. Names are invented, as in the sample."""

from django.db import connection

from enterprises.credit_code import INVENTED_DIVISION
from enterprises.migrations import _register_lines_postgresql as lines

CHUNK = 50_000
PLACES = "长治 长治市 长治高新区 山西 上党区 潞州区 潞城区 屯留区 晋东南 太行 山西长治 晋城 太原"
SIGNS = (
    "华 岳 云 岭 晋 源 漳 水 太 宏 图 瑞 丰 星 河 天 工 博 远 金 石 青 松 海 纳 正 大 恒 信 新 纪 元 东 篱 北 辰 南 风 "
    "康 达 利 立 讯 安 澳 格 铱 航 力 鑫 盛 兴 旺 德 诚 义 和 美 佳 通 顺 昌 荣 发 隆 祥 吉 福 禄 喜 财 宝 玉 龙 凤"
)
TRADES = (
    "生物制药 医药科技 精密机械 智能装备 矿山机械 电子科技 光电 软件 食品 饮料 物流 信息服务 商务服务 建材 商贸 "
    "化工 科技 新能源 汽车服务 农业开发 文化传媒 餐饮管理 房地产开发 电子商务 广告 煤业 光伏 航空科技 健身器材 "
    "物业管理 教育咨询 人力资源 装饰工程 机电设备 五金 服装 家具 印刷 包装 运输 仓储 养殖 医疗器械 酒业 旅游 咨询"
)
FORMS = "有限公司 有限公司 有限公司 有限公司 有限责任公司 股份有限公司 有限公司长治分公司 厂 合伙企业（有限合伙）"
ENGLISH = "Huayue Yunling Jinyuan Zhangshui Taiyue Hongtu Ruifeng Xinghe Tiangong Boyuan Taihang Shangdang"
GOODS = "Electronics Machinery Foods Trading"


def pick(words: str, seed: str) -> str:
    """SQL that picks one of the words by a number that looks random and is the same in every run."""
    return f"(string_to_array('{words}', ' '))[1 + abs(hashint8(i * 31 + {seed})) % {len(words.split())}]"


ENTERPRISES = f"""
INSERT INTO enterprises_enterprise (id, number, name_zh, name_en, credit_code, old_registration_number, legal_form,
    established_on, capital_wan, capital_currency, business_scope, address, industry_class_id,
    is_headquarters_economy, is_representative, is_sample, confirmed_at)
SELECT i, 'E' || lpad(i::text, greatest(6, length(i::text)), '0'),
    {pick(PLACES, "1")} || {pick(SIGNS, "2")} || {pick(SIGNS, "3")} || {pick(TRADES, "4")} || {pick(FORMS, "5")},
    CASE WHEN i % 3 = 0 THEN {pick(ENGLISH, "6")} || ' ' || {pick(GOODS, "7")}
        || ' Co., Ltd.' ELSE '' END,
    '91{INVENTED_DIVISION}' || lpad((i % 1000000)::text, 8, '0') || lpad((i % 97)::text, 2, '0'),
    CASE WHEN i % 20 = 0 THEN lpad(i::text, 15, '0') ELSE '' END, '有限责任公司',
    date '1992-01-01' + abs(hashint8(i + 8)) % 12000, abs(hashint8(i + 9)) % 100000,
    CASE WHEN i % 50 = 0 THEN 'USD' ELSE 'CNY' END, '示例：研发、生产和销售。', '示例地址' || i || '号',
    classes.keys[1 + abs(hashint8(i + 10)) % cardinality(classes.keys)], false, false, true, now()
FROM generate_series(%s::bigint, %s::bigint) AS i,
    (SELECT array_agg(id ORDER BY code) AS keys FROM enterprises_industryclass WHERE level = 4) AS classes
"""
CHILDREN = """
INSERT INTO enterprises_registration (enterprise_id, park_id, start_on, end_on, end_reason)
    SELECT id, parks.keys[1 + abs(hashint8(id + 11)) % 4], date '2015-01-01',
        CASE WHEN id % 12 = 0 THEN date '2022-01-01' END, CASE WHEN id % 12 = 0 THEN 'moved_park' ELSE '' END
    FROM enterprises_enterprise, (SELECT array_agg(id ORDER BY id) AS keys FROM parks_park) AS parks;
INSERT INTO enterprises_registration (enterprise_id, park_id, start_on, end_reason)
    SELECT id, parks.keys[1 + abs(hashint8(id + 12)) % 4], date '2022-01-01', ''
    FROM enterprises_enterprise, (SELECT array_agg(id ORDER BY id) AS keys FROM parks_park) AS parks
    WHERE id % 12 = 0 AND id % 24 <> 0;
INSERT INTO enterprises_statusevent (enterprise_id, status, effective_on, document_number)
    SELECT id, 'active', established_on, '' FROM enterprises_enterprise;
INSERT INTO enterprises_statusevent (enterprise_id, status, effective_on, document_number)
    SELECT id, (ARRAY['suspended', 'liquidation', 'revoked', 'deregistered'])[1 + id / 17 % 4], date '2025-03-01', ''
    FROM enterprises_enterprise WHERE id % 17 = 0;
INSERT INTO enterprises_enterprisetag (enterprise_id, industry_id, is_main)
    SELECT e.id, tags.keys[1 + abs(hashint8(e.id + 13)) % cardinality(tags.keys)], true
    FROM enterprises_enterprise e, (SELECT array_agg(id ORDER BY id) AS keys FROM enterprises_industrytag) AS tags
    WHERE e.id % 3 <> 0;
INSERT INTO enterprises_qualification (enterprise_id, kind_id, certificate_number, valid_from, valid_to)
    SELECT e.id, kinds.keys[1 + abs(hashint8(e.id + 14)) % cardinality(kinds.keys)], '',
        date '2022-06-01' + abs(hashint8(e.id + 15)) % 1500, date '2025-06-01' + abs(hashint8(e.id + 15)) % 1500
    FROM enterprises_enterprise e,
        (SELECT array_agg(id ORDER BY id) AS keys FROM enterprises_qualificationkind) AS kinds
    WHERE e.id % 6 = 0;
INSERT INTO enterprises_enterpriseformername (enterprise_id, name_zh)
    SELECT id, '长治老' || right(name_zh, 8) FROM enterprises_enterprise WHERE id % 10 = 0
"""
TABLES = (
    *("enterprise", "registration", "statusevent", "enterprisetag", "qualification", "enterpriseformername"),
    "registerline",
)


def fill(count: int) -> None:
    """Replaces the register. The triggers rest meanwhile; what they would have done is done once, at the end."""
    with connection.cursor() as cursor:
        names = [f"enterprises_{table}" for table in TABLES]
        cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        for name in names[:-1]:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER ALL")
        for index in lines.INDEXES:
            if "INDEX" in index:
                cursor.execute(f"DROP INDEX IF EXISTS {index.split('INDEX ')[1].split()[0]}")
        for first in range(1, count + 1, CHUNK):
            cursor.execute(ENTERPRISES.replace(" % ", " %% "), [first, min(first + CHUNK - 1, count)])
        for statement in CHILDREN.split(";"):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
        cursor.execute(lines.FILL)
        for statement in lines.INDEXES:
            cursor.execute(statement)
        for name in names[:-1]:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER ALL")
        cursor.execute("VACUUM ANALYZE")
