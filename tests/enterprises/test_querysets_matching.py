import pytest

from enterprises.models import Enterprise, EnterpriseFormerName
from tests.factories import EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    enterprise = EnterpriseFactory(name_zh="长治太行电子有限公司", name_en="Taihang Electronics")
    EnterpriseFormerName.objects.create(enterprise=enterprise, name_zh="长治无线电厂")
    EnterpriseFactory(name_zh="上党食品有限公司")
    return enterprise


@pytest.mark.parametrize("text", ["太行", "电子 长治", "无线电", "taihang", " 太行\u200b电子 "])
def test_an_enterprise_is_found_by_parts_of_its_names(enterprise, text):
    assert list(Enterprise.objects.matching(text)) == [enterprise]


def test_an_enterprise_is_found_by_its_code_and_number_however_they_are_typed(enterprise):
    code, number = enterprise.credit_code, enterprise.number
    for text in (code, code.lower(), f"{code[:8]}　", number, number.lower()):
        assert enterprise in Enterprise.objects.matching(text)
    assert list(Enterprise.objects.matching(code)) == [enterprise]


def test_every_word_must_be_there(enterprise):
    assert not Enterprise.objects.matching("太行 食品").exists()


def test_text_that_no_database_takes_is_read_as_a_space(enterprise):
    assert list(Enterprise.objects.matching("太行\x00电子")) == [enterprise]


def test_nothing_searched_is_everything(enterprise):
    assert Enterprise.objects.matching("  ").count() == 2
