"""Which version of the public content holds at a moment."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime

from django.apps import apps
from django.db import DatabaseError, connection, models
from django.utils import timezone

from zoneportal.publishing.models import EVERYTHING, Change, Publishable

LOOK_UP = (
    f"SELECT token FROM {Change._meta.db_table} WHERE topic IN ({{places}}) AND (due_at IS NULL OR due_at <= %s) "
    "ORDER BY token"
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


def version_of(topics: Collection[str], at: datetime) -> str:
    """A text that is another one whenever something public of the topics is. A new day is a new version, since pages
    tell what holds today. One query, which also finds out whether the connection still lives."""
    parameters = [*topics, EVERYTHING, connection.ops.adapt_datetimefield_value(at)]
    statement = LOOK_UP.format(places=", ".join(["%s"] * (len(topics) + 1)))
    tokens = _fetched(statement, parameters)
    text = " ".join([str(timezone.localdate(at)), *(token for (token,) in tokens)])
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
