from zoneportal.spreadsheets.admin.jobs import ImportJobAdmin
from zoneportal.spreadsheets.admin.sheets import SheetAdmin

__all__ = ["ImportJobAdmin", "SheetAdmin"]
