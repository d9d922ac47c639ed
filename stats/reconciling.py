"""Keeping the differences of a release, their explanations and signatures. Unexplained ones block the release."""

from collections.abc import Iterable
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from stats.compiling import digest
from stats.models import Difference, Release, ReleaseStatus
from stats.queries.reconciling import Found, compared, is_about, key_of, unexplained
from zoneportal.rights import require_right

__all__ = ["reconcile", "row_of", "sign", "sign_all", "state_of", "unexplained", "unsign"]

BATCH = 500
NUMBERS = ("ours", "theirs", "unit", "tolerance")
SIGNATURE = ("residual", "explanation", "signed_at", "signed_by")
LONGEST = {"explanation": 500, "residual": 80}
MOVED = gettext_lazy(
    "These differences were changed, or signed by somebody else, in the meantime. Nothing was stored. Look again."
)
TWO_VINTAGES = gettext_lazy(
    "“%(indicator)s” of %(year)s differs in two vintages of this release. Put each vintage into a release of its own, "
    "then reconcile again."
)


@transaction.atomic
def reconcile(*, release: Release, by) -> int:
    """Puts on record what does not agree now, and returns how many of these differences are not explained.

    An explanation stays while both numbers stay; what agrees again leaves the record (its history keeps it).
    Errors: PermissionDenied; ValidationError when the release is decided, or one indicator differs in two vintages.
    """
    require_right(by, Difference, "change")
    _held(release)
    found = _by_key(each for each in compared(release) if not each.comparison.is_within)
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


def _by_key(differing: Iterable[Found]) -> dict[tuple, Found]:
    """A record names no vintage: of two that differ in the same place only one could ever be explained."""
    found: dict[tuple, Found] = {}
    for each in differing:
        if each.key in found:
            raise ValidationError(TWO_VINTAGES % {"indicator": each.indicator, "year": each.year})
        found[each.key] = each
    return found


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
    is_same = is_about(row, found)
    if is_same and row.tolerance == found.tolerance:
        return False
    if not is_same:
        row.residual, row.explanation, row.signed_at, row.signed_by = "", "", None, None
    row.ours, row.theirs = found.numbers
    row.unit, row.tolerance = found.unit, found.tolerance
    return True


def sign(*, difference: Difference, by, explanation: str, residual: str = "", seen: str = "") -> Difference:
    """Explains a difference under one's name. Arguments and errors as `sign_all`."""
    (signed,) = sign_all(differences=[difference], by=by, explanation=explanation, residual=residual, seen=seen)
    return signed


@transaction.atomic
def sign_all(
    *, differences: Iterable[Difference], by, explanation: str, residual: str = "", seen: str = ""
) -> list[Difference]:
    """Explains them by one cause under one's name: all or none. `residual` names the line that takes them up.

    `seen` is `state_of` what was looked at.
    Errors: PermissionDenied; ValidationError (no text, too long, a release decided, anything moved since).
    """
    rows = _locked({each.pk for each in differences}, by)
    if seen and seen != state_of(rows):
        raise ValidationError(MOVED)
    texts = {"explanation": explanation.strip(), "residual": residual.strip()}
    if not texts["explanation"]:
        raise ValidationError({"explanation": _("Write where the difference comes from.")})
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            message = _("Keep it below %(limit)s characters.") % {"limit": LONGEST[name]}
            raise ValidationError({name: message})
    now = timezone.now()
    for row in rows:
        row.explanation, row.residual, row.signed_at, row.signed_by = *texts.values(), now, by
    return _saved(rows, by)


def state_of(differences: Iterable[Difference]) -> str:
    """Another word as soon as a number, an explanation or a signature of one of them is another, or one is gone."""
    names = (*NUMBERS, "residual", "explanation", "signed_at", "signed_by_id")
    rows = sorted(differences, key=attrgetter("pk"))
    return digest([[row.pk, *(str(getattr(row, name)) for name in names)] for row in rows])


@transaction.atomic
def unsign(*, difference: Difference, by) -> Difference:
    """Takes an explanation back: the difference blocks its release again. Errors: as `sign`."""
    (row,) = _locked({difference.pk}, by)
    row.residual, row.explanation, row.signed_at, row.signed_by = "", "", None, None
    (saved,) = _saved([row], by)
    return saved


def _locked(keys: set[int], by) -> list[Difference]:
    """Releases before differences, each in order, as everybody locks them."""
    require_right(by, Difference, "change")
    for release in Release.objects.filter(differences__in=keys).distinct().order_by("pk"):
        _held(release)
    rows = list(Difference.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if len(rows) != len(keys):
        raise ValidationError(MOVED)
    return rows


def _saved(rows: list[Difference], by) -> list[Difference]:
    bulk_update_with_history(rows, Difference, list(SIGNATURE), batch_size=BATCH, default_user=by)
    return rows
