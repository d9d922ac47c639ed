from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zoneportal.accounts.roles import complete_groups


class AccountsConfig(AppConfig):
    name = "zoneportal.accounts"
    label = "accounts"
    verbose_name = _("Accounts and roles")

    def ready(self) -> None:
        # Permissions do not exist before migrate has run, so the groups are completed after it.
        post_migrate.connect(complete_groups, dispatch_uid="accounts.complete_groups")
        # The names of the roles are sentences of the table, so they are shown in the reader's language everywhere.
        group = self.apps.get_model("auth", "Group")
        group.__str__ = lambda group: gettext(group.name)
        group._meta.verbose_name = pgettext_lazy("roles of the office", "group")
        group._meta.verbose_name_plural = pgettext_lazy("roles of the office", "groups")
