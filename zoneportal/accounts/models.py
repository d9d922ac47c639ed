from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class User(AbstractUser):
    """A member of the office. Rights come from groups, which are the roles of `accounts.roles`."""

    first_name = None
    last_name = None
    display_name = models.CharField(
        pgettext_lazy("person", "name"),
        max_length=60,
        blank=True,
        help_text=_("As colleagues should see it in the history."),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name or self.username
