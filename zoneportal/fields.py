"""Fields that stand in many models and forms, each said once."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zoneportal.years import FIRST_YEAR, LAST_YEAR


def year_field(label, **options) -> models.PositiveSmallIntegerField:
    """A year that forms, sheets and constraints accept: year_field(_("year"))."""
    validators = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    return models.PositiveSmallIntegerField(label, validators=validators, **options)


def author_field(label, **options) -> models.ForeignKey:
    """Who did it: author_field(_("signed by")). None where the program did; who has done something is never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **options
    )


class PlainNumber(forms.DecimalField):
    """An amount in the unit that its form says.

    Not the browser's box for numbers: that one silently makes 3.8 of a pasted “3.8万” and 38 of “(38)”.
    """

    default_error_messages = {
        "invalid": _(
            "This is no plain number. Write digits only, in the unit of this field: "
            "no unit behind them, no 万 or 亿 and no brackets, like 1234.5."
        )
    }

    def __init__(self, **kwargs):
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs})
