import pytest

from enterprises.privacy import address_is_public

COMPANY, INDIVIDUAL = "91140400MA0GTJ0T3X", "92140400MA0GTJ0T3X"


def test_address_of_a_company_is_public():
    assert address_is_public(COMPANY, "有限责任公司(自然人投资或控股)")


def test_company_with_one_shareholder_is_still_a_company():
    assert address_is_public(COMPANY, "有限责任公司（自然人独资）")


def test_address_of_an_individual_business_is_not_public_whatever_its_legal_form_says():
    assert not address_is_public(INDIVIDUAL, "有限责任公司")


@pytest.mark.parametrize("form", ["个体工商户", "个体户", "个人独资企业", " 个 体 工商户", "个人独资企业分支机构"])
def test_form_of_one_person_keeps_the_address_internal(form):
    assert not address_is_public(COMPANY, form)


@pytest.mark.parametrize("code", [None, ""])
def test_without_a_credit_code_nobody_knows_whose_address_it_is(code):
    assert not address_is_public(code, "有限责任公司")
