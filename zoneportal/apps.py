from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "zoneportal"
    verbose_name = _("Portal")
    default = True


class PortalAdminConfig(admin_apps.AdminConfig):
    default_site = "zoneportal.admin.PortalAdminSite"
    default = False
