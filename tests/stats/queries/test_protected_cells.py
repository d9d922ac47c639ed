import pytest
from django.utils import translation

from stats.queries.protected_cells import in_words
from tests.factories import DefinitionFactory, IndustryTagFactory, ParkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(db) -> None:
    ParkFactory(code="kj", name_zh="科技园", name_en="Science Park")
    IndustryTagFactory(code="food", name_zh="食品", name_en="Food")
    for code, name_zh, name_en in [("revenue", "营业收入", "Revenue"), ("exports", "出口", "Exports")]:
        DefinitionFactory(indicator__code=code, indicator__name_zh=name_zh, indicator__name_en=name_en)


@pytest.mark.parametrize(
    ("cell", "chinese", "english"),
    [
        ("revenue zone", "营业收入 · 全区", "Revenue · the whole zone"),
        ("revenue park:kj|industry:food", "营业收入 · 科技园 · 食品", "Revenue · Science Park · Food"),
        ("revenue park:kj|size:small", "营业收入 · 科技园 · 小型", "Revenue · Science Park · small"),
        ("revenue industry:-", "营业收入 · 未分类", "Revenue · not assigned"),
        (
            "rest revenue exports park:kj",
            "营业收入（扣除出口） · 科技园",
            "Revenue without Exports · Science Park",
        ),
        ("difference of two vintages", "同一数据前后两个版本之差", "what two versions of a figure differ by"),
    ],
)
def test_a_cell_is_named_as_readers_know_it(cell, chinese, english):
    for language, words in [("zh-hans", chinese), ("en", english)]:
        with translation.override(language):
            assert in_words([cell]) == [words]


def test_what_is_not_known_any_more_keeps_its_code():
    assert in_words(["profit park:gone"]) == ["profit · gone"]


def test_the_queries_do_not_grow_with_the_cells(django_assert_num_queries):
    with django_assert_num_queries(3):
        in_words(["revenue zone", "exports park:kj", "revenue industry:food"])
    with django_assert_num_queries(0):
        assert in_words([]) == []
