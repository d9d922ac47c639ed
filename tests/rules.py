"""How a broken rule is seen: by the clerk at a field of the form, and by the database when a form is passed by."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

from zoneportal.constraints import sentence_for

RECORD = NON_FIELD_ERRORS


def sentences_at(record: models.Model, field: str, **changes) -> list[str]:
    """What `full_clean` says in English at `field` (RECORD: at none) once the record has the changes."""
    for name, value in changes.items():
        setattr(record, name, value)
    with translation.override("en"):
        try:
            record.full_clean()
        except ValidationError as error:
            return [str(message) for message in error.message_dict.get(field, [])]
    return []


def told_by_database(record: models.Model, **changes) -> str | None:
    """The sentence for the database's own refusal of the changes, written past every form."""
    return told_by_database_on(lambda: type(record).objects.filter(pk=record.pk).update(**changes))


def told_by_database_on(write) -> str | None:
    with translation.override("en"):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            write()
        return sentence_for(caught.value)
