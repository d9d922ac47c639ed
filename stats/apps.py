from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stats.watched import WATCHED


class StatsConfig(AppConfig):
    name = "stats"
    verbose_name = _("Statistics")
    watched = WATCHED
