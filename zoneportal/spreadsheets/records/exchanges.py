"""Values that changed rows pass on to each other, such as two parks that swap their address words.

A database judges what may exist once row by row. So a record whose value another one takes steps aside before rows are
written, with a value that nobody has, and is written with its own one afterwards. No history tells of it.
"""

from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat

CHUNK = 2000
ROOM = 20  # characters, for a sign and a primary key
SIGN = "\x01"  # no cell and no form lets it in


def movable(fields: Iterable[models.Field]) -> tuple[str, ...]:
    """Names of the fields of a unique rule that can hold a value which nobody has: texts that no other rule binds."""
    return tuple(field.name for field in fields if _is_free_text(field))


def _is_free_text(field: models.Field) -> bool:
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return False
    checks = [each for each in field.model._meta.constraints if isinstance(each, models.CheckConstraint)]
    is_bound = any(field.name in each.condition.referenced_base_fields for each in checks)
    return not is_bound and (field.max_length is None or field.max_length >= ROOM)


def step_aside(model: type[models.Model], name: str, keys: Collection[int]) -> None:
    """Gives the records values in this field that nobody has. The caller writes the field of each afterwards."""
    ordered, unused = sorted(keys), Concat(Value(SIGN), Cast("pk", models.CharField()))
    for start in range(0, len(ordered), CHUNK):
        model._base_manager.filter(pk__in=ordered[start : start + CHUNK]).update(**{name: unused})
