import pytest
from django.utils import translation

from stats.finding_words import sentence_of
from stats.models import ReturnFinding


def said(language: str, variant: str, **params: str) -> str:
    found = ReturnFinding(code="unit_slip", params={"variant": variant, "line": "revenue", "unit": "person", **params})
    with translation.override(language):
        return sentence_of(found, {"revenue": "营业收入"})


@pytest.mark.parametrize(
    ("times", "fraction"),
    [("10", "十分之一"), ("100", "百分之一"), ("1,000", "千分之一"), ("10,000", "万分之一"), ("300", "300分之一")],
)
def test_chinese_writes_a_fraction_in_chinese_numerals(times, fraction):
    assert f"约为上年的{fraction}，" in said("zh-hans", "last_below", times=times)


def test_a_multiple_keeps_its_digits_and_so_does_english():
    assert "1,000倍" in said("zh-hans", "last_above", times="1,000")
    assert "one part in 1,000 of" in said("en", "last_below", times="1,000")
