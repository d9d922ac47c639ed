"""Columns of the menu in which the public finds nothing."""

from collections.abc import Iterator

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, IndustryTag
from parks.models import Announcement, Milestone, Park, ProfileSection
from parks.models.announcement import AnnouncementKind
from stats.models import Goal, Release
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.messages import N_

EMPTY = N_("“%(column)s” is empty: publish the first entry.")
CONTENT: tuple[type[models.Model], ...] = (ProfileSection, Milestone, Park, Goal)


def run(visit: Visit) -> Iterator[Finding]:
    for model in CONTENT:
        if not visit.read(model):
            yield empty(str(model._meta.verbose_name_plural), model)
    kinds = {each.kind for each in visit.read(Announcement)}
    for kind in AnnouncementKind:
        if kind not in kinds:
            yield empty(str(kind.label), Announcement)
    at = visit.reader.at
    rows: tuple[models.QuerySet, ...] = (
        Enterprise.objects.confirmed(at),
        IndustryTag.objects.all(),
        Release.objects.released(at),
    )
    for each in rows:
        if not each.exists():
            yield empty(str(each.model._meta.verbose_name_plural), each.model)


def empty(name: str, model: type[models.Model]) -> Finding:
    return Finding(Severity.SERIOUS, _(EMPTY) % {"column": capfirst(name)}, model)
