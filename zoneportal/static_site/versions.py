"""What a page shows, as one short text: while it stays the same, the page stays the same and is not made again.

It is computed from the public rows behind the topics of the page, with where their days stand to today: so a page of an
enterprise is made again when its own rows change or one of its days comes, and not when another enterprise does.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from enterprises.models import Enterprise, EnterpriseFormerNumber
from enterprises.watched import REGISTER
from zoneportal.pages.security import expires
from zoneportal.publishing.models import EVERYTHING, Change, Publication, Publishable
from zoneportal.static_site.mapping import SEARCH
from zoneportal.static_site.routes import match_of, page_of

SOURCES = ("zoneportal", "parks", "enterprises", "stats", "templates", "locale", "static", "requirements.lock")
ENDINGS = {".py", ".html", ".xml", ".txt", ".mo", ".csv", ".css", ".js", ".lock", ".json"}
Model = type[models.Model]


def code_version() -> str:
    """Changes with the program: then every page is made again."""
    found = hashlib.sha256()
    for name in SOURCES:
        top = Path(settings.BASE_DIR) / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.suffix in ENDINGS and file.is_file():
                found.update(f"{file.relative_to(settings.BASE_DIR)}\0".encode() + file.read_bytes())
    return found.hexdigest()


def models_by_topic() -> dict[str, list[Model]]:
    """The models whose rows the public sees under a topic (`zoneportal.publishing.watched`)."""
    found: dict[str, list[Model]] = {}
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for config in apps.get_app_configs():
        for watched in getattr(config, "watched", ()):
            if watched.events:  # without them it is a copy
                found.setdefault(watched.topic.strip("'"), []).append(tables[watched.table])
    for model in tables.values():
        if issubclass(model, Publishable):
            found[model._meta.label_lower] = [model]
    return found


class Versions:
    """Of all pages at one moment. Every table is read at most once, in two or three queries for published content."""

    def __init__(self, at: datetime, program: str):
        self.at, self.day = at, timezone.localdate(at)
        everything = Change.objects.filter(topic=EVERYTHING).order_by("pk").values_list("token", flat=True)
        # The state of a goal depends on the year.
        self.common = _short([program, str(self.day.year), *everything])
        self.models = models_by_topic()
        self.next_change_at: datetime | None = None
        self._of_topics: dict[str, str] = {}

    def of(self, address: str) -> str:
        """A page whose view does not say what it shows depends on everything, and so does the static site's search:
        it shows something else than the portal's."""
        match = match_of(address.partition("?")[0])
        page = page_of(match)
        if match is None or page is None or address in SEARCH.values():
            return self.everything
        number = match.kwargs.get("number") if match.url_name == "enterprise" else None
        parts = [self.topic(topic) for topic in page.topics if number is None or topic != REGISTER]
        if number is not None:
            parts += self.enterprise(number)
        if match.url_name == "security":
            parts.append(str(expires(self.at)))
        return _short([self.common, *parts])

    @cached_property
    def everything(self) -> str:
        return _short([self.common, *(self.topic(topic) for topic in sorted(self.models))])

    def topic(self, topic: str) -> str:
        if topic not in self._of_topics:
            rows = (text for model in self.models[topic] for _key, text in self._rows(model))
            self._of_topics[topic] = _short(rows)
        return self._of_topics[topic]

    def enterprise(self, number: str) -> Iterable[str]:
        """The rows of one enterprise, table by table."""
        key = self._keys.get(number, 0)
        return [records.get(key, "") for records in self._records]

    @cached_property
    def _keys(self) -> dict[str, int]:
        """By number, also by that of a record which was merged into another one."""
        public = Enterprise.objects.confirmed(self.at)
        former = EnterpriseFormerNumber.objects.filter(enterprise__in=public).values_list("number", "enterprise")
        return {**dict(former), **dict(public.values_list("number", "pk"))}

    @cached_property
    def _records(self) -> list[dict[int, str]]:
        return [self._by_owner(model) for model in self.models[REGISTER]]

    def _by_owner(self, model: Model) -> dict[int, str]:
        found: dict[int, list[str]] = {}
        for key, text in self._rows(model, "pk" if model is Enterprise else "enterprise_id"):
            found.setdefault(key, []).append(text)
        return {key: _short(rows) for key, rows in found.items()}

    def _rows(self, model: Model, key: str = "pk") -> Iterable[tuple[Any, str]]:
        """Of published content the versions that the public sees; of anything else every row."""
        rows, columns = model._default_manager.order_by("pk"), model._meta.concrete_fields
        if issubclass(model, Publishable):
            moves = Publication.objects.of_model(model)
            self._note(moves.filter(effective_at__gt=self.at).exclude(superseded_at=F("effective_at")), "effective_at")
            shown = moves.in_force(self.at).showing().filter(object_id__in=rows.values("pk"))
            yield from ((row[0], repr(row)) for row in shown.order_by("pk").values_list("object_id", "effective_at"))
            history = model.history.model
            rows = history.objects.filter(history_id__in=shown.values("version")).order_by("history_id")
            columns, key = history._meta.concrete_fields, "id"
        names = [column.attname for column in columns]
        for found in rows.values_list(key, *names).iterator(chunk_size=5_000):
            yield found[0], repr([(value, self._has_come(value)) for value in found[1:]])

    def _note(self, rows: models.QuerySet, column: str) -> None:
        coming = rows.order_by(column).values_list(column, flat=True).first()
        if coming:
            self._will_change(coming)

    def _has_come(self, value: Any) -> int | None:
        """Where a day or a moment stands to now: -1 gone, 0 today, 1 to come."""
        if isinstance(value, datetime):
            if value > self.at:
                self._will_change(value)
            return 1 if value > self.at else -1
        if isinstance(value, date):
            if value >= self.day:
                changes_on = value if value > self.day else self.day + timedelta(days=1)
                self._will_change(timezone.make_aware(datetime.combine(changes_on, time())))
            return (value > self.day) - (value < self.day)
        return None

    def _will_change(self, at: datetime) -> None:
        self.next_change_at = min(at, self.next_change_at or at)


def _short(parts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode() + b"\0")
    return found.hexdigest()[:16]
