"""The evaluator of check constraints against Django's own answer, for every constraint of every model."""

import itertools
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F, Q, Value

from zoneportal.spreadsheets.records import conditions

CONSTRAINTS = [
    (model, constraint)
    for model in apps.get_models()
    if model.__module__.partition(".")[0] in ("parks", "enterprises", "stats", "zoneportal")
    for constraint in model._meta.constraints
    if isinstance(constraint, models.CheckConstraint)
]


def samples(field: models.Field) -> list:
    """Values a column can hold, the limits of its rules among them, and NULL where it may."""
    none = [None] if field.null else []
    if field.choices:
        empty = [""] if isinstance(field, models.CharField) else []
        return [*none, *empty, *(code for code, _label in field.flatchoices)][:6]
    if isinstance(field, models.BooleanField):
        return [*none, False, True]
    if isinstance(field, models.DateTimeField):
        return [*none, datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 2, tzinfo=UTC)]
    if isinstance(field, models.DateField):
        first = date(2020, 1, 1)
        return [*none, first, first + timedelta(days=1), first - timedelta(days=1)]
    if isinstance(field, models.DecimalField):
        return [*none, Decimal(-1), Decimal(0), Decimal("0.01"), Decimal(10_000), Decimal(10) ** 11]
    if isinstance(field, models.IntegerField | models.BigAutoField | models.ForeignKey):
        return [*none, 0, 1, 2, 4, 5, 12, 31, 32, 1949, 2020, 2100, 20177]
    return [*none, "", "A", "releases", "#0f5c7a", "24", "140400100012345", "91140499MA00000000"]


def rows_of(model, condition) -> list[dict]:
    """Rows of values that vary in the columns of the condition: all combinations, or a thousand of them."""
    names = sorted(named_in(condition, model))
    columns = [samples(model._meta.get_field(name)) for name in names]
    combinations = list(itertools.product(*columns))
    chosen = combinations if len(combinations) <= 300 else random.Random(1).sample(combinations, 300)
    others = {field.attname: None for field in model._meta.concrete_fields}
    attnames = [model._meta.get_field(name).attname for name in names]
    return [others | dict(zip(attnames, values, strict=True)) for values in chosen]


def named_in(q: Q, model) -> set[str]:
    found = set()
    for part in q.children:
        if isinstance(part, Q):
            found |= named_in(part, model)
        else:
            name, right = part
            path = name.partition("__")[0]
            found |= {model._meta.pk.name if path == "pk" else path} | ({right.name} if isinstance(right, F) else set())
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=lambda value: getattr(value, "name", ""))
def test_a_condition_holds_where_the_database_says_so(model, constraint):
    conditions.compiled(constraint.condition, model)  # understood, not left to the database
    holds = conditions.holds(constraint.condition, model)
    for values in rows_of(model, constraint.condition):
        asked = {field.name: Value(values[field.attname], field) for field in model._meta.concrete_fields}
        expected = constraint.condition.check(asked | {"pk": asked[model._meta.pk.name]})
        assert holds(values) is expected, values


@pytest.mark.django_db
def test_what_is_not_understood_is_left_to_the_database():
    park = apps.get_model("parks.Park")
    condition = Q(name_zh__startswith="漳泽")
    with pytest.raises(conditions.NotUnderstood):
        conditions.compiled(condition, park)
    values = {field.attname: None for field in park._meta.concrete_fields}
    assert conditions.holds(condition, park)(values | {"name_zh": "漳泽工业园"})
    assert not conditions.holds(condition, park)(values | {"name_zh": "翟店工业园"})
