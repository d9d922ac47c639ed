"""Runs every check on what the public sees at one moment."""

from datetime import datetime

from django.utils import timezone

from zoneportal.inspection.checks import CHECKS
from zoneportal.inspection.findings import Group, Report, Visit
from zoneportal.publishing.preview import Reader


def inspect(at: datetime, *, seconds: float | None = None) -> Report:
    """`seconds` bounds how long pages of our own are asked for; what was not asked is counted in the report."""
    visit = Visit(Reader(at), timezone.localdate(at), seconds)
    groups = [Group(check, sorted(check.run(visit), key=lambda finding: finding.severity)) for check in CHECKS]
    return Report(groups, at, visit.external, visit.unasked)
