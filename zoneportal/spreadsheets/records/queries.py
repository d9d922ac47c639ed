"""What an import, undo or merge wrote, as the histories of the records have it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from zoneportal.spreadsheets.models import ImportJob, OfImport

WORDS = {"+": "created", "~": "changed", "-": "removed"}


@dataclass
class Written:
    """How many records of one model a job wrote."""

    model: type[models.Model]
    created: int = 0
    changed: int = 0
    removed: int = 0


def histories() -> Iterator[type[models.Model]]:
    """The histories that name the import which wrote an entry."""
    return (model for model in apps.get_models() if issubclass(model, OfImport))


def written_by(job: ImportJob) -> list[Written]:
    """What the job wrote, by model; nothing where it wrote nothing. One query."""
    counted = [
        entries_of(job, history)
        .order_by()
        .annotate(label=models.Value(history.instance_type._meta.label))
        .values("label", "history_type")
        .annotate(number=models.Count("pk"))
        .values_list("label", "history_type", "number")
        for history in histories()
    ]
    found: dict[str, Written] = {}
    for label, kind, number in counted[0].union(*counted[1:], all=True):
        written = found.setdefault(label, Written(apps.get_model(label)))
        setattr(written, WORDS[kind], number)
    return [found[label] for label in sorted(found)]


def edited_since(job: ImportJob) -> int:
    """How many of the records that the job wrote have a newer entry in their history. One query."""
    counted = [_edited_since(job, history) for history in histories()]
    return sum(number for _label, number in counted[0].union(*counted[1:], all=True))


def _edited_since(job: ImportJob, history: type[models.Model]) -> models.QuerySet:
    key = history.instance_type._meta.pk.attname
    newer = history.objects.filter(**{key: models.OuterRef(key)}, history_id__gt=models.OuterRef("history_id"))
    return (
        entries_of(job, history)
        .filter(models.Exists(newer.exclude(import_job=job)))
        .order_by()
        .annotate(label=models.Value(history.instance_type._meta.label))
        .values("label")
        .annotate(number=models.Count(key, distinct=True))
        .values_list("label", "number")
    )


def entries_of(job: ImportJob | int, history: type[models.Model]) -> models.QuerySet:
    """The entries of a history that the job wrote."""
    return history.objects.filter(import_job=job)
