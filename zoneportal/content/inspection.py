"""Deadlines of columns, as inspections of government sites count them. An administrator edits them."""

from datetime import date

from zoneportal.inspection.models import Column

INDICATORS_OF_INSPECTION = "国办秘函〔2019〕19号"
SINCE = date(2019, 4, 1)

DEADLINES = (
    {"column": Column.NEWS, "days": 14, "valid_from": SINCE, "document": INDICATORS_OF_INSPECTION},
    {"column": Column.NOTICES, "days": 180, "valid_from": SINCE, "document": INDICATORS_OF_INSPECTION},
    # Chosen by the makers of the program: no notice sets them.
    {"column": Column.STATISTICS, "days": 181, "valid_from": SINCE, "document": ""},
    {"column": Column.PROFILE, "days": 365, "valid_from": SINCE, "document": ""},
    {"column": Column.ACCESSIBILITY, "days": 365, "valid_from": SINCE, "document": ""},
)
