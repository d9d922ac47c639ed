"""What of an enterprise's register entry may name where a natural person lives."""

from zoneportal.characters import compact

INDIVIDUAL_BUSINESS = "2"  # second character of a credit code (GB 32100): 个体工商户
FORMS_OF_ONE_PERSON = ("个体", "个人独资")


def address_is_public(credit_code: str | None, legal_form: str) -> bool:
    """Whether the registered address is an enterprise's and not perhaps a person's home.

    An individual business (个体工商户) and a sole proprietorship (个人独资企业) are often registered at the owner's
    home. Only a credit code tells the first for sure, so without one the address stays internal too.
    """
    if not credit_code or credit_code[1:2] == INDIVIDUAL_BUSINESS:
        return False
    form = compact(legal_form)
    return not any(word in form for word in FORMS_OF_ONE_PERSON)
