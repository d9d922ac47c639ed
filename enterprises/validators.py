"""Model validators over the plain modules: the same rule, told as a form error."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from enterprises import credit_code
from zoneportal.messages import Refused

CREDIT_CODE_PATTERN = credit_code.REGEX
OLD_NUMBER_PATTERN = credit_code.OLD_NUMBER_REGEX


def validate_credit_code(value: str) -> None:
    try:
        credit_code.check(value)
    except Refused as refused:
        raise ValidationError(_(refused.message), params=refused.params) from refused
