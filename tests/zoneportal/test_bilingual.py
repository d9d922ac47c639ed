import pytest
from django.utils import translation

from parks.models import Park
from stats.models import Figure, IndicatorDefinition
from zoneportal.bilingual import content_language, either, in_both, refusal_in_both
from zoneportal.messages import Refused


@pytest.mark.parametrize(
    ("language", "spoken"), [("zh-hans", "zh"), ("en", "en"), ("en-gb", "en"), ("fr", "zh"), (None, "zh")]
)
def test_content_is_chinese_unless_the_reader_asked_for_english(language, spoken):
    with translation.override(language):
        assert content_language() == spoken


def test_name_follows_the_language():
    park = Park(name_zh="漳泽工业园", name_en="Zhangze Industrial Park")
    with translation.override("en"):
        assert park.name == "Zhangze Industrial Park"
    with translation.override("zh-hans"):
        assert park.name == "漳泽工业园"


def test_english_reader_sees_chinese_where_the_english_is_still_empty():
    with translation.override("en"):
        assert Park(name_zh="漳泽工业园").name == "漳泽工业园"


def test_bilingual_name_is_written_by_its_columns_only():
    with pytest.raises(AttributeError, match="name_zh"):
        Park().name = "漳泽工业园"


def test_label_is_decided_when_it_is_shown():
    label = either("亿元", "hundred million yuan")
    with translation.override("en"):
        assert str(label) == "hundred million yuan"
    with translation.override("zh-hans"):
        assert str(label) == "亿元"


def test_units_and_qualifiers_are_shown_in_one_language():
    with translation.override("zh-hans"):
        assert IndicatorDefinition(unit="yi_yuan").get_unit_display() == "亿元"
        assert Figure(qualifier="over").get_qualifier_display() == "余"


def test_terminal_reads_the_sentence_in_chinese_and_then_in_english():
    assert in_both(lambda: either("没有数据。", "No data.")) == "没有数据。No data."
    assert in_both(lambda: either("没有", "Nothing")) == "没有 Nothing"


def test_what_both_languages_say_alike_is_said_once():
    assert in_both(lambda: "GDP") == "GDP"


def test_refusal_is_said_in_both():
    said = refusal_in_both(Refused("There is no import %(number)s that this user may see.", number=7))
    assert said.endswith("There is no import 7 that this user may see.")
    assert said.count("7") == 2
