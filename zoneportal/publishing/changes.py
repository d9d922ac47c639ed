"""Which version of the public content holds at a moment."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.apps import apps
from django.db import DatabaseError, connection, models
from django.utils import timezone

from zoneportal.publishing.models import EVERYTHING, Change, Publishable

LOOK_UP = (
    f"SELECT topic, token FROM {Change._meta.db_table} WHERE topic IN ({{places}}) "
    "AND (due_at IS NULL OR due_at <= %s) ORDER BY token"
)


def topic_of(model: type[models.Model]) -> str:
    """The topic under which changes of a model are noted. Error: LookupError for a model that nobody watches."""
    if issubclass(model, Publishable):
        return model._meta.label_lower
    topics = {each.table: each.topic for config in apps.get_app_configs() for each in getattr(config, "watched", ())}
    topic = topics.get(model._meta.db_table)
    if topic is None:
        raise LookupError(f"{model.__name__} is not watched: see zoneportal/publishing/watched.py.")
    return topic.strip("'")


def topics_of(shown: Iterable[type[models.Model]]) -> tuple[str, ...]:
    return tuple(sorted({topic_of(model) for model in shown}))


def versions_of(topics: Collection[str], at: datetime) -> dict[str, str]:
    """For every topic a text that is another one whenever something public of it is. A new day is a new version,
    since pages tell what holds today. One query, which also finds out whether the connection still lives."""
    parameters = [*topics, EVERYTHING, connection.ops.adapt_datetimefield_value(at)]
    day = timezone.localdate(at).isoformat()
    tokens: dict[str, list[str]] = {topic: [day] for topic in topics}
    for topic, token in _fetched(LOOK_UP.format(places=", ".join(["%s"] * (len(topics) + 1))), parameters):
        for concerned in topics if topic == EVERYTHING else [topic]:
            tokens[concerned].append(token)
    return {topic: " ".join(found) for topic, found in tokens.items()}


def version_of(topics: Collection[str], at: datetime) -> str:
    """Of all the topics together. One query."""
    return joined(topics, versions_of(topics, at))


def joined(topics: Collection[str], versions: Mapping[str, str]) -> str:
    text = "\n".join(f"{topic} {versions[topic]}" for topic in sorted(topics))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _fetched(statement: str, parameters: list) -> list[tuple]:
    if connection.in_atomic_block:
        return _executed(statement, parameters)
    connection.health_check_done = True  # this query is the health check
    try:
        return _executed(statement, parameters)
    except DatabaseError:
        connection.close()  # the server was restarted: once more, on a new connection
        return _executed(statement, parameters)


def _executed(statement: str, parameters: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
