"""A text that is published names no enterprise."""

import pytest

from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseFormerNumber
from enterprises.queries.named import enterprises_named
from tests.factories import EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    own = EnterpriseFactory(name_zh="长治百草制药有限公司", name_en="Changzhi Baicao Pharma")
    Enterprise.objects.filter(pk=own.pk).update(credit_code="91140400111111111X", number="E0099999")
    EnterpriseFormerName.objects.create(enterprise=own, name_zh="长治百草堂药厂")
    EnterpriseFormerNumber.objects.create(enterprise=own, number="E0088888")
    return own


@pytest.mark.parametrize(
    "text",
    [
        "长治百草制药有限公司更正营业收入",
        "长治百草 制药有限公司更正",
        "长治百草\u200b制药有限公司更正",
        "corrected by CHANGZHI  Baicao pharma",
        "原长治百草堂药厂更正",
        "９１１４０４００１１１１１１１１１x更正",
        "E0099999报表更正",
        "E0088888报表更正",
    ],
)
def test_names_codes_and_numbers_are_found_present_and_former_however_they_are_typed(enterprise, text):
    assert set(enterprises_named([text])) == {text}


def test_other_words_are_not(enterprise):
    EnterpriseFactory(name_zh="百草", name_en="")
    assert enterprises_named(["百草园区一家制药企业更正营业收入", ""]) == {}


def test_many_texts_take_one_look_at_the_register(enterprise, django_assert_num_queries):
    with django_assert_num_queries(3):
        enterprises_named(["企业更正", "E0099999更正", "单位有误"])
    with django_assert_num_queries(0):
        enterprises_named(["", " "])
