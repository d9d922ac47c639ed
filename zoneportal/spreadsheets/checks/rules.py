"""Every rule of the models, for all rows of a chunk at once: fields, `clean`, check constraints. No query a row."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from zoneportal.spreadsheets.records.conditions import holds
from zoneportal.spreadsheets.values.rows import Draft, Row, empty

Refuse = Callable[[str, ValidationError], None]
ColumnOf = Callable[[Draft, str], str]
IsFine = Callable[[Any], bool]

LONGEST_REMEMBERED, MOST_REMEMBERED = 40, 20_000


class FieldRule:
    """`Field.clean` of one field. Values that are certainly fine, or were judged before, cost next to nothing."""

    def __init__(self, field: models.Field) -> None:
        self.field = field
        self._is_fine = _certainly_fine(field)
        self._judged: dict[tuple[type, Any], ValidationError | None] = {}

    def error(self, instance: models.Model) -> ValidationError | None:
        value = instance.__dict__[self.field.attname]
        if self._is_fine is not None and self._is_fine(value):
            return None
        key = (value.__class__, value)
        if key in self._judged:
            return self._judged[key]
        error = self._of(value, instance)
        if not isinstance(value, str) or len(value) < LONGEST_REMEMBERED:
            if len(self._judged) > MOST_REMEMBERED:
                self._judged.clear()
            self._judged[key] = error
        return error

    def _of(self, value: Any, instance: models.Model) -> ValidationError | None:
        if self.field.blank and value in self.field.empty_values:
            return None
        try:
            self.field.clean(value, instance)
        except ValidationError as raised:
            return raised
        return None


def _certainly_fine(field: models.Field) -> IsFine | None:
    """A quick test that lets through only what `Field.clean` would; None where there is none."""
    if field.choices:
        return None
    if isinstance(field, models.CharField | models.TextField):
        if not all(type(validator) is MaxLengthValidator for validator in field.validators):
            return None
        shortest, longest = 0 if field.blank else 1, field.max_length or 10**9
        return lambda value: value.__class__ is str and shortest <= len(value) <= longest
    if isinstance(field, models.BooleanField):
        return lambda value: value is True or value is False
    if type(field) is models.DateField and not field.validators:
        return lambda value: value.__class__ is date or (value is None and field.blank)
    return None


def checks_of(model: type[models.Model]) -> list[tuple[models.CheckConstraint, Callable[[Mapping[str, Any]], bool]]]:
    """The check constraints, each with the function that tells whether a row of values holds it."""
    return [
        (constraint, holds(cast(models.Q, constraint.condition), model))
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]


class ModelRules:
    """The rules of one model, prepared once for a sheet.

    Relations are not looked up here (the columns found their records), nor is uniqueness (`uniqueness`).
    `cleans` is False where a resource judges `Model.clean` for all rows at once, because it would query.
    """

    def __init__(self, model: type[models.Model], *, cleans: bool = True) -> None:
        self.cleans = cleans
        self.fields = [
            FieldRule(field)
            for field in model._meta.concrete_fields
            if field.editable and not (field.is_relation or field.primary_key or isinstance(field, models.FileField))
        ]
        fresh = empty(model)
        self._fine_when_new = {rule.field.name for rule in self.fields if rule.error(fresh) is None}
        self._of_new: dict[frozenset[str], list[FieldRule]] = {}
        self.relations = [field for field in model._meta.concrete_fields if field.is_relation and not field.blank]
        self.checks = checks_of(model)

    def judge(self, draft: Draft, refuse: Refuse, *, is_whole: bool = True) -> None:
        """Calls `refuse(name of the field or "", error)` for each rule that the draft breaks.

        A draft that lacks what was wrong in its row (not `is_whole`) is judged by its given fields only.
        """
        instance = draft.instance
        if not is_whole:
            rules = [rule for rule in self.fields if rule.field.name in draft.touched]
        else:
            rules = self._rules_of_new(frozenset(draft.touched)) if draft.is_new else self.fields
        is_wrong = False
        for rule in rules:
            error = rule.error(instance)
            if error is not None:
                refuse(rule.field.name, error)
                is_wrong = True
        if is_wrong or not is_whole:
            return  # what follows assumes values of the right kind, as `full_clean` does
        if self.cleans:
            self._clean(instance, refuse)
        values: Mapping[str, Any] = instance.__dict__
        if draft.is_new and self.relations:
            values = {**values, **self._of_new_relations(instance)}
        for constraint, is_held in self.checks:
            if not is_held(values):
                refuse(getattr(constraint, "field", ""), ValidationError(constraint.get_violation_error_message()))

    def _rules_of_new(self, touched: frozenset[str]) -> list[FieldRule]:
        """Of the fields that were given, and of those whose default alone is wrong."""
        if touched not in self._of_new:
            names = {rule.field.name for rule in self.fields} - (self._fine_when_new - touched)
            self._of_new[touched] = [rule for rule in self.fields if rule.field.name in names]
        return self._of_new[touched]

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


def judge(rows: list[Row], rules: dict[type[models.Model], ModelRules], column_of: ColumnOf) -> None:
    """Gives every row that writes something the errors of its drafts, at the columns the fields belong to."""
    for row in rows:
        is_whole = not row.errors
        for draft in row.drafts:
            if draft.writes and not draft.is_removed:

                def refuse(name: str, error: ValidationError, row: Row = row, draft: Draft = draft) -> None:
                    row.refuse_for(column_of(draft, name) if name else "", error)

                rules[draft.instance.__class__].judge(draft, refuse, is_whole=is_whole)
