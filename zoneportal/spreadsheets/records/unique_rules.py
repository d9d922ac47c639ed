"""The unique fields and constraints of a model, as rules that tell what of a record may exist once."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import cast

from django.db import models

from zoneportal.spreadsheets.records.conditions import Condition, compiled

Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class UniqueRule:
    """One unique field or constraint. `sentence` is "" where the model has none of its own."""

    fields: tuple[models.Field, ...]
    condition: Condition | None = None
    sentence: str = ""
    place: str = ""  # the field at which the sentence belongs

    def key(self, instance: models.Model) -> Key | None:
        """What may occur once; None where the rule does not apply. A record to be created stands for itself."""
        if self.condition and self.condition(instance.__dict__) is not True:
            return None
        values, key = instance.__dict__, []
        for field in self.fields:
            value = values[field.attname]
            if value is None and field.is_relation and field.is_cached(instance):
                related = field.get_cached_value(instance)
                value = related and ("to be created", id(related))
            if value is None or (value == "" and not field.editable):
                return None  # nothing, or what the program gives at the moment of writing
            key.append(value)
        return tuple(key)


def rules_of(model: type[models.Model]) -> list[UniqueRule]:
    rules = [UniqueRule((field,)) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            fields = tuple(cast(models.Field, model._meta.get_field(name)) for name in constraint.fields)
            condition = compiled(constraint.condition, model) if constraint.condition else None
            sentence, place = str(constraint.get_violation_error_message()), getattr(constraint, "field", "")
            rules.append(UniqueRule(fields, condition, sentence, place))
    return rules
