from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "zoneportal.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from zoneportal.publishing import triggers  # needs the models, which are not there before

        pre_migrate.connect(triggers.drop_triggers, sender=self)
        post_migrate.connect(triggers.complete_triggers, sender=self)
