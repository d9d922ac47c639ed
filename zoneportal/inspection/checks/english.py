"""Public texts that are there in Chinese only. Names of enterprises stay as the register has them."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from enterprises.models import IndustryTag
from parks.models import Announcement, Milestone, Park, ProfileSection, Zone
from stats.models import Goal, Indicator, IndicatorDefinition, Release
from zoneportal.bilingual import CHINESE, ENGLISH
from zoneportal.inspection.findings import Finding, Severity, Visit
from zoneportal.messages import N_

MISSING = N_("No English for: %(fields)s")
CONTENT: tuple[type[models.Model], ...] = (Zone, ProfileSection, Milestone, Park, Announcement, Goal)
OF_PICTURES = "photo_alt_zh"  # another check's


def run(visit: Visit) -> Iterator[Finding]:
    for model in CONTENT:
        yield from missing(model, visit.read(model))
    at = visit.reader.at
    released = Indicator.objects.filter(figures__release__in=Release.objects.released(at)).distinct().order_by("pk")
    yield from missing(Indicator, released)
    for definition in IndicatorDefinition.objects.filter(indicator__in=released).order_by("pk"):
        for finding in missing(IndicatorDefinition, [definition]):
            # A definition is a row of its indicator's form.
            yield Finding(finding.severity, finding.what, Indicator, definition.indicator)
    yield from missing(Release, Release.objects.released(at).order_by("pk"))
    yield from missing(IndustryTag, IndustryTag.objects.order_by("pk"))


def missing(model: type[models.Model], records: Iterable[models.Model]) -> Iterator[Finding]:
    for record in records:
        fields = [field for field in pairs(model) if is_missing(record, field.name)]
        if fields:
            labels = "、".join(str(capfirst(field.verbose_name)) for field in fields)
            since = getattr(record, "published_at", None)
            english = f"{fields[0].name.removesuffix(CHINESE)}{ENGLISH}"
            what = _(MISSING) % {"fields": labels}
            yield Finding(Severity.MINOR, what, model, record, timezone.localdate(since) if since else None, english)


def pairs(model: type[models.Model]) -> list[models.Field]:
    """The Chinese columns that have an English one."""
    names = {field.name for field in model._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name.endswith(f"_{CHINESE}")
        and f"{field.name.removesuffix(CHINESE)}{ENGLISH}" in names
        and field.name != OF_PICTURES
    ]


def is_missing(record: models.Model, chinese: str) -> bool:
    return bool(getattr(record, chinese)) and not getattr(record, f"{chinese.removesuffix(CHINESE)}{ENGLISH}")
