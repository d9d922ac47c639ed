from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models
from django.utils import translation

APPS = ("parks", "enterprises", "stats", "publishing", "spreadsheets", "accounts")
PATH = settings.BASE_DIR / "docs" / "data-dictionary.md"
OPENING = """\
# Data dictionary

Written from the models by `make dictionary`; a test fails when it is stale. Every record also has its history
(who, when, the values before), which is not listed here.
"""


def cell(text: object) -> str:
    return str(text).replace("\n", " ").replace("|", "\\|").strip()


def kind(field: models.Field) -> str:
    """`text ≤ 200`, `decimal 19.4`, `→ parks.Park`: the type as a reader of the database needs it."""
    if field.related_model is not None:
        arrow = "⇉" if field.many_to_many else "→"
        return f"{arrow} {field.related_model._meta.label}"
    name = field.get_internal_type().removesuffix("Field")
    if isinstance(field, models.DecimalField):
        return f"{name} {field.max_digits}.{field.decimal_places}"
    return f"{name} ≤ {field.max_length}" if field.max_length else name


def rules(field: models.Field) -> str:
    said = []
    if field.unique:
        said.append("unique")
    if field.null or field.blank:
        said.append("may be empty")
    if field.choices:
        said.append("one of " + ", ".join(f"`{value}` {label}" for value, label in field.flatchoices))
    return "; ".join(said)


def about(model: type[models.Model]) -> Iterator[str]:
    meta = model._meta
    yield f"### {meta.object_name}: {meta.verbose_name}"
    yield f"Table `{meta.db_table}`."
    yield "\n".join(table(model))
    if meta.constraints:
        yield "\n".join(
            f"- `{constraint.name}`: {cell(constraint.violation_error_message)}" for constraint in meta.constraints
        )


def table(model: type[models.Model]) -> Iterator[str]:
    yield "| column | name | type | rules | meaning |"
    yield "|---|---|---|---|---|"
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if not field.primary_key:
            row = (f"`{field.name}`", field.verbose_name, kind(field), rules(field), field.help_text)
            yield f"| {' | '.join(map(cell, row))} |"


def dictionary() -> str:
    """The whole document, in the source language, so that it is the same on every machine."""
    with translation.override(None):
        parts = [OPENING.strip()]
        for label in APPS:
            config = apps.get_app_config(label)
            parts.append(f"## {label}")
            for model in sorted(config.get_models(), key=lambda model: model.__name__):
                if not hasattr(model, "history_object"):
                    parts.extend(about(model))
        return "\n\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "Writes docs/data-dictionary.md from the models."
    requires_system_checks = ()

    def handle(self, **options) -> None:
        PATH.write_text(dictionary(), encoding="utf-8")
        self.stdout.write(f"Written: {PATH}")
