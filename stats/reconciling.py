"""Keeping the differences of a release, their explanations and signatures. Unexplained ones block the release."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from stats.models import Difference, Release, ReleaseStatus
from stats.queries.reconciling import Found, compared, key_of, unexplained
from zoneportal.rights import require_right

__all__ = ["reconcile", "row_of", "sign", "unexplained", "unsign"]

BATCH = 500
NUMBERS = ("ours", "theirs", "unit", "tolerance")
SIGNATURE = ("residual", "explanation", "signed_at", "signed_by")
LONGEST = {"explanation": 500, "residual": 80}


@transaction.atomic
def reconcile(*, release: Release, by) -> int:
    """Puts on record what does not agree now, and returns how many of these differences are not explained.

    An explanation stays while both numbers stay; what agrees again leaves the record (its history keeps it).
    Errors: PermissionDenied; ValidationError when the release is decided.
    """
    require_right(by, Difference, "change")
    _held(release)
    found = {each.key: each for each in compared(release) if not each.comparison.is_within}
    stored = {key_of(row): row for row in release.differences.select_for_update(of=("self",)).order_by("pk")}
    new = [row_of(release, each) for key, each in found.items() if key not in stored]
    moved = [row for key, row in stored.items() if key in found and _moved(row, found[key])]
    for key in stored.keys() - found.keys():
        stored[key]._history_user = by
        stored[key].delete()
    bulk_create_with_history(new, Difference, batch_size=BATCH, default_user=by)
    if moved:
        names = [*NUMBERS, *SIGNATURE]
        bulk_update_with_history(moved, Difference, names, batch_size=BATCH, default_user=by)
    kept = [row for key, row in stored.items() if key in found]
    return sum(not row.explanation for row in (*new, *kept))


def _held(release: Release) -> None:
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.status == ReleaseStatus.RELEASED:
        raise ValidationError(_("This release is decided already."))


def row_of(release: Release, found: Found) -> Difference:
    """A difference as it would be put on record, not stored."""
    row = Difference(
        release=release,
        kind=found.kind,
        indicator=found.indicator,
        year=found.year,
        scope_key=found.scope_key,
        against=found.against,
    )
    row.ours, row.theirs = found.numbers
    row.unit, row.tolerance = found.unit, found.tolerance
    return row


def _moved(row: Difference, found: Found) -> bool:
    """Whether the record changed. Another number takes explanation and signature away."""
    before = (row.ours, row.theirs, row.unit, row.tolerance)
    if before == (*found.numbers, found.unit, found.tolerance):
        return False
    if (row.ours, row.theirs) != found.numbers or row.unit != found.unit:
        row.residual, row.explanation, row.signed_at, row.signed_by = "", "", None, None
    row.ours, row.theirs = found.numbers
    row.unit, row.tolerance = found.unit, found.tolerance
    return True


@transaction.atomic
def sign(*, difference: Difference, by, explanation: str, residual: str = "") -> Difference:
    """Explains a difference under one's name. `residual` names the line that takes it up.

    Errors: PermissionDenied; ValidationError (no text, too long, the release decided).
    """
    locked = _locked(difference, by)
    texts = {"explanation": explanation.strip(), "residual": residual.strip()}
    if not texts["explanation"]:
        raise ValidationError({"explanation": _("Write where the difference comes from.")})
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            message = _("Keep it below %(limit)s characters.") % {"limit": LONGEST[name]}
            raise ValidationError({name: message})
    locked.explanation, locked.residual = texts["explanation"], texts["residual"]
    locked.signed_at, locked.signed_by = timezone.now(), by
    return _saved(locked, by)


@transaction.atomic
def unsign(*, difference: Difference, by) -> Difference:
    """Takes an explanation back: the difference blocks its release again. Errors: as `sign`."""
    locked = _locked(difference, by)
    locked.residual, locked.explanation, locked.signed_at, locked.signed_by = "", "", None, None
    return _saved(locked, by)


def _locked(difference: Difference, by) -> Difference:
    require_right(by, Difference, "change")
    _held(difference.release)
    return Difference.objects.select_for_update(of=("self",)).get(pk=difference.pk)


def _saved(row: Difference, by) -> Difference:
    bulk_update_with_history([row], Difference, list(SIGNATURE), default_user=by)
    return row
