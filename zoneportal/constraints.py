"""Constraints that know at which field their sentence belongs, and the way back from a database error to it."""

import re

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

SQLITE_NAMED = re.compile(r"(?:CHECK constraint failed: |index ')?(\w+)'?")
SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (\w+\.\w+(?:, \w+\.\w+)*)")


class AtField:
    """Puts the sentence of a broken constraint at `field`, and leaves it with the record where there is none."""

    plain = ""  # where migrations find the constraint

    def __init__(self, *args, field: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.field = field

    def deconstruct(self):
        # Migrations know the plain constraint: the field is a matter of the form.
        _path, args, kwargs = super().deconstruct()
        return self.plain, args, kwargs

    def clone(self):
        copy = super().clone()
        copy.field = self.field
        return copy

    # A constraint of which the form does not show every field is not judged there, so the field is on the form.
    def validate(self, model, instance, exclude=None, **kwargs) -> None:
        try:
            super().validate(model, instance, exclude=exclude, **kwargs)
        except ValidationError as error:
            if not self.field:
                raise
            raise ValidationError({self.field: ValidationError(error.messages, error.code)}) from error


class Check(AtField, models.CheckConstraint):
    plain = "django.db.models.CheckConstraint"


class Unique(AtField, models.UniqueConstraint):
    plain = "django.db.models.UniqueConstraint"


def sentence_for(error: IntegrityError) -> str | None:
    """What a clerk is told when the database refused a row that another writer or a bulk write let through.

    None where no rule of a model stands behind the error. Rules that only the database holds are named by their
    model: `DATABASE_RULES = {"registration_no_overlap": OVERLAP}`.
    """
    name, columns = _broken(error)
    if not name and not columns:
        return None
    for model in apps.get_models():
        sentence = _sentence_by_name(model, name) if name else _sentence_by_columns(model, columns)
        if sentence:
            return str(sentence)
    return None


def _broken(error: IntegrityError) -> tuple[str, set[str]]:
    """The name of the broken constraint (PostgreSQL, and SQLite where it has one), or {"table.column"}."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or "", set()
    text = str(error)
    if found := SQLITE_UNIQUE.fullmatch(text):
        return "", set(found[1].split(", "))
    found = SQLITE_NAMED.fullmatch(text.removeprefix("UNIQUE constraint failed: "))
    return (found[1], set()) if found else ("", set())


def _sentence_by_name(model: type[models.Model], name: str):
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return constraint.get_violation_error_message()
    for field in model._meta.concrete_fields:
        # PostgreSQL's own name for a unique column, and Django's when the column became unique later.
        own = re.escape(f"{model._meta.db_table}_{field.column}")
        if field.unique and re.fullmatch(rf"{own}(_key|_[0-9a-f]+_uniq)", name):
            return _taken(model, field)
    return getattr(model, "DATABASE_RULES", {}).get(name)


def _sentence_by_columns(model: type[models.Model], columns: set[str]):
    table = model._meta.db_table
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = {f"{table}.{model._meta.get_field(name).column}" for name in constraint.fields}
            if names == columns:
                return constraint.get_violation_error_message()
    for field in model._meta.concrete_fields:
        if field.unique and columns == {f"{table}.{field.column}"}:
            return _taken(model, field)
    return None


def _taken(model: type[models.Model], field: models.Field) -> str:
    return model().unique_error_message(model, (field.name,)).messages[0]
