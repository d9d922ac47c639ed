from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from enterprises.watched import WATCHED


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Enterprises")
    watched = WATCHED
