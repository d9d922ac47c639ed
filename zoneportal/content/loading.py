"""What a fresh installation holds, loaded row by row: only what was never there, and nothing is overwritten."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from zoneportal.publishing.actions import publish
from zoneportal.publishing.models import Publishable

REASON = _("Content of a fresh installation")


def load_missing(model: type[models.Model], rows: Iterable[dict], *, key: tuple[str, ...]) -> list[models.Model]:
    """Creates the rows whose key was never there, publishes them where they are publishable, and returns them.

    "Never there" is asked of the history: a record that was renamed or deleted on purpose does not come back.
    Two queries a row that is there, so it is for tens of rows.
    """
    return [_create(model, row) for row in rows if not was_ever_there(model, {name: row[name] for name in key})]


def was_ever_there(model: type[models.Model], key: dict) -> bool:
    return model.objects.filter(**key).exists() or model.history.filter(**key).exists()


def _create(model: type[models.Model], row: dict) -> models.Model:
    record = model(**row)
    record._change_reason = REASON
    record.full_clean()
    record.save()
    if isinstance(record, Publishable):
        publish(content=record, by=None, note=REASON)
    return record
