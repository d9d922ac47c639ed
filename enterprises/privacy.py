"""What of an enterprise's register entry may name where a natural person lives."""

from enterprises.credit_code import is_individual_business
from zoneportal.characters import compact

FORMS_OF_ONE_PERSON = ("个体", "个人独资")


def address_is_public(credit_code: str | None, legal_form: str) -> bool:
    """Whether the registered address is an enterprise's and not perhaps a person's home.

    An individual business (个体工商户) and a sole proprietorship (个人独资企业) are often registered at the owner's
    home. Only a credit code tells the first for sure, so without one the address stays internal too.
    """
    if not credit_code or is_individual_business(credit_code):
        return False
    form = compact(legal_form)
    return not any(word in form for word in FORMS_OF_ONE_PERSON)
