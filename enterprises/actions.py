"""Writes over several rows of the register: confirming, entering a park, moving between parks, telling two apart."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from enterprises.models import DistinctPair, Enterprise, Registration
from enterprises.models.registration import EndReason
from enterprises.queries.duplicates import shared_by
from enterprises.querysets import EnterpriseQuerySet
from parks.models import Park
from zoneportal.rights import require_right


@transaction.atomic
def confirm_enterprises(*, enterprises: EnterpriseQuerySet, by) -> int:
    """Makes the enterprises public from now on. Returns how many were not public before.

    Errors: PermissionDenied, also when one of them is outside the user's parks.
    """
    _check_confirming(by, enterprises)
    chosen = list(enterprises.filter(confirmed_at=None).select_for_update(of=("self",)))
    return _set_confirmed(chosen, by=by, confirmed_at=timezone.now(), confirmed_by=by)


@transaction.atomic
def unconfirm_enterprises(*, enterprises: EnterpriseQuerySet, by) -> int:
    """Takes the enterprises from the public pages. Returns how many were public. Errors: PermissionDenied."""
    _check_confirming(by, enterprises)
    chosen = list(enterprises.exclude(confirmed_at=None).select_for_update(of=("self",)))
    return _set_confirmed(chosen, by=by, confirmed_at=None, confirmed_by=None)


@transaction.atomic
def enter_park(*, enterprise: Enterprise, park: Park, on: date | None, by) -> Registration:
    """Registers the enterprise in the park from the day `on` (None: the day is not on record).

    Errors: PermissionDenied; ValidationError when it is registered elsewhere in that time.
    """
    require_right(by, Registration, "add")
    _check_park(by, park)
    _lock(enterprise)
    stay = Registration(enterprise=enterprise, park=park, start_on=on)
    stay.full_clean()
    stay.save()
    return stay


@transaction.atomic
def move_enterprise(*, enterprise: Enterprise, to_park: Park, on: date, by) -> Registration:
    """Closes the open stay and opens one in `to_park`, both on the day `on`. Returns the new stay.

    Errors: PermissionDenied unless both parks are the user's; ValidationError.
    """
    require_right(by, Registration, "change")
    _lock(enterprise)
    stay = enterprise.registrations.open().select_related("park").first()
    if stay is None:
        raise ValidationError(_("This enterprise is in no park now. Register it instead of moving it."))
    if stay.park == to_park:
        raise ValidationError({"park": _("The enterprise is in this park already.")})
    _check_park(by, stay.park)
    stay.end_on, stay.end_reason = on, EndReason.MOVED_PARK
    stay.full_clean()
    stay.save()
    return enter_park(enterprise=enterprise, park=to_park, on=on, by=by)


@transaction.atomic
def tell_apart(*, one: Enterprise, other: Enterprise, reason: str, by) -> DistinctPair:
    """Keeps that the two are two enterprises, although they share what they share now.

    Errors: PermissionDenied; ValidationError without a reason, where nothing makes them look like one, or where one
    of them is gone.
    """
    _check_merging(by, [one, other])
    # The records are the lock: of two who decide at once the second finds the pair.
    held = Enterprise.objects.filter(pk__in=[one.pk, other.pk]).select_for_update(of=("self",)).order_by("pk")
    if len(held) < 2:
        raise ValidationError(_("One of these two records is gone. Look at the list of possible duplicates again."))
    grounds = shared_by(one, other)
    if not grounds:
        raise ValidationError(_("These two records share neither a name nor a number, so there is nothing to keep."))
    numbers = dict(zip(("one", "other"), sorted([one.number, other.number]), strict=True))
    pair = DistinctPair.objects.filter(**numbers).first() or DistinctPair(**numbers)
    pair.grounds = sorted({*map(tuple, pair.grounds), *grounds})
    pair.reason, pair.decided_at, pair.decided_by = reason.strip(), timezone.now(), by
    pair.full_clean()
    pair.save()
    return pair


@transaction.atomic
def take_back_distinction(*, pair: DistinctPair, by) -> None:
    """The two may be one enterprise again; the history keeps the decision. Errors: PermissionDenied."""
    _check_merging(by, [])
    if by is not None and not DistinctPair.objects.editable_by(by).filter(pk=pair.pk).exists():
        raise PermissionDenied(_("One of these enterprises belongs to a park that is not yours."))
    pair.delete()


def _check_merging(user, enterprises: list[Enterprise]) -> None:
    require_right(user, Enterprise, "change")
    require_right(user, Enterprise, "delete")
    keys = {each.pk for each in enterprises}
    if user is not None and Enterprise.objects.editable_by(user).filter(pk__in=keys).count() < len(keys):
        raise PermissionDenied(_("One of these enterprises belongs to a park that is not yours."))


def _check_confirming(user, enterprises: EnterpriseQuerySet) -> None:
    require_right(user, Enterprise, "confirm")
    if user is not None and enterprises.exclude(pk__in=Enterprise.objects.editable_by(user).values("pk")).exists():
        raise PermissionDenied(_("One of these enterprises belongs to a park that is not yours."))


def _set_confirmed(enterprises: list[Enterprise], *, by, **values) -> int:
    for enterprise in enterprises:
        for name, value in values.items():
            setattr(enterprise, name, value)
    bulk_update_with_history(enterprises, Enterprise, list(values), batch_size=500, default_user=by)
    return len(enterprises)


def _check_park(user, park: Park) -> None:
    if user is not None and not Park.objects.editable_by(user).filter(pk=park.pk).exists():
        raise PermissionDenied(_("This park is not one of yours."))


def _lock(enterprise: Enterprise) -> None:
    """One writer per enterprise: what is checked stays true until it is written."""
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
