"""Moves of the public pointer: publish now or at a moment, withdraw, cancel what is planned."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zoneportal.publishing.models import Publication, Publishable
from zoneportal.rights import has_right


def may_publish(user, content: Publishable) -> bool:
    """The publishing right on this kind of content, and the record within the user's scope."""
    model = type(content)
    return has_right(user, model, "publish") and model.objects.visible_to(user).filter(pk=content.pk).exists()


def publish(
    *, content: Publishable, by, at: datetime | None = None, version: int | None = None, note: str = ""
) -> Publication:
    """Puts a version (default: the working draft) before the public at `at` (default: now).

    A move that was planned and has not come into force is replaced. Errors: PermissionDenied; ValidationError
    when `at` lies in the past or the version is not one of this record.
    """
    version = version or content.latest_version()
    if not content.history.filter(history_id=version).exclude(history_type="-").exists():
        raise ValidationError(_("This version does not belong to the record. Open the record again."))
    return _move(content=content, by=by, at=at, version=version, note=note)


def withdraw(*, content: Publishable, by, at: datetime | None = None, note: str = "") -> Publication:
    """Takes the record from the public at `at` (default: now). The working draft stays."""
    return _move(content=content, by=by, at=at, version=None, note=note)


@transaction.atomic
def cancel_planned(*, content: Publishable, by) -> int:
    """Cancels a publication or withdrawal that has not come into force. Returns how many (0 or 1)."""
    _check_right(by, content)
    return _cancel_planned(content, _locked(content))


@transaction.atomic
def _move(*, content: Publishable, by, at: datetime | None, version: int | None, note: str) -> Publication:
    _check_right(by, content)
    now = _locked(content)
    at = at or now
    if at < now:
        raise ValidationError(_("The moment of publication lies in the past."))
    _cancel_planned(content, now)
    Publication.objects.of(content).filter(superseded_at=None).update(superseded_at=at)
    return Publication.objects.create(
        content_type=ContentType.objects.get_for_model(content),
        object_id=content.pk,
        version=version,
        effective_at=at,
        made_by=by,
        made_at=now,
        note=note,
    )


def _locked(content: Publishable) -> datetime:
    """One writer per record: the row itself is the lock. Returns the moment at which it is ours.

    A moment read before the wait would lie before what the other writer did, and take that for a plan.
    """
    type(content).objects.select_for_update().get(pk=content.pk)
    return timezone.now()


def _cancel_planned(content: Publishable, now: datetime) -> int:
    """Gives planned moves an empty interval and opens their predecessor again."""
    moves = Publication.objects.of(content)
    planned = moves.filter(superseded_at=None, effective_at__gt=now)
    planned_at = planned.values_list("effective_at", flat=True).first()
    cancelled = planned.update(superseded_at=models.F("effective_at"))
    if cancelled:
        moves.filter(superseded_at=planned_at, effective_at__lte=now).update(superseded_at=None)
    return cancelled


def _check_right(user, content: Publishable) -> None:
    """`user` is None where the program itself publishes (the content of a fresh installation)."""
    if user is not None and not may_publish(user, content):
        raise PermissionDenied(_("Publishing this record is not among your rights."))
