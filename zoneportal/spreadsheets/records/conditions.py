"""Check constraints judged in Python from their own condition: no query for each row, the same answer."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.db.models import F, Q, Value

# True, False, or None where a database says NULL; a check constraint holds unless its condition is False.
Verdict = bool | None
Condition = Callable[[Mapping[str, Any]], Verdict]


class NotUnderstood(Exception):  # noqa: N818
    """The condition uses what is not evaluated here; the database is to be asked."""


def compiled(q: Q, model: Any) -> Condition:
    """A function of {attname or field name: value}. Errors: NotUnderstood."""
    parts = [
        compiled(part, model) if isinstance(part, Q) else _lookup(*cast(tuple[str, Any], part), model)
        for part in q.children
    ]
    joined = {Q.AND: _all, Q.OR: _any}.get(q.connector)
    if joined is None:
        raise NotUnderstood(q.connector)
    return _negated(joined(parts)) if q.negated else joined(parts)


def _all(parts: list[Condition]) -> Condition:
    def condition(values: Mapping[str, Any]) -> Verdict:
        found: Verdict = True
        for part in parts:
            verdict = part(values)
            if verdict is False:
                return False
            found = None if verdict is None else found
        return found

    return condition


def _any(parts: list[Condition]) -> Condition:
    def condition(values: Mapping[str, Any]) -> Verdict:
        found: Verdict = False
        for part in parts:
            verdict = part(values)
            if verdict is True:
                return True
            found = None if verdict is None else found
        return found

    return condition


def _negated(part: Condition) -> Condition:
    def condition(values: Mapping[str, Any]) -> Verdict:
        verdict = part(values)
        return None if verdict is None else not verdict

    return condition


def _regex(pattern: str) -> Callable[[Any, Any], bool]:
    search = re.compile(pattern).search
    return lambda value, _pattern: search(str(value)) is not None


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, choices: value in choices,
}


def _lookup(name: str, right: Any, model: Any) -> Condition:
    path, _, kind = name.partition("__")
    field = model._meta.pk if path == "pk" else model._meta.get_field(path)
    kind = kind or "exact"
    if kind == "isnull" or (kind == "exact" and right is None):
        wanted = True if right is None else bool(right)
        return lambda values: (values[field.attname] is None) is wanted
    if kind == "regex" and isinstance(right, str):
        compare = _regex(right)
    elif kind not in _COMPARISONS or (hasattr(right, "resolve_expression") and type(right) is not F):
        raise NotUnderstood(name)
    else:
        compare = _COMPARISONS[kind]
    other = model._meta.get_field(right.name).attname if isinstance(right, F) else None

    def condition(values: Mapping[str, Any]) -> Verdict:
        left, against = values[field.attname], values[other] if other else right
        return None if left is None or against is None else compare(left, against)

    return condition


def holds(q: Q, model: Any) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a check constraint with this condition lets a row of values through."""
    try:
        condition = compiled(q, model)
    except NotUnderstood:
        return lambda values: q.check(_by_field_name(values, model))
    return lambda values: condition(values) is not False


def _by_field_name(values: Mapping[str, Any], model: Any) -> dict[str, Value]:
    """As `Model.validate_constraints` hands them over: with their fields, which say how NULL is to be read."""
    named = {field.name: Value(values[field.attname], field) for field in model._meta.concrete_fields}
    return named | {"pk": named[model._meta.pk.name]}
