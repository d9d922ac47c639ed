"""The office: its site, its start page and its menu. Each app registers its own records in its own admin module."""

from zoneportal.admin.site import PortalAdminSite

__all__ = ["PortalAdminSite"]
