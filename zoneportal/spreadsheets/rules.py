"""Every rule of the models, for all rows of a sheet at once: fields, `clean`, check constraints. No query a row."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models

from zoneportal.spreadsheets.conditions import holds
from zoneportal.spreadsheets.rows import Draft, Row

Refuse = Callable[[str, ValidationError], None]


class ModelRules:
    """The rules of one model, prepared once for a sheet.

    Relations are not looked up here (the columns found their records), nor is uniqueness (`uniqueness`).
    `cleans` is False where a resource judges `Model.clean` for all rows at once, because it would query.
    """

    def __init__(self, model: type[models.Model], *, cleans: bool = True) -> None:
        self.cleans = cleans
        self.fields = [
            field
            for field in model._meta.concrete_fields
            if field.editable and not (field.is_relation or field.primary_key or isinstance(field, models.FileField))
        ]
        self.relations = [field for field in model._meta.concrete_fields if field.is_relation and not field.blank]
        self.checks = [
            (constraint, holds(cast(models.Q, constraint.condition), model))
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        ]
        self._judged: dict[tuple[str, type, Any], ValidationError | None] = {}

    def judge(self, draft: Draft, refuse: Refuse, *, is_whole: bool = True) -> None:
        """Calls `refuse(name of the field or "", error)` for each rule that the draft breaks.

        A draft that lacks what was wrong in its row (not `is_whole`) is judged by its given fields only.
        """
        fields = self.fields if is_whole else [field for field in self.fields if field.name in draft.touched]
        wrong = self._field_errors(draft.instance, fields)
        for name, error in wrong:
            refuse(name, error)
        if wrong or not is_whole:
            return  # what follows assumes values of the right kind, as `full_clean` does
        if self.cleans:
            self._clean(draft.instance, refuse)
        values = {
            field.attname: getattr(draft.instance, field.attname) for field in draft.instance._meta.concrete_fields
        }
        if draft.is_new:
            values |= self._of_new_relations(draft.instance)
        for constraint, is_held in self.checks:
            if not is_held(values):
                refuse(getattr(constraint, "field", ""), ValidationError(constraint.get_violation_error_message()))

    def _field_errors(self, instance: models.Model, fields: list[models.Field]) -> list[tuple[str, ValidationError]]:
        found = []
        for field in fields:
            value = getattr(instance, field.attname)
            if field.blank and value in field.empty_values:
                continue
            error = self._judged_value(field, value, instance)
            if error:
                found.append((field.name, error))
        return found

    def _judged_value(self, field: models.Field, value: Any, instance: models.Model) -> ValidationError | None:
        """`Field.clean`, once for each distinct short value."""
        key = (field.name, type(value), value)
        if key in self._judged:
            return self._judged[key]
        try:
            field.clean(value, instance)
            error = None
        except ValidationError as raised:
            error = raised
        if not isinstance(value, str) or len(value) < 40:
            self._judged[key] = error
        return error

    def _clean(self, instance: models.Model, refuse: Refuse) -> None:
        try:
            instance.clean()
        except ValidationError as error:
            if not hasattr(error, "error_dict"):
                refuse("", error)
                return
            for name, errors in error.error_dict.items():
                refuse("" if name == "__all__" else name, ValidationError(errors))

    def _of_new_relations(self, instance: models.Model) -> Mapping[str, Any]:
        """Keys of records that the same sheet creates: unknown still, but not NULL."""
        return {
            field.attname: 0
            for field in self.relations
            if getattr(instance, field.attname) is None and field.is_cached(instance)
        }


def judge(rows: list[Row], rules: dict[type[models.Model], ModelRules], column_of: Callable[[Draft, str], str]) -> None:
    """Gives every row that writes something the errors of its drafts, at the columns the fields belong to."""
    for row in rows:
        is_whole = not row.errors
        for draft in row.drafts:
            if draft.writes and not draft.is_removed:

                def refuse(name: str, error: ValidationError, row: Row = row, draft: Draft = draft) -> None:
                    row.refuse_for(column_of(draft, name) if name else "", error)

                rules[type(draft.instance)].judge(draft, refuse, is_whole=is_whole)
