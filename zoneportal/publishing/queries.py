"""What the public sees of published content at a moment, and in which state a record is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zoneportal.publishing.models import Publication, Publishable

Content = TypeVar("Content", bound=Publishable)
Drafts = Collection[tuple[str, int]]  # {("parks.park", 3)}: records shown as their working draft

POINTER = Publication._meta.db_table
EFFECTIVE_AT = RawSQL(f"{POINTER}.effective_at", (), output_field=models.DateTimeField())

DRAFT, PUBLISHED, SCHEDULED, WITHDRAWN = "draft", "published", "scheduled", "withdrawn"
CHANGED = "changed"  # public, with a working draft that is newer; no state of its own
STATES: dict[str, str | Promise] = {
    DRAFT: _("draft"),
    PUBLISHED: _("published"),
    SCHEDULED: _("scheduled"),
    WITHDRAWN: _("withdrawn"),
}


def published(
    model: type[Content], at: datetime, *, drafts: Drafts = (), where: models.Q | None = None
) -> list[Content]:
    """The instances of `model` as the public sees them at `at`, in the order of `model._meta.ordering`.

    Every instance carries `published_at`, the moment its public version came into force (`at` for a draft).
    `where` filters the public versions, not the working rows. A deleted record is public no more.
    One query, two with drafts.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    versions = _public_versions(model, at, where).annotate(published_at=EFFECTIVE_AT)
    found = {}
    # Not through the instances of the history, which cost twice as much as the records themselves.
    for *values, since in versions.values_list(*names, "published_at"):
        record = model.from_db(versions.db, names, values)
        record.published_at = since
        found[record.pk] = record
    for row in _draft_rows(model, drafts, where):
        row.published_at = at
        found[row.pk] = row
    return in_order(found.values(), _ordering(model))


def published_keys(
    model: type[Content], at: datetime, *, drafts: Drafts = (), where: models.Q | None = None
) -> list[int]:
    """The primary keys of what `published` returns, in its order: for lists that show one page of long texts.

    One query, two with drafts.
    """
    ordering = [name.replace("pk", "id") for name in _ordering(model)]
    columns = dict.fromkeys(["id", *(name.lstrip("-") for name in ordering)])
    found = {row.id: row for row in _public_versions(model, at, where).values_list(*columns, named=True)}
    for row in _draft_rows(model, drafts, where):
        found[row.pk] = row
    return [row.id for row in in_order(found.values(), ordering)]


def _ordering(model: type[models.Model]) -> list[str]:
    """Publishable models order by plain field names."""
    return [str(name) for name in model._meta.ordering or ()]


def _public_versions(model, at: datetime, where: models.Q | None) -> models.QuerySet:
    """The versions of the history that the public sees, beside the publication that shows each of them.

    A join that Django cannot say, since a publication points to histories of many kinds. As a list of versions it
    would be a query more, and longer than PostgreSQL takes parameters.
    """
    versions, row = history_of(model).objects, model._meta.db_table
    history = versions.model._meta.db_table
    moment = connection.ops.adapt_datetimefield_value(at)
    versions = versions.extra(
        tables=[POINTER, row],
        where=[
            f"{POINTER}.content_type_id = %s AND {POINTER}.version = {history}.history_id AND {row}.id = {history}.id "
            f"AND {POINTER}.effective_at <= %s AND ({POINTER}.superseded_at IS NULL OR {POINTER}.superseded_at > %s)"
        ],
        params=[ContentType.objects.get_for_model(model).pk, moment, moment],
    ).order_by()
    return versions if where is None else versions.filter(where)


@cache
def history_of(model: type[models.Model]) -> type[models.Model]:
    """Asked of the model, the library makes a class of managers anew each time, which takes longer than the query."""
    return model.history.model


def _draft_rows(model, drafts: Drafts, where: models.Q | None) -> Iterable:
    """The working drafts that the reader asked for. One query, none without drafts of this model."""
    draft_ids = [pk for label, pk in drafts if label == model._meta.label_lower]
    if not draft_ids:
        return []
    rows = model._default_manager.filter(pk__in=draft_ids)
    return rows if where is None else rows.filter(where)


def in_order(instances: Iterable[Content], ordering: Iterable[str]) -> list[Content]:
    """Sorts as the database would by plain field names, blanks first; `-name` is descending."""
    ordered = list(instances)
    for name in reversed(list(ordering)):
        attribute = name.lstrip("-")
        ordered.sort(
            key=lambda item: ((value := getattr(item, attribute)) is not None, value),
            reverse=name.startswith("-"),
        )
    return ordered


@dataclass(frozen=True)
class Standing:
    """In which state a record is at a moment, and since or from when."""

    state: str
    at: datetime | None = None
    version: int | None = None  # the public version, None when nothing is public
    planned_at: datetime | None = None  # a publication or withdrawal that is still to come

    @property
    def label(self) -> str | Promise:
        return STATES[self.state]


def standings(contents: Collection[Publishable], at: datetime) -> dict[int, Standing]:
    """The standing of every record, by primary key. One query for all records of one model."""
    if not contents:
        return {}
    model = type(next(iter(contents)))
    moves = Publication.objects.of_model(model).filter(object_id__in=[content.pk for content in contents])
    by_record: dict[int, list[Publication]] = {}
    for move in moves.exclude(superseded_at=models.F("effective_at")).order_by("effective_at", "pk"):
        by_record.setdefault(move.object_id, []).append(move)
    return {content.pk: _standing(by_record.get(content.pk, []), at) for content in contents}


def standing(content: Publishable, at: datetime) -> Standing:
    return standings([content], at)[content.pk]


def _standing(moves: list[Publication], at: datetime) -> Standing:
    current = next((move for move in reversed(moves) if move.effective_at <= at), None)
    planned = next((move for move in moves if move.effective_at > at), None)
    planned_at = planned.effective_at if planned else None
    if current and current.version:
        return Standing(PUBLISHED, current.effective_at, current.version, planned_at)
    if planned and planned.version:
        return Standing(SCHEDULED, planned.effective_at, None, planned_at)
    if current:
        return Standing(WITHDRAWN, current.effective_at, None, planned_at)
    return Standing(DRAFT)


def latest_versions(contents: Collection[Publishable]) -> dict[int, int]:
    """The history id of each working draft, by primary key. One query for all records of one model."""
    if not contents:
        return {}
    history = type(next(iter(contents))).history.filter(id__in=[content.pk for content in contents])
    return dict(history.order_by().values_list("id").annotate(latest=models.Max("history_id")))


def with_unpublished_changes(rows: models.QuerySet, at: datetime) -> models.QuerySet:
    """Public records whose working draft is newer than the version before the public."""
    shown = Publication.objects.of_model(rows.model).in_force(at).showing()
    drafts = rows.model.history.filter(id=models.OuterRef("object_id")).order_by("-history_id")
    newer = shown.annotate(draft=models.Subquery(drafts.values("history_id")[:1])).exclude(draft=models.F("version"))
    return rows.filter(pk__in=newer.values("object_id"))


def in_state(rows: models.QuerySet, state: str, at: datetime) -> models.QuerySet:
    """The rows that are in one of `STATES` at a moment."""
    moves = Publication.objects.of_model(rows.model)
    shown = moves.in_force(at).showing().values("object_id")
    planned = moves.showing().filter(effective_at__gt=at).exclude(superseded_at=models.F("effective_at"))
    taken_away = moves.in_force(at).filter(version=None).values("object_id")
    if state == PUBLISHED:
        return rows.filter(pk__in=shown)
    if state == SCHEDULED:
        return rows.filter(pk__in=planned.values("object_id")).exclude(pk__in=shown)
    if state == WITHDRAWN:
        return rows.filter(pk__in=taken_away).exclude(pk__in=planned.values("object_id"))
    return rows.exclude(pk__in=shown).exclude(pk__in=taken_away).exclude(pk__in=planned.values("object_id"))
