from dataclasses import fields

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from zoneportal.spreadsheets.files.limits import Limits, put_in_force


class SpreadsheetsConfig(AppConfig):
    name = "zoneportal.spreadsheets"
    label = "spreadsheets"
    verbose_name = _("Spreadsheets")

    def ready(self) -> None:
        try:
            put_in_force(Limits(**settings.SHEET_LIMITS))
        except TypeError as error:
            known = ", ".join(field.name for field in fields(Limits))
            raise ImproperlyConfigured(f"SHEET_LIMITS is not valid: it may name {known}.") from error
        autodiscover_modules("resources")
