"""Fields that stand in many models, each said once."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

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
