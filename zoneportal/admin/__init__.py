from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """The office: where administrators keep the zone's content and figures."""

    site_title = _("Zone office")
    site_header = _("Zone office")
    index_title = _("What there is to do")
