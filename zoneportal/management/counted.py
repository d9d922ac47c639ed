from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext


def counted(counts: Mapping[type[models.Model], int]) -> str:
    """“企业 20、数据 300”: how many records of which kind, in the words and the language of the portal."""
    return gettext(", ").join(f"{model._meta.verbose_name} {count}" for model, count in counts.items())
