import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats import size_classes
from stats.size_classes import EDITIONS, SIZES, Edition, Rule, Verdict, size_class

# The annex of 国统字〔2017〕213号 as it is printed: X staff, Y revenue, Z assets (both 万元).
ANNEX = """
农、林、牧、渔业 | A A01 A0511 | Y≥20000 500≤Y<20000 50≤Y<500 Y<50
工业 | B06 C2710 D4411 C | X≥1000 300≤X<1000 20≤X<300 X<20 | Y≥40000 2000≤Y<40000 300≤Y<2000 Y<300
建筑业 | E47 E5010 | Y≥80000 6000≤Y<80000 300≤Y<6000 Y<300 | Z≥80000 5000≤Z<80000 300≤Z<5000 Z<300
批发业 | F51 F5162 | X≥200 20≤X<200 5≤X<20 X<5 | Y≥40000 5000≤Y<40000 1000≤Y<5000 Y<1000
零售业 | F52 F5211 | X≥300 50≤X<300 10≤X<50 X<10 | Y≥20000 500≤Y<20000 100≤Y<500 Y<100
交通运输业 | G5430 G58 G591 G5910 | X≥1000 300≤X<1000 20≤X<300 X<20 | Y≥30000 3000≤Y<30000 200≤Y<3000 Y<200
仓储业 | G592 G5930 G599 | X≥200 100≤X<200 20≤X<100 X<20 | Y≥30000 1000≤Y<30000 100≤Y<1000 Y<100
邮政业 | G60 G6010 | X≥1000 300≤X<1000 20≤X<300 X<20 | Y≥30000 2000≤Y<30000 100≤Y<2000 Y<100
住宿业 | H61 H6110 | X≥300 100≤X<300 10≤X<100 X<10 | Y≥10000 2000≤Y<10000 100≤Y<2000 Y<100
餐饮业 | H62 H6210 | X≥300 100≤X<300 10≤X<100 X<10 | Y≥10000 2000≤Y<10000 100≤Y<2000 Y<100
信息传输业 | I63 I6410 | X≥2000 100≤X<2000 10≤X<100 X<10 | Y≥100000 1000≤Y<100000 100≤Y<1000 Y<100
软件和信息技术服务业 | I65 I6510 | X≥300 100≤X<300 10≤X<100 X<10 | Y≥10000 1000≤Y<10000 50≤Y<1000 Y<50
房地产开发经营 | K701 K7010 | Y≥200000 1000≤Y<200000 100≤Y<1000 Y<100 | Z≥10000 5000≤Z<10000 2000≤Z<5000 Z<2000
物业管理 | K702 K7020 | X≥1000 300≤X<1000 100≤X<300 X<100 | Y≥5000 1000≤Y<5000 500≤Y<1000 Y<500
租赁和商务服务业 | L71 L7221 | X≥300 100≤X<300 10≤X<100 X<10 | Z≥120000 8000≤Z<120000 100≤Z<8000 Z<100
其他未列明行业 | K703 K7090 M73 N7721 O8211 Q85 Q8511 R8810 | X≥300 100≤X<300 10≤X<100 X<10
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in ANNEX.strip().splitlines()]
# Values at every bound of the annex, one below and one above it.
BOUNDS = sorted(
    {int(number) + step for number in re.findall(r"\d{2,}", ANNEX.replace("|", " ")) for step in (-1, 0, 1)}
)
AMOUNT = st.sampled_from(BOUNDS) | st.integers(0, 300_000)


def in_range(printed, values):
    letter = re.search("[XYZ]", printed)[0]
    text = re.sub(r"(\d+)≤[XYZ]<(\d+)", r"\1 <= v < \2", printed)
    text = re.sub(r"[XYZ]≥(\d+)", r"v >= \1", text)
    text = re.sub(r"[XYZ]<(\d+)", r"v < \1", text)
    return eval(text, {"v": values[letter]})


def read_off(indicators, values):
    """The last class (the smallest) among those that the indicators, one by one, are printed in."""
    found = [[in_range(printed, values) for printed in each.split()].index(True) for each in indicators]
    return SIZES[max(found)]


def judge(code, *, staff=None, revenue=None, assets=None, year=2025, **other):
    numbers = [None if each is None else Decimal(each) for each in (staff, revenue, assets)]
    return size_class(
        code[1:] or code, code[:1], year=year, staff=numbers[0], revenue_wan=numbers[1], assets_wan=numbers[2], **other
    )


@given(st.sampled_from(ROWS), st.data(), AMOUNT, AMOUNT, AMOUNT)
def test_every_line_of_the_annex_is_followed(row, data, staff, revenue, assets):
    _name, codes, *indicators = row
    code = data.draw(st.sampled_from(codes.split()))

    verdict = judge(code, staff=staff, revenue=revenue, assets=assets)

    assert verdict == Verdict(read_off(indicators, {"X": staff, "Y": revenue, "Z": assets}))


def test_every_line_of_the_annex_stands_in_the_table():
    assert [rule.name_zh for rule in EDITIONS[0].rules] == [name for name, *_ in ROWS]


def test_a_missing_indicator_leaves_the_class_open():
    assert judge("C2710", staff=5000) == Verdict(None, size_classes.MISSING["revenue"])
    assert judge("C2710", revenue=90000) == Verdict(None, size_classes.MISSING["staff"])
    assert judge("E47", revenue=90000) == Verdict(None, size_classes.MISSING["assets"])


def test_one_indicator_is_enough_for_a_micro_enterprise():
    assert judge("C2710", staff=19) == Verdict("micro")
    assert judge("C2710", revenue=299) == Verdict("micro")


def test_a_fraction_below_the_bound_does_not_reach_it():
    assert judge("A01", revenue="19999.99") == Verdict("medium")


@pytest.mark.parametrize("code", ["J66", "P83", "Q84", "Q8411", "S91", "T97", "G53", "G5310", "K704", "K7040"])
def test_what_the_rule_leaves_out_has_no_class(code):
    assert judge(code, staff=500, revenue=50000, assets=50000) == Verdict(None, size_classes.NOT_COVERED)


@pytest.mark.parametrize("code", ["F", "G", "G59", "H", "I", "K", "K70", "Q"])
def test_an_industry_with_several_lines_must_be_known_more_exactly(code):
    assert judge(code, staff=500, revenue=50000, assets=50000) == Verdict(None, size_classes.TOO_COARSE)


def test_without_an_industry_there_is_no_class():
    verdict = size_class("", "", year=2025, staff=Decimal(5), revenue_wan=None, assets_wan=None)
    assert verdict == Verdict(None, size_classes.NO_INDUSTRY)


def test_a_negative_number_gives_no_class():
    assert judge("C2710", staff=-1, revenue=9) == Verdict(None, size_classes.IMPOSSIBLE)


def test_the_rule_of_2017_is_not_used_for_years_before_it():
    assert judge("C2710", staff=5, year=2016) == Verdict(None, size_classes.NO_EDITION)
    assert judge("C2710", staff=5, year=2017) == Verdict("micro")


def test_a_later_rule_holds_from_its_year_on():
    later = Edition(2030, "国统字〔2030〕1号", (Rule("工业", ("C",), {"staff": (10, 5, 2)}),))
    editions = (*EDITIONS, later)
    assert judge("C2710", staff=12, revenue=1, year=2030, editions=editions) == Verdict("large")
    assert judge("C2710", staff=12, revenue=1, year=2029, editions=editions) == Verdict("micro")
