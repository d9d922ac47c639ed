"""Two states of a record side by side, in words a clerk reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zoneportal.richtext import RichTextField

CONTEXT = 30  # characters shown before and after what changed in a long text
LONGEST = 300


@dataclass(frozen=True)
class Difference:
    """One field: its label, and both values as text."""

    name: str
    label: str
    old: str
    new: str


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def raw_value(record, field: models.Field):
    """The comparable value of a field of a record or of a version from its history."""
    value = getattr(record, field.attname)
    if isinstance(field, models.FileField):
        return str(value or "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def changed_fields(old, new, model: type[models.Model]) -> list[models.Field]:
    return [field for field in stored_fields(model) if raw_value(old, field) != raw_value(new, field)]


def differences(old, new, model: type[models.Model]) -> list[Difference]:
    """What differs between two states. A query for each relation that changed, none for the others."""
    return list(_each(changed_fields(old, new, model), old, new))


def _each(fields: Iterable[models.Field], old, new) -> Iterator[Difference]:
    for field in fields:
        before, after = shortened(shown(old, field), shown(new, field))
        yield Difference(field.name, capfirst(field.verbose_name), before, after)


def shown(record, field: models.Field) -> str:
    """The value of a field as text: choices and relations by name, rich text without its mark-up.

    A field whose value is no text for people says it itself: `in_words(value)`.
    """
    value = getattr(record, field.attname)
    if isinstance(field, models.BooleanField) and value is not None:
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return _("(empty)")
    if hasattr(field, "in_words"):
        return field.in_words(value)
    if isinstance(field, RichTextField):
        return unescape(strip_tags(value.replace("><", "> <"))).strip()
    if field.is_relation:
        try:
            return str(getattr(record, field.name))
        except ObjectDoesNotExist:
            return _("(deleted)")
    if isinstance(field, models.FileField):
        return str(value)
    return str(display_for_field(value, field, _("(empty)"), avoid_link=True))


def shortened(old: str, new: str) -> tuple[str, str]:
    """Long texts without the beginning and the end they share."""
    if max(len(old), len(new)) <= 2 * CONTEXT:
        return old, new
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    return _cut(old, start, end), _cut(new, start, end)


def _shared(one: str, other: str) -> int:
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _cut(text: str, start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT), min(len(text), len(text) - end + CONTEXT)
    middle = text[first:last]
    if len(middle) > LONGEST:
        middle = f"{middle[:LONGEST]}…"
    return f"{'…' if first else ''}{middle}{'…' if last < len(text) else ''}"
