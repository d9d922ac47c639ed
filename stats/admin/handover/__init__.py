"""交接资料: a survey year as a workbook for the clerk who takes it over.

Nothing that a single enterprise reported stands in it, and no telephone number or mail address of anybody.
"""

from stats.admin.handover.door import HandoverDoor

__all__ = ["HandoverDoor"]
