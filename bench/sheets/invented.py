"""Invented enterprises for a measurement: the same ones in every run, and their workbook.

`python -m bench.sheets.invented FILE ROWS KIND`: `new`, `changed` (every address differs) or `plain` (headers and
values that need no understanding, for the stock library).
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

HEADERS = (
    *("企业名称", "统一社会信用代码", "所属园区", "入区日期"),
    *("注册资本", "行业代码", "成立日期", "注册地址"),
)
PLAIN_HEADERS = (
    *("name_zh", "credit_code", "capital_wan", "capital_currency"),
    *("industry_class", "established_on", "address"),
)
PLACES = ["长治", "长治市", "长治高新区", "山西", "上党区", "潞州区", "潞城区", "屯留区"]
SIGNS = "华岳云岭晋源漳水太宏图瑞丰星河天工博远金石青松海纳正大恒信新纪元东篱北辰南风"
TRADES = [
    "生物制药",
    "精密机械",
    "智能装备",
    "电子科技",
    "光电",
    "软件",
    "食品",
    "物流",
    "信息服务",
    "建材",
    "商贸",
    "新能源",
]
FORMS = ["有限公司", "有限公司", "有限责任公司", "股份有限公司"]
SHAPES = ("{0:,}(万)", "{0}万人民币元", "{0}万元", "{0}(万美元)")  # as registers write it
SUBJECTS = 31**7
SPREAD = 7_919_999_983  # a prime: neighbours get codes far apart


@dataclass(frozen=True)
class Invented:
    name: str
    code: str
    park: str
    entered_on: date
    capital: int
    currency: str
    written_capital: str
    industry: str
    established_on: date
    address: str


def enterprises(count: int, *, changed: bool = False) -> Iterator[Invented]:
    from enterprises.models import IndustryClass  # Django is set up by now
    from parks.models import Park

    parks = list(Park.objects.order_by("pk").values_list("name_zh", flat=True))
    classes = list(IndustryClass.objects.filter(level=4).order_by("code").values_list("code", flat=True))
    for n in range(count):
        place, trade, form = PLACES[n % 8], TRADES[n // 8 % 12], FORMS[n // 96 % 4]
        shape = 3 if n % 50 == 0 else n % 3
        yield Invented(
            name=f"{place}{SIGNS[n % len(SIGNS)]}{SIGNS[n * 7 % len(SIGNS)]}{n:06d}{trade}{form}",
            code=code(n),
            park=parks[n % len(parks)],
            entered_on=date(2016, 1, 1) + timedelta(days=n % 3000),
            capital=n * 37 % 100_000 + 1,
            currency="USD" if shape == 3 else "CNY",
            written_capital=SHAPES[shape].format(n * 37 % 100_000 + 1),
            industry=classes[n * 17 % len(classes)],
            established_on=date(1995, 1, 1) + timedelta(days=n * 13 % 7000),
            address=f"{'潞州区' if changed else '上党区'}示例街道{n % 500}号院{n}室",
        )


def code(n: int) -> str:
    """A valid credit code that belongs to nobody, another one for each number."""
    from stdnum.cn import uscc

    from enterprises.credit_code import ALPHABET, INVENTED_DIVISION

    subject, rest = "", n * SPREAD % SUBJECTS
    for _place in range(7):
        rest, digit = divmod(rest, 31)
        subject += ALPHABET[digit]
    body = f"91{INVENTED_DIVISION}MA{subject}"
    return body + uscc.calc_check_digit(body)


def amount_of(written: str) -> tuple[int, str]:
    """The least that turns a written capital of ours into number and currency."""
    return int(re.sub(r"\D", "", written)), "USD" if "美元" in written else "CNY"


def cells(one: Invented) -> tuple[Any, ...]:
    where = (one.name, one.code, one.park, one.entered_on)
    return *where, one.written_capital, one.industry, one.established_on, one.address


def plain_cells(one: Invented) -> tuple[Any, ...]:
    return one.name, one.code, one.capital, one.currency, one.industry, one.established_on, one.address


def write(file: Path, count: int, kind: str) -> None:
    book = xlsxwriter.Workbook(str(file))
    sheet, day = book.add_worksheet("企业"), book.add_format({"num_format": "yyyy-mm-dd"})
    headers, shaped = (PLAIN_HEADERS, plain_cells) if kind == "plain" else (HEADERS, cells)
    sheet.write_row(0, 0, headers)
    for number, one in enumerate(enterprises(count, changed=kind == "changed"), 1):
        for place, value in enumerate(shaped(one)):
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            else:
                (sheet.write_string if isinstance(value, str) else sheet.write_number)(number, place, value)
    book.close()


if __name__ == "__main__":
    import django

    django.setup()
    write(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
